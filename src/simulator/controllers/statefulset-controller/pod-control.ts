// Makes, mends and deletes the pods and claims of a StatefulSet, and tells of it.
// Upstream: pkg/controller/statefulset/stateful_pod_control.go.
import type { StatefulSet } from '../../../generated/api/apps.v1.ts'
import type { PersistentVolumeClaim, Pod } from '../../../generated/api/core.v1.ts'
import type { Client } from '../../client/client.ts'
import type { EventRecorder } from '../../client/event-recorder.ts'
import { SyncError } from '../lib/sync-error.ts'
import { hasForeignController, hasStaleOwner, isOwnerRight, withRightOwners } from './claims.ts'
import { claimsOf, identityMatches, ordinalOf, storageMatches, withIdentity } from './identity.ts'

const CLAIMS = 'persistentvolumeclaims'

/** Pods of StatefulSets. */
export class StatefulPodControl {
  readonly client: Client
  readonly #recorder: EventRecorder

  constructor(client: Client, recorder: EventRecorder) {
    this.client = client
    this.#recorder = recorder
  }

  create(set: StatefulSet, pod: Pod): void {
    this.#telling('Create', set, pod, () => this.#createClaims(set, pod))
    const created = this.client.create<Pod>('pods', pod)
    if (!created.ok && created.status.reason === 'AlreadyExists') throw new SyncError(created.status)
    this.#telling('Update', set, pod, () => this.#mendClaims(set, created.ok ? created.object : pod))
    if (created.ok) this.#tell('Create', set, pod, undefined)
    else {
      this.#tell('Create', set, pod, created.status.message)
      throw new SyncError(created.status)
    }
  }

  /** Puts identity, storage and claims of a pod right where they are not. */
  update(set: StatefulSet, pod: Pod): void {
    let right = identityMatches(set, pod)
    if (!storageMatches(set, pod)) {
      right = false
      this.#telling('Update', set, pod, () => this.#createClaims(set, pod))
    }
    if (!this.claimsRight(set, pod)) {
      right = false
      this.#telling('Update', set, pod, () => this.#mendClaims(set, pod))
    }
    if (right) return
    const updated = this.client.update<Pod>('pods', withIdentity(set, pod))
    this.#tell('Update', set, pod, updated.ok ? undefined : updated.status.message)
    if (!updated.ok) throw new SyncError(updated.status)
  }

  delete(set: StatefulSet, pod: Pod): void {
    const deleted = this.client.delete('pods', pod.metadata.namespace ?? '', pod.metadata.name ?? '')
    const failed = !deleted.ok && deleted.status.code !== 404
    this.#tell('Delete', set, pod, failed ? deleted.status.message : undefined)
    if (failed) throw new SyncError(deleted.status)
  }

  /** Claims a pending pod lacks. */
  createMissingClaims(set: StatefulSet, pod: Pod): void {
    this.#createClaims(set, pod)
    this.#telling('Update', set, pod, () => this.#mendClaims(set, pod))
  }

  claimsRight(set: StatefulSet, pod: Pod): boolean {
    return this.#claims(set, pod).every((claim) => isOwnerRight(claim, set, pod))
  }

  mendClaims(set: StatefulSet, pod: Pod): void {
    this.#mendClaims(set, pod)
  }

  /** Whether a claim still waits to go with the pod's predecessor. */
  hasStaleClaim(set: StatefulSet, pod: Pod): boolean {
    if ((set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled ?? 'Retain') === 'Retain') return false
    return this.#claims(set, pod).some((claim) => hasStaleOwner(claim, pod))
  }

  #claims(set: StatefulSet, pod: Pod): PersistentVolumeClaim[] {
    return [...claimsOf(set, ordinalOf(pod)).values()]
      .map(({ metadata }) =>
        this.client.lister.get<PersistentVolumeClaim>(CLAIMS, metadata.namespace ?? '', metadata.name ?? ''),
      )
      .filter((claim) => claim !== undefined)
  }

  #createClaims(set: StatefulSet, pod: Pod): void {
    const errors: string[] = []
    for (const claim of claimsOf(set, ordinalOf(pod)).values()) {
      const { namespace = '', name = '' } = claim.metadata
      const there = this.client.lister.get<PersistentVolumeClaim>(CLAIMS, namespace, name)
      if (there === undefined) {
        const created = this.client.create(CLAIMS, claim)
        if (created.ok) {
          const message = `Create Claim ${name} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} success`
          this.#recorder.event(set, 'Normal', 'SuccessfulCreate', message)
          continue
        }
        errors.push(`failed to create PVC ${name}: ${created.status.message}`)
        if (created.status.reason === 'AlreadyExists') continue
        const where = `Claim ${name} for Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`
        this.#recorder.event(set, 'Warning', 'FailedCreate', `Create ${where} failed error: ${created.status.message}`)
      } else if (there.metadata.deletionTimestamp !== undefined) errors.push(`pvc ${name} is being deleted`)
    }
    if (errors.length > 0) throw new SyncError(undefined, errors.length === 1 ? errors[0] : `[${errors.join(', ')}]`)
  }

  #mendClaims(set: StatefulSet, pod: Pod): void {
    for (const claim of this.#claims(set, pod)) {
      const { name } = claim.metadata
      if (hasForeignController(claim, set, pod)) {
        const why =
          'has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim'
        this.#recorder.event(set, 'Warning', 'ConflictingController', `PersistentVolumeClaim ${name} ${why}`)
      }
      if (isOwnerRight(claim, set, pod)) continue
      const updated = this.client.update(CLAIMS, withRightOwners(claim, set, pod))
      if (!updated.ok) {
        const message = `could not update claim ${name} for delete policy ownerRefs: ${updated.status.message}`
        throw new SyncError(updated.status, message)
      }
    }
  }

  #telling(verb: string, set: StatefulSet, pod: Pod, act: () => void): void {
    try {
      act()
    } catch (error) {
      if (error instanceof SyncError) this.#tell(verb, set, pod, error.message)
      throw error
    }
  }

  #tell(verb: string, set: StatefulSet, pod: Pod, problem: string | undefined): void {
    const what = `${verb} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`
    if (problem === undefined) this.#recorder.event(set, 'Normal', `Successful${verb}`, `${what} successful`)
    else this.#recorder.event(set, 'Warning', `Failed${verb}`, `${what} failed error: ${problem}`)
  }
}
