// Brings the pods of a StatefulSet to their ordinals, one after the other or all at once, then to its revision.
// Upstream: stateful_set_control.go updateStatefulSet.
import type { StatefulSet } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { templateOf } from '../lib/history.ts'
import { scaled } from '../lib/int-or-percent.ts'
import { isPodAvailable } from '../lib/pods.ts'
import { SyncError } from '../lib/sync-error.ts'
import { identityMatches, isInRange, newPod, ordinalOf, revisionOf, startOrdinal, storageMatches } from './identity.ts'
import type { StatefulPodControl } from './pod-control.ts'
import type { Revisions } from './revisions.ts'
import { type Counts, countPods, isCreated, isRunningAndReady } from './status.ts'

/** One round over a set. */
export class Round {
  readonly #control: StatefulPodControl
  readonly #set: StatefulSet
  readonly #updateSet: StatefulSet
  readonly #revisions: Revisions
  readonly #now: number
  readonly #monotonic: boolean
  readonly #replicas: Pod[] = []
  readonly #condemned: Pod[]
  readonly #firstUnavailable: Pod | undefined
  /** What stopped the round, if it was a refusal. */
  failure: SyncError | undefined

  constructor(control: StatefulPodControl, set: StatefulSet, revisions: Revisions, pods: readonly Pod[], now: number) {
    this.#control = control
    this.#set = set
    this.#revisions = revisions
    this.#now = now
    this.#monotonic = set.spec.podManagementPolicy !== 'Parallel'
    this.#updateSet = { ...set, spec: { ...set.spec, template: templateOf(revisions.update) } }
    const start = startOrdinal(set)
    const known = new Map(pods.filter((pod) => isInRange(pod, set)).map((pod) => [ordinalOf(pod), pod]))
    for (let i = 0; i < (set.spec.replicas ?? 1); i++)
      this.#replicas.push(known.get(start + i) ?? this.#versioned(start + i))
    this.#condemned = pods
      .filter((pod) => !isInRange(pod, set) && ordinalOf(pod) >= 0)
      .sort((a, b) => ordinalOf(b) - ordinalOf(a))
    this.#firstUnavailable = [...this.#replicas, ...[...this.#condemned].reverse()].find((pod) =>
      this.#isUnavailable(pod),
    )
  }

  /** Acts, and counts the pods as they are then. */
  run(pods: readonly Pod[], maxUnavailableEnabled: boolean): Counts {
    const count = (list: readonly Pod[]): Counts => countPods(list, this.#set, this.#revisions, this.#now)
    if (this.#set.metadata.deletionTimestamp !== undefined) return count(pods)
    const stopped =
      this.#each(this.#replicas, (pod) => this.#processReplica(pod)) ||
      this.#each(this.#condemned, (pod) => this.#mendClaims(pod)) ||
      this.#each(this.#condemned, (pod) => this.#processCondemned(pod))
    const counts = count([...this.#replicas, ...this.#condemned])
    if (stopped || this.#set.spec.updateStrategy?.type === 'OnDelete') return counts
    try {
      if (maxUnavailableEnabled) this.#updateSeveral(counts)
      else this.#updateOne(counts)
    } catch (error) {
      this.#keep(error)
    }
    return counts
  }

  #versioned(ordinal: number): Pod {
    const { updateStrategy } = this.#set.spec
    const rolling = updateStrategy?.rollingUpdate
    const kept = rolling === undefined ? (this.#set.status.currentReplicas ?? 0) : (rolling.partition ?? 0)
    const plain = rolling === undefined && updateStrategy?.type !== 'RollingUpdate'
    const old = !plain && ordinal < startOrdinal(this.#set) + kept
    const revision = old ? this.#revisions.current : this.#revisions.update
    return newPod(this.#set, templateOf(revision), revision.metadata.name ?? '', ordinal)
  }

  #isUnavailable(pod: Pod): boolean {
    return !this.#isAvailable(pod) || pod.metadata.deletionTimestamp !== undefined
  }

  #isAvailable(pod: Pod): boolean {
    return isPodAvailable(pod, this.#set.spec.minReadySeconds ?? 0, this.#now)
  }

  /** In order until one says stop; or in batches that double until one is refused. Whether the round ends. */
  #each(pods: readonly Pod[], act: (pod: Pod) => boolean): boolean {
    let left = 1
    let size = 1
    for (const pod of pods) {
      try {
        if (act(pod) && this.#monotonic) return true
      } catch (error) {
        this.#keep(error)
        if (this.#monotonic) return true
      }
      left--
      if (left > 0) continue
      if (this.failure !== undefined) return true
      size *= 2
      left = size
    }
    return this.failure !== undefined
  }

  #keep(error: unknown): void {
    if (!(error instanceof SyncError)) throw error
    this.failure ??= error
  }

  #processReplica(pod: Pod): boolean {
    const set = this.#set
    const { phase } = pod.status ?? {}
    if (phase === 'Failed' || phase === 'Succeeded') {
      if (pod.metadata.deletionTimestamp === undefined) this.#control.delete(set, pod)
      return true
    }
    if (!isCreated(pod)) {
      if (this.#control.hasStaleClaim(set, pod)) return true
      this.#control.create(set, pod)
      return true
    }
    if (phase === 'Pending') this.#control.createMissingClaims(set, pod)
    const settled = pod.metadata.deletionTimestamp === undefined && isRunningAndReady(pod) && this.#isAvailable(pod)
    if (!settled && this.#monotonic) return true
    const right = identityMatches(set, pod) && storageMatches(set, pod)
    if (!right || !this.#control.claimsRight(this.#updateSet, pod)) this.#control.update(this.#updateSet, pod)
    return false
  }

  #mendClaims(pod: Pod): boolean {
    if (!this.#control.claimsRight(this.#updateSet, pod)) this.#control.mendClaims(this.#updateSet, pod)
    return false
  }

  #processCondemned(pod: Pod): boolean {
    if (pod.metadata.deletionTimestamp !== undefined) return this.#monotonic
    const settled = isRunningAndReady(pod) && this.#isAvailable(pod)
    if (!settled && this.#monotonic && pod !== this.#firstUnavailable) return true
    this.#control.delete(this.#set, pod)
    return true
  }

  #isOutdated(pod: Pod): boolean {
    return revisionOf(pod) !== this.#revisions.update.metadata.name && pod.metadata.deletionTimestamp === undefined
  }

  /** From the last ordinal down to the partition: the first old pod goes, the first unavailable one is waited for. */
  #updateOne(counts: Counts): void {
    const partition = this.#set.spec.updateStrategy?.rollingUpdate?.partition ?? 0
    for (let i = this.#replicas.length - 1; i >= partition; i--) {
      const pod = this.#replicas[i]!
      if (this.#isOutdated(pod)) {
        this.#control.delete(this.#set, pod)
        counts.currentReplicas--
        return
      }
      if (this.#isUnavailable(pod)) return
    }
  }

  /** The same with maxUnavailable pods at a time. */
  #updateSeveral(counts: Counts): void {
    const { partition = 0, maxUnavailable = 1 } = this.#set.spec.updateStrategy?.rollingUpdate ?? {}
    const most = Math.max(1, scaled(maxUnavailable, this.#replicas.length, false))
    let left = most - this.#replicas.filter((pod) => this.#isUnavailable(pod)).length
    for (let i = this.#replicas.length - 1; i >= partition && left > 0; i--) {
      const pod = this.#replicas[i]!
      if (!this.#isOutdated(pod)) continue
      this.#control.delete(this.#set, pod)
      left--
      counts.currentReplicas--
    }
  }
}
