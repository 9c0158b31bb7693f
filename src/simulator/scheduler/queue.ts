// Where pods wait for their turn: active (by priority, then age), backing off (may be taken early when nothing is active; after
// errors only when their time is up), unschedulable (until an event one of the plugins that refused them asked for, or five
// minutes), and gated. A scheduling attempt is one moment here: what happens meanwhile is heard of when the pod is back already.
// Upstream: pkg/scheduler/backend/queue/{scheduling,backoff}_queue.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { KubeObject } from '../api/types.ts'
import type { Clock, Timer } from '../engine/clock.ts'
import { type Backoff, BackoffTimes } from './backoff.ts'
import type { ClusterEvent, QueueEntry, Status } from './contract.ts'
import { Heap } from './heap.ts'

export type { Backoff } from './backoff.ts'

/** A pod in the queue with its history of attempts. */
export interface QueuedPod extends QueueEntry {
  pod: Pod
  timestamp: number
  attempts: number
  /** Refusals by plugins, and errors in a row: each lengthens the back-off. */
  refusals: number
  errors: number
  /** Plugins that refused it last; empty after errors. */
  rejectors: ReadonlySet<string>
  /** The plugin whose PreEnqueue keeps it out. */
  gatedBy: string | undefined
  /** Among equals, who came first. */
  readonly sequence: number
}

/** What the queue asks of the profile's plugins. */
export interface QueueRules {
  less(a: QueueEntry, b: QueueEntry): boolean
  /** The first refusal of PreEnqueue; the plugin that refused before is asked first. */
  preEnqueue(pod: Pod, before: string | undefined): Status | undefined
  /** True when a plugin has asked for such events. */
  waitsFor(plugin: string, pod: Pod, event: ClusterEvent): boolean
  /** True when the event may turn a refusal of one of these plugins around. */
  worthTrying(
    rejectors: ReadonlySet<string>,
    pod: Pod,
    event: ClusterEvent,
    old: KubeObject | undefined,
    next: KubeObject | undefined,
  ): boolean
}

/** Which waiting pods an event is for; all unless said. */
type For = (pod: Pod) => boolean

const nobody: ReadonlySet<string> = new Set()
const uidOf = ({ pod }: QueuedPod): string => pod.metadata.uid ?? ''

/** The scheduling queue. `wake` is called whenever there may be a pod to pop. */
export class SchedulingQueue {
  readonly #clock: Clock
  readonly #rules: QueueRules
  readonly #wake: () => void
  readonly #times: BackoffTimes
  readonly #pods = new Map<string, QueuedPod>()
  readonly #active: Heap<QueuedPod>
  readonly #backoff: Heap<QueuedPod>
  readonly #errorBackoff: Heap<QueuedPod>
  readonly #unschedulable = new Map<string, QueuedPod>()
  #sequence = 0
  #backoffTimer: Timer | undefined
  #flushTimer: Timer | undefined

  constructor(clock: Clock, rules: QueueRules, wake: () => void, backoff: Partial<Backoff> = {}) {
    this.#times = new BackoffTimes(clock.now(), backoff)
    this.#clock = clock
    this.#rules = rules
    this.#wake = wake
    const comesFirst = (a: QueuedPod, b: QueuedPod): boolean =>
      rules.less(a, b) || (!rules.less(b, a) && a.sequence < b.sequence)
    const expiry = (entry: QueuedPod): number => this.#times.expiry(entry)
    this.#active = new Heap(comesFirst)
    this.#backoff = new Heap((a, b) => expiry(a) < expiry(b) || (expiry(a) === expiry(b) && comesFirst(a, b)))
    this.#errorBackoff = new Heap((a, b) => expiry(a) < expiry(b))
  }

  /** A new pod. */
  add(pod: Pod): void {
    const entry: QueuedPod = {
      pod,
      timestamp: this.#clock.now(),
      attempts: 0,
      refusals: 0,
      errors: 0,
      rejectors: nobody,
      gatedBy: undefined,
      sequence: this.#sequence++,
    }
    this.#pods.set(pod.metadata.uid ?? '', entry)
    if (this.#passes(entry)) this.#activate(entry)
  }

  /** A waiting pod has changed; `events` say how. */
  update(old: Pod, pod: Pod, events: readonly ClusterEvent[]): void {
    const entry = this.#pods.get(pod.metadata.uid ?? '')
    if (entry === undefined) {
      this.add(pod)
      return
    }
    entry.pod = pod
    for (const event of events) {
      if (!this.#unschedulable.has(uidOf(entry))) return
      if (this.#worth(entry, event, old, pod)) this.#requeue(entry)
    }
  }

  delete(uid: string): void {
    const entry = this.#pods.get(uid)
    if (entry === undefined) return
    this.#pods.delete(uid)
    if (this.#active.remove(entry) || this.#backoff.remove(entry) || this.#errorBackoff.remove(entry)) return
    this.#unschedulable.delete(uid)
  }

  /** The next pod to try; it stays known until it is bound, deleted or put back. */
  pop(): QueuedPod | undefined {
    const entry = this.#active.pop() ?? (this.#times.mayBeCutShort ? this.#backoff.pop() : undefined)
    if (entry !== undefined) entry.attempts++
    return entry
  }

  /** Anything to pop now? */
  get ready(): boolean {
    return this.#active.size > 0 || (this.#times.mayBeCutShort && this.#backoff.size > 0)
  }

  /** Anything that an event may help? */
  get waiting(): boolean {
    return this.#unschedulable.size > 0
  }

  /** The attempt failed: waits for an event (refused), or for its back-off (error). */
  putBack(entry: QueuedPod, rejectors: ReadonlySet<string>): void {
    if (this.#pods.get(uidOf(entry)) !== entry) return
    entry.rejectors = rejectors
    entry.timestamp = this.#clock.now()
    if (rejectors.size === 0) {
      entry.errors++
      this.#requeue(entry)
    } else {
      entry.refusals++
      entry.errors = 0
      this.#unschedulable.set(uidOf(entry), entry)
      this.#flushTimer ??= this.#bookFlush()
    }
  }

  /** The pod has found its node: forget it. */
  done(uid: string): void {
    this.#pods.delete(uid)
  }

  /** Something happened: puts back into the game the pods it may help. */
  move(event: ClusterEvent, old: KubeObject | undefined, next: KubeObject | undefined, isFor?: For): void {
    if (this.#unschedulable.size === 0) return
    for (const entry of [...this.#unschedulable.values()]) {
      if (isFor?.(entry.pod) === false) continue
      if (entry.gatedBy !== undefined && !this.#rules.waitsFor(entry.gatedBy, entry.pod, event)) continue
      if (this.#worth(entry, event, old, next)) this.#requeue(entry)
    }
  }

  stop(): void {
    this.#backoffTimer?.cancel()
    this.#flushTimer?.cancel()
  }

  #worth(entry: QueuedPod, event: ClusterEvent, old: KubeObject | undefined, next: KubeObject | undefined): boolean {
    const { gatedBy, rejectors } = entry
    const all = gatedBy === undefined || rejectors.has(gatedBy) ? rejectors : new Set([...rejectors, gatedBy])
    return all.size === 0 || this.#rules.worthTrying(all, entry.pod, event, old, next)
  }

  /** Whether no gate keeps the pod out; one that does waits for what its gate waits for. */
  #passes(entry: QueuedPod): boolean {
    const gate = this.#rules.preEnqueue(entry.pod, entry.gatedBy)
    entry.gatedBy = gate === undefined ? undefined : (gate.plugin ?? '')
    if (gate === undefined) this.#unschedulable.delete(uidOf(entry))
    else this.#unschedulable.set(uidOf(entry), entry)
    return gate === undefined
  }

  #activate(entry: QueuedPod): void {
    this.#active.push(entry)
    this.#wake()
  }

  #requeue(entry: QueuedPod): void {
    if (!this.#passes(entry)) return
    if (!this.#times.isBackingOff(entry, this.#clock.now())) {
      this.#activate(entry)
      return
    }
    if (entry.rejectors.size === 0) this.#errorBackoff.push(entry)
    else this.#backoff.push(entry)
    if (entry.rejectors.size === 0 || !this.#times.mayBeCutShort) this.#bookBackoff()
    else this.#wake()
  }

  /** Lets those go on whose back-off is over. */
  #bookBackoff(): void {
    const heaps = this.#times.mayBeCutShort ? [this.#errorBackoff] : [this.#backoff, this.#errorBackoff]
    const next = Math.min(...heaps.flatMap((heap) => heap.peek() ?? []).map((entry) => this.#times.end(entry)))
    this.#backoffTimer?.cancel()
    this.#backoffTimer = undefined
    if (next === Number.POSITIVE_INFINITY) return
    this.#backoffTimer = this.#clock.at(next, () => {
      const now = this.#clock.now()
      for (const heap of heaps) {
        for (let top = heap.peek(); top !== undefined && !this.#times.isBackingOff(top, now); top = heap.peek()) {
          heap.remove(top)
          this.#activate(top)
        }
      }
      this.#bookBackoff()
    })
  }

  /** Tries again those that have waited too long; booked as long as anything waits. */
  #bookFlush(): Timer | undefined {
    let next = Number.POSITIVE_INFINITY
    for (const entry of this.#unschedulable.values())
      if (entry.gatedBy === undefined) next = Math.min(next, this.#times.flush(entry))
    if (next === Number.POSITIVE_INFINITY) return undefined
    return this.#clock.at(next, () => {
      const now = this.#clock.now()
      for (const entry of [...this.#unschedulable.values()])
        if (entry.gatedBy === undefined && this.#times.flush(entry) <= now) this.#requeue(entry)
      this.#flushTimer = this.#bookFlush()
    })
  }
}
