// Keeps a node from running out of memory, disk or process ids: sets its conditions, reclaims what nobody needs, then evicts one
// pod after the other. Upstream looks every ten seconds; here only at those of these moments when there is something to see.
// Upstream: synchronize in pkg/kubelet/eviction/eviction_manager.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { KubeletSettings } from '../settings.ts'
import { type FileSystems, holdsImages, partsOn } from '../stats/file-systems.ts'
import type { NodeStats } from '../stats/node-stats.ts'
import type { Failure } from '../status.ts'
import { EVICTED, evictionWords } from './messages.ts'
import { met, type Observations, observe } from './observations.ts'
import { type Candidate, ranked } from './ranking.ts'
import {
  fileSystemOf,
  milliseconds,
  type PressureCondition,
  signals,
  type Threshold,
  thresholdsOf,
} from './thresholds.ts'

const PERIOD_MS = 10_000
const IMMEDIATE_GRACE_SECONDS = 1
/** How an evicted pod's end is waited for. */
const CLEANUP_POLL_MS = 1_000
const CLEANUP_TIMEOUT_MS = 30_000

/** A pod as eviction sees it. */
export interface EvictablePod extends Candidate {
  readonly critical: boolean
  /** Nothing of it runs any more. */
  ended(): boolean
  evict(failure: Failure, graceSeconds: number): void
}

/** What the manager acts through. */
export interface EvictionParts {
  readonly clock: Clock
  readonly settings: KubeletSettings
  readonly stats: NodeStats
  readonly fileSystems: FileSystems
  /** Pods that count, with what they use. */
  pods(): readonly EvictablePod[]
  /** Gives back disk that nobody needs: unused images. */
  reclaimDisk(): void
  /** The state of the node was looked at. */
  looked(): void
  /** Conditions have begun or ended. */
  pressureChanged(): void
  /** Tells of an attempt to reclaim. */
  tellNode(reason: string, message: string): void
  tellPod(pod: Pod, reason: string, message: string, annotations: Readonly<Record<string, string>>): void
}

/** The eviction manager of one node. */
export class EvictionManager {
  readonly #parts: EvictionParts
  readonly #thresholds: readonly Threshold[]
  readonly #transition: number
  /** Looks fall on this moment and every ten seconds after it. */
  #origin: number
  #timer: { readonly at: number; readonly timer: Timer } | undefined
  readonly #firstMet = new Map<Threshold, number>()
  readonly #lastSeen = new Map<PressureCondition, number>()
  #unresolved: readonly Threshold[] = []
  #conditions: readonly PressureCondition[] = []

  constructor(parts: EvictionParts) {
    this.#parts = parts
    this.#thresholds = thresholdsOf(parts.settings, parts.fileSystems)
    this.#transition = milliseconds(parts.settings.evictionPressureTransitionPeriod)
    this.#origin = parts.clock.now()
  }

  /** The conditions the node has now. */
  get conditions(): readonly PressureCondition[] {
    return this.#conditions
  }

  /** The hard thresholds. */
  get hard(): readonly Threshold[] {
    return this.#thresholds.filter(({ grace }) => grace === 0)
  }

  /** Something has changed that it looks at. */
  touch(): void {
    if (this.#timer === undefined || this.#timer.at > this.#next(this.#parts.clock.now() + 1))
      this.#book(this.#parts.clock.now() + 1)
  }

  /** Forgets what it has seen: the kubelet ends. */
  stop(): void {
    this.#timer?.timer.cancel()
    this.#timer = undefined
    this.#firstMet.clear()
    this.#lastSeen.clear()
    this.#unresolved = []
    this.#conditions = []
  }

  #next(time: number): number {
    return this.#origin + Math.ceil((time - this.#origin) / PERIOD_MS) * PERIOD_MS
  }

  /** Looks at the first of its moments at or after `time`. */
  #book(time: number): void {
    this.#timer?.timer.cancel()
    const at = this.#next(time)
    this.#timer = { at, timer: this.#parts.clock.at(at, () => this.#look()) }
  }

  #look(): void {
    this.#timer = undefined
    const evicted = this.#synchronize()
    this.#parts.looked()
    if (evicted !== undefined) {
      this.#waitForEnd(evicted, this.#parts.clock.now() + CLEANUP_TIMEOUT_MS)
      return
    }
    this.#origin = this.#parts.clock.now()
    const again = this.#nextLook()
    if (again !== undefined) this.#book(again)
  }

  /** Looks again as soon as the pod has gone. */
  #waitForEnd(pod: EvictablePod, until: number): void {
    const { clock } = this.#parts
    const at = clock.now() + CLEANUP_POLL_MS
    const timer = clock.at(at, () => {
      if (pod.ended() || clock.now() >= until) this.#look()
      else this.#waitForEnd(pod, until)
    })
    this.#timer = { at, timer }
  }

  #nextLook(): number | undefined {
    const now = this.#parts.clock.now()
    if (this.#firstMet.size > 0) return now + PERIOD_MS
    const ends = this.#conditions.map((condition) => this.#lastSeen.get(condition)! + this.#transition)
    return ends.length === 0 ? undefined : Math.max(Math.min(...ends), now + 1)
  }

  /** One look; the pod it has evicted. */
  #synchronize(): EvictablePod | undefined {
    const { clock, stats } = this.#parts
    if (this.#thresholds.length === 0) return undefined
    const now = clock.now()
    const observed = observe(stats.summary())
    const found = met(this.#thresholds, observed, false)
    for (const threshold of met(this.#unresolved, observed, true)) if (!found.includes(threshold)) found.push(threshold)
    for (const threshold of this.#firstMet.keys()) if (!found.includes(threshold)) this.#firstMet.delete(threshold)
    for (const threshold of found) if (!this.#firstMet.has(threshold)) this.#firstMet.set(threshold, now)
    this.#updateConditions(found, now)
    const due = found.filter((threshold) => now - this.#firstMet.get(threshold)! >= threshold.grace)
    this.#unresolved = due
    return due.length === 0 ? undefined : this.#reclaim(due, observed)
  }

  #updateConditions(found: readonly Threshold[], now: number): void {
    for (const { signal } of found) this.#lastSeen.set(signals[signal].condition, now)
    const conditions = [...this.#lastSeen].filter(([, seen]) => now - seen < this.#transition).map(([type]) => type)
    const changed = conditions.join() !== this.#conditions.join()
    this.#conditions = conditions
    if (changed) this.#parts.pressureChanged()
  }

  #reclaim(due: readonly Threshold[], observed: Observations): EvictablePod | undefined {
    const { settings, stats, pods, fileSystems, reclaimDisk, tellNode, tellPod } = this.#parts
    const inOrder = [...due].sort((a, b) => Number(isMemory(b)) - Number(isMemory(a)))
    const threshold = inOrder[0]!
    const { resource } = signals[threshold.signal]
    const disk = fileSystemOf(threshold.signal)
    tellNode('EvictionThresholdMet', `Attempting to reclaim ${resource}`)
    if (disk !== undefined && (holdsImages(disk, fileSystems) || fileSystems === 'split')) {
      if (holdsImages(disk, fileSystems)) reclaimDisk()
      if (met(this.#thresholds, observe(stats.summary()), true).length === 0) return undefined
    }
    for (const candidate of ranked(pods(), resource, disk === undefined ? undefined : partsOn(disk, fileSystems))) {
      if (candidate.critical) continue
      const { pod } = candidate
      const words = evictionWords(resource, pod, candidate.stats, inOrder, observed)
      tellPod(pod, EVICTED, words.message, words.annotations)
      const failure = { reason: EVICTED, message: words.message, disruption: words.message }
      candidate.evict(failure, threshold.grace === 0 ? IMMEDIATE_GRACE_SECONDS : softGrace(pod, settings))
      return candidate
    }
    return undefined
  }
}

const isMemory = ({ signal }: Threshold): boolean => signals[signal].resource === 'memory'

function softGrace({ spec }: Pod, { evictionMaxPodGracePeriod }: KubeletSettings): number {
  return Math.min(evictionMaxPodGracePeriod, spec.terminationGracePeriodSeconds ?? evictionMaxPodGracePeriod)
}
