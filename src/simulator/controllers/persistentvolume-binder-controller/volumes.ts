// What becomes of one volume, and what is done with those whose claim is gone. Upstream: syncVolume, reclaimVolume,
// recycleVolumeOperation, deleteVolumeOperation in pkg/controller/volume/persistentvolume/pv_controller.go.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../generated/api/core.v1.ts'
import type { Lister } from '../../api/types.ts'
import type { Operations } from '../lib/operations.ts'
import { CLAIMS, hasAnnotation, modesDiffer, PROVISIONED_BY } from '../lib/storage/volumes.ts'
import { annealedVolume, IN_TREE, IN_TREE_PROTECTION, MIGRATED_TO } from './migration.ts'
import { deleterProblem } from './plugins.ts'
import { type PhaseEvent, Retry, type Writer } from './writer.ts'

const TMP = /\/tmp\/.+/

const failed = (reason: string, message: string): PhaseEvent => ({ type: 'Warning', reason, message })

/** Syncs volumes one at a time. */
export class Volumes {
  readonly #lister: Lister
  readonly #writer: Writer
  readonly #enqueueClaim: (claim: PersistentVolumeClaim) => void
  readonly #operations: Operations
  readonly #recycle: (volume: PersistentVolume, done: () => void) => void
  readonly #usersOf: (volume: PersistentVolume) => readonly string[]

  constructor(
    lister: Lister,
    writer: Writer,
    operations: Operations,
    enqueueClaim: (claim: PersistentVolumeClaim) => void,
    recycle: (volume: PersistentVolume, done: () => void) => void,
    usersOf: (volume: PersistentVolume) => readonly string[],
  ) {
    this.#lister = lister
    this.#writer = writer
    this.#operations = operations
    this.#enqueueClaim = enqueueClaim
    this.#recycle = recycle
    this.#usersOf = usersOf
  }

  sync(stored: PersistentVolume): void {
    const annealed = annealedVolume(stored)
    const volume = annealed === stored ? stored : this.#writer.updateVolume(annealed)
    const reference = volume.spec.claimRef
    if (!reference?.uid) {
      this.#writer.volumePhase(volume, 'Available')
      return
    }
    const found = this.#lister.get<PersistentVolumeClaim>(CLAIMS, reference.namespace ?? '', reference.name ?? '')
    const claim = found?.metadata.uid === reference.uid ? found : undefined
    if (claim === undefined) this.#release(volume)
    else if (!claim.spec.volumeName) this.#awaitClaim(volume, claim)
    else if (claim.spec.volumeName === volume.metadata.name) this.#writer.volumePhase(volume, 'Bound')
    else if (hasAnnotation(volume, PROVISIONED_BY) && volume.spec.persistentVolumeReclaimPolicy === 'Delete')
      this.#release(volume)
    else this.#writer.unbind(volume)
  }

  #awaitClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): void {
    if (!modesDiffer(claim, volume)) {
      this.#enqueueClaim(claim)
      return
    }
    const { name } = claim.metadata
    const toVolume = `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${name}" due to incompatible volumeMode.`
    this.#writer.tell(volume, 'Warning', 'VolumeMismatch', toVolume)
    const toClaim = `Cannot bind PersistentVolume "${volume.metadata.name}" to requested PersistentVolumeClaim due to incompatible volumeMode.`
    this.#writer.tell(claim, 'Warning', 'VolumeMismatch', toClaim)
  }

  #release(volume: PersistentVolume): void {
    const over = volume.status.phase === 'Released' || volume.status.phase === 'Failed'
    this.#reclaim(over ? volume : this.#writer.volumePhase(volume, 'Released'))
  }

  #reclaim(volume: PersistentVolume): void {
    if (hasAnnotation(volume, MIGRATED_TO)) return
    const { persistentVolumeReclaimPolicy: policy } = volume.spec
    const id = `${volume.metadata.name}[${volume.metadata.uid}]`
    if (policy === 'Delete') this.#operations.run(`delete-${id}`, () => withoutRetry(() => this.#delete(volume)))
    else if (policy === 'Recycle') {
      const name = `recycle-${id}`
      // Nothing of it is an error that would make it wait: each sync tries again.
      if (this.#operations.begin(name)) this.#recycleUnused(volume, () => this.#operations.end(name, true))
    } else if (policy !== 'Retain') {
      const event = failed('VolumeUnknownReclaimPolicy', 'Volume has unrecognized PersistentVolumeReclaimPolicy')
      this.#writer.volumePhase(volume, 'Failed', event)
    }
  }

  /** Pods that still name the claim are waited for. */
  #recycleUnused(volume: PersistentVolume, done: () => void): void {
    const { claimRef, hostPath, nfs } = volume.spec
    const claimGone = this.#lister.get(CLAIMS, claimRef?.namespace ?? '', claimRef?.name ?? '') === undefined
    const users = claimGone ? this.#usersOf(volume) : []
    if (users.length === 0 && (hostPath !== undefined || nfs !== undefined)) {
      this.#recycle(volume, done)
      return
    }
    if (users.length > 0)
      this.#writer.tell(volume, 'Normal', 'VolumeFailedRecycle', `Volume is used by pods: ${users.join(',')}`)
    else {
      const event = failed('VolumeFailedRecycle', 'No recycler plugin found for the volume!')
      withoutRetry(() => this.#writer.volumePhase(volume, 'Failed', event) !== undefined)
    }
    done()
  }

  /** Only hostPath directories below some /tmp are deleted here; drivers delete their own. False when it is to be tried again. */
  #delete(volume: PersistentVolume): boolean {
    if (isExternal(volume)) return true
    const provisioner = volume.metadata.annotations?.[PROVISIONED_BY]
    const unknown = deleterProblem(volume, provisioner)
    if (unknown !== undefined) {
      this.#writer.volumePhase(volume, 'Failed', failed('VolumeFailedDelete', unknown))
      return true
    }
    const path = volume.spec.hostPath?.path ?? ''
    const why = TMP.test(path)
      ? this.#unprotect(volume)
      : `host_path deleter only supports /tmp/.+ but received provided ${path}`
    if (why === undefined) this.#writer.deleteVolume(volume)
    else this.#writer.volumePhase(volume, 'Failed', failed('VolumeFailedDelete', why))
    return why === undefined
  }

  /** Takes the finalizer from the volume whose storage is gone; why it cannot. */
  #unprotect(volume: PersistentVolume): string | undefined {
    const { finalizers } = volume.metadata
    if (finalizers?.includes(IN_TREE_PROTECTION) !== true) return undefined
    const left = finalizers.filter((each) => each !== IN_TREE_PROTECTION)
    try {
      this.#writer.updateVolume({ ...volume, metadata: { ...volume.metadata, finalizers: left } })
      return undefined
    } catch (error) {
      if (!(error instanceof Retry)) throw error
      return `persistent volume controller can't update finalizer: ${error.message}`
    }
  }
}

/** Whether somebody outside deletes the volume. */
function isExternal({ metadata, spec }: PersistentVolume): boolean {
  const provisioner = metadata.annotations?.[PROVISIONED_BY]
  return provisioner ? !provisioner.startsWith(IN_TREE) : spec.csi !== undefined
}

/** Whether the volume is being emptied or deleted here, or will be once that is possible: it is looked at again and again. */
export function isReclaimed(volume: PersistentVolume): boolean {
  const { phase } = volume.status
  if (phase !== 'Released' && phase !== 'Failed') return false
  const { persistentVolumeReclaimPolicy: policy, hostPath } = volume.spec
  if (policy !== 'Delete') return policy === 'Recycle'
  return hostPath !== undefined && TMP.test(hostPath.path) && !isExternal(volume) && !hasAnnotation(volume, MIGRATED_TO)
}

/** What an operation writes is refused: it has failed, and its sync has not. */
function withoutRetry(operation: () => boolean): boolean {
  try {
    return operation()
  } catch (error) {
    if (error instanceof Retry) return false
    throw error
  }
}
