// The writes of binding, each done only where it changes something: volume, volume's phase, claim, claim's status.
// A refused write ends the sync: it throws Retry. Upstream: bind, unbindVolume, updateClaimStatus, updateVolumePhase in
// pkg/controller/volume/persistentvolume/pv_controller.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { compareQuantity, isQuantityError, mustParseQuantity, parseQuantity } from '../../../model/quantity.ts'
import { withEntry } from '../../../model/sorted-map.ts'
import type { KubeObject } from '../../api/types.ts'
import type { Client, Result } from '../../client/client.ts'
import { type EventRecorder, type EventType, referenceTo } from '../../client/event-recorder.ts'
import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  CLAIMS,
  hasAnnotation,
  isBoundTo,
  VOLUMES,
} from '../lib/storage/volumes.ts'

const PRE_RESIZE = 'volume.alpha.kubernetes.io/pre-resize-capacity'

/** A write was refused: the key is to be synced again. */
export class Retry extends Error {}

function written<T>(result: Result<T>): T {
  if (!result.ok) throw new Retry(result.status.message)
  return result.object
}

/** An event that goes with a change of phase. */
export interface PhaseEvent {
  readonly type: EventType
  readonly reason: string
  readonly message: string
}

const annotated = <T extends KubeObject>(object: T, key: string, value: string): T => ({
  ...object,
  metadata: { ...object.metadata, annotations: withEntry(object.metadata.annotations, key, value) },
})

/** Writes as persistentvolume-controller. */
export class Writer {
  readonly #client: Client
  readonly #recorder: EventRecorder

  constructor(client: Client, recorder: EventRecorder) {
    this.#client = client
    this.#recorder = recorder
  }

  tell(object: KubeObject, type: EventType, reason: string, message: string): void {
    this.#recorder.event(object, type, reason, message)
  }

  updateClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
    return written(this.#client.update(CLAIMS, claim))
  }

  updateVolume(volume: PersistentVolume): PersistentVolume {
    return written(this.#client.update(VOLUMES, volume))
  }

  deleteVolume(volume: PersistentVolume): void {
    this.#client.delete(VOLUMES, '', volume.metadata.name ?? '')
  }

  /** Both ways, in upstream's order. */
  bind(volume: PersistentVolume, claim: PersistentVolumeClaim): void {
    const bound = this.volumePhase(this.#bindVolume(volume, claim), 'Bound')
    this.claimStatus(this.#bindClaim(claim, bound), 'Bound', bound)
  }

  #bindVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
    const byUs = !isBoundTo(volume, claim) && !hasAnnotation(volume, BOUND_BY_CONTROLLER)
    const reference = volume.spec.claimRef
    const same = isBoundTo(volume, claim) && reference?.uid === claim.metadata.uid
    if (same && !byUs) return volume
    const next = same ? volume : { ...volume, spec: { ...volume.spec, claimRef: referenceTo(claim) } }
    return written(this.#client.update(VOLUMES, byUs ? annotated(next, BOUND_BY_CONTROLLER, 'yes') : next))
  }

  #bindClaim(claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
    let next = claim
    if (claim.spec.volumeName !== volume.metadata.name) {
      next = { ...claim, spec: { ...claim.spec, volumeName: volume.metadata.name } }
      if (!hasAnnotation(claim, BOUND_BY_CONTROLLER)) next = annotated(next, BOUND_BY_CONTROLLER, 'yes')
    }
    if (!hasAnnotation(claim, BIND_COMPLETED)) next = annotated(next, BIND_COMPLETED, 'yes')
    return next === claim ? claim : this.updateClaim(next)
  }

  /** Takes a volume from its claim; one that the user bound stays meant for the claim's name. */
  unbind(volume: PersistentVolume): void {
    const { claimRef, ...spec } = volume.spec
    const { [BOUND_BY_CONTROLLER]: byUs, ...annotations } = volume.metadata.annotations ?? {}
    let next: PersistentVolume
    if (byUs === undefined) {
      const { uid: _, ...reference } = claimRef ?? {}
      next = { ...volume, spec: { ...spec, claimRef: reference } }
    } else {
      const { annotations: _, ...metadata } = volume.metadata
      const rest = Object.keys(annotations).length > 0 ? { annotations } : {}
      next = { ...volume, metadata: { ...metadata, ...rest }, spec }
    }
    this.volumePhase(written(this.#client.update(VOLUMES, next)), 'Available')
  }

  volumePhase(volume: PersistentVolume, phase: string, event?: PhaseEvent): PersistentVolume {
    if (volume.status.phase === phase) return volume
    const { message: _, ...status } = volume.status
    const message = event === undefined ? {} : { message: event.message }
    const next = written(this.#client.updateStatus(VOLUMES, { ...volume, status: { ...status, phase, ...message } }))
    if (event !== undefined) this.tell(next, event.type, event.reason, event.message)
    return next
  }

  claimStatus(claim: PersistentVolumeClaim, phase: string, volume?: PersistentVolume, event?: PhaseEvent): void {
    if (event !== undefined && claim.status.phase === phase) return
    const status = statusFor(claim, phase, volume)
    if (deepEqual(status, claim.status)) return
    const next = written(this.#client.updateStatus(CLAIMS, { ...claim, status }))
    if (event !== undefined) this.tell(next, event.type, event.reason, event.message)
  }
}

function statusFor(
  claim: PersistentVolumeClaim,
  phase: string,
  volume: PersistentVolume | undefined,
): PersistentVolumeClaim['status'] {
  const { accessModes, capacity, currentVolumeAttributesClassName, ...rest } = claim.status
  if (volume === undefined) return { ...rest, phase }
  const status: PersistentVolumeClaim['status'] = { ...claim.status, phase }
  if (volume.spec.accessModes !== undefined) status.accessModes = [...volume.spec.accessModes]
  if (claim.status.phase === phase) return status
  const storage = volume.spec.capacity?.['storage'] ?? '0'
  const before = volume.metadata.annotations?.[PRE_RESIZE]
  const known = capacity?.['storage']
  if (before !== undefined) {
    // What is no quantity stands for the whole volume.
    status.capacity = { ...capacity, storage: isQuantityError(parseQuantity(before)) ? storage : before }
  } else if (known === undefined || compareQuantity(mustParseQuantity(storage), mustParseQuantity(known)) !== 0)
    status.capacity = { ...volume.spec.capacity }
  const attributes = volume.spec.volumeAttributesClassName
  if (claim.status.phase === 'Pending' && attributes !== undefined) status.currentVolumeAttributesClassName = attributes
  return status
}
