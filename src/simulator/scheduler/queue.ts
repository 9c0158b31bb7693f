// Where pods wait for their turn: active (by priority, then age), backing off (may be taken early when nothing is active; after
// errors only when their time is up), unschedulable (until an event one of the plugins that refused them asked for, or five
// minutes), and gated. Upstream: pkg/scheduler/backend/queue/scheduling_queue.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import type { KubeObject } from '../api/types.ts'
import { queueDefaults } from '../data/scheduler-defaults.ts'
import type { Clock, Timer } from '../engine/clock.ts'
import type { ClusterEvent, QueueEntry, Status } from './contract.ts'
import { Heap } from './heap.ts'

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
  /** The first refusal of PreEnqueue. */
  preEnqueue(pod: Pod): Status | undefined
  /** True when the event may turn a refusal of one of these plugins around. */
  worthTrying(
    rejectors: ReadonlySet<string>,
    pod: Pod,
    event: ClusterEvent,
    old: KubeObject | undefined,
    next: KubeObject | undefined,
  ): boolean
}

/** How long refused pods back off, in seconds: doubling from the first to the most. */
export interface Backoff {
  readonly first: number
  readonly most: number
}

const nobody: ReadonlySet<string> = new Set()
const seconds = (n: number): number => n * 1000

/** The scheduling queue. `wake` is called whenever there may be a pod to pop. */
export class SchedulingQueue {
  readonly #clock: Clock
  readonly #rules: QueueRules
  readonly #wake: () => void
  readonly #delays: Backoff
  readonly #pods = new Map<string, QueuedPod>()
  readonly #active: Heap<QueuedPod>
  readonly #backoff: Heap<QueuedPod>
  readonly #errorBackoff: Heap<QueuedPod>
  readonly #unschedulable = new Map<string, QueuedPod>()
  #sequence = 0
  #errorTimer: Timer | undefined
  #flushTimer: Timer | undefined

  constructor(clock: Clock, rules: QueueRules, wake: () => void, { first, most }: Partial<Backoff> = {}) {
    this.#delays = {
      first: first ?? queueDefaults.initialBackoffSeconds,
      most: most ?? queueDefaults.maxBackoffSeconds,
    }
    this.#clock = clock
    this.#rules = rules
    this.#wake = wake
    this.#active = new Heap((a, b) => rules.less(a, b) || (!rules.less(b, a) && a.sequence < b.sequence))
    this.#backoff = new Heap((a, b) => this.#expiry(a) < this.#expiry(b))
    this.#errorBackoff = new Heap((a, b) => this.#expiry(a) < this.#expiry(b))
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
    this.#activate(entry)
  }

  /** A waiting pod has changed; `events` say how. */
  update(old: Pod, pod: Pod, events: readonly ClusterEvent[]): void {
    const entry = this.#pods.get(pod.metadata.uid ?? '')
    if (entry === undefined) {
      this.add(pod)
      return
    }
    entry.pod = pod
    if (!this.#unschedulable.has(pod.metadata.uid ?? '')) return
    if (entry.gatedBy !== undefined) {
      if (events.length > 0) this.#requeue(entry)
      return
    }
    if (events.some((event) => this.#worth(entry, event, old, pod))) this.#requeue(entry)
  }

  delete(uid: string): void {
    const entry = this.#pods.get(uid)
    if (entry === undefined) return
    this.#pods.delete(uid)
    this.#leave(entry)
  }

  /** The next pod to try; it stays known until it is bound, deleted or put back. */
  pop(): QueuedPod | undefined {
    const entry = this.#active.pop() ?? this.#backoff.pop()
    if (entry !== undefined) entry.attempts++
    return entry
  }

  /** Anything to pop now? */
  get ready(): boolean {
    return this.#active.size > 0 || this.#backoff.size > 0
  }

  /** Anything that an event may help? */
  get waiting(): boolean {
    return this.#unschedulable.size > 0
  }

  /** The attempt failed: waits for an event (refused), or for its back-off (error). */
  putBack(entry: QueuedPod, rejectors: ReadonlySet<string>): void {
    const uid = entry.pod.metadata.uid ?? ''
    if (this.#pods.get(uid) !== entry) return
    entry.rejectors = rejectors
    entry.timestamp = this.#clock.now()
    if (rejectors.size === 0) {
      entry.errors++
      this.#errorBackoff.push(entry)
      this.#bookErrorTimer()
    } else {
      entry.refusals++
      entry.errors = 0
      this.#park(entry)
    }
  }

  /** The pod has found its node: forget it. */
  done(uid: string): void {
    this.#pods.delete(uid)
  }

  /** Something happened: puts back into the game the pods it may help. */
  move(event: ClusterEvent, old: KubeObject | undefined, next: KubeObject | undefined, except?: string): void {
    if (this.#unschedulable.size === 0) return
    for (const [uid, entry] of this.#unschedulable) {
      if (uid === except) continue
      if (this.#worth(entry, event, old, next)) this.#requeue(entry)
    }
  }

  stop(): void {
    this.#errorTimer?.cancel()
    this.#flushTimer?.cancel()
  }

  #worth(entry: QueuedPod, event: ClusterEvent, old: KubeObject | undefined, next: KubeObject | undefined): boolean {
    if (entry.gatedBy !== undefined)
      return this.#rules.worthTrying(new Set([entry.gatedBy]), entry.pod, event, old, next)
    return entry.rejectors.size === 0 || this.#rules.worthTrying(entry.rejectors, entry.pod, event, old, next)
  }

  #activate(entry: QueuedPod): void {
    const gate = this.#rules.preEnqueue(entry.pod)
    if (gate !== undefined) {
      entry.gatedBy = gate.plugin ?? ''
      this.#unschedulable.set(entry.pod.metadata.uid ?? '', entry)
      return
    }
    entry.gatedBy = undefined
    this.#active.push(entry)
    this.#wake()
  }

  #requeue(entry: QueuedPod): void {
    this.#unschedulable.delete(entry.pod.metadata.uid ?? '')
    if (entry.gatedBy === undefined && this.#expiry(entry) > this.#clock.now()) {
      this.#backoff.push(entry)
      this.#wake()
    } else this.#activate(entry)
  }

  #park(entry: QueuedPod): void {
    this.#unschedulable.set(entry.pod.metadata.uid ?? '', entry)
    this.#flushTimer ??= this.#bookFlush()
  }

  #leave(entry: QueuedPod): void {
    if (this.#active.remove(entry) || this.#backoff.remove(entry) || this.#errorBackoff.remove(entry)) return
    this.#unschedulable.delete(entry.pod.metadata.uid ?? '')
  }

  /** When the back-off after the last attempt ends. */
  #expiry(entry: QueuedPod): number {
    const count = entry.errors > 0 ? entry.errors : entry.refusals
    if (count === 0) return entry.timestamp
    const { first, most } = this.#delays
    return entry.timestamp + seconds(Math.min(first * 2 ** (count - 1), most))
  }

  #bookErrorTimer(): void {
    const first = this.#errorBackoff.peek()
    this.#errorTimer?.cancel()
    this.#errorTimer = undefined
    if (first === undefined) return
    this.#errorTimer = this.#clock.at(this.#expiry(first), () => {
      for (let top = first as QueuedPod | undefined; top !== undefined; top = this.#errorBackoff.peek()) {
        if (this.#expiry(top) > this.#clock.now()) break
        this.#errorBackoff.remove(top)
        this.#activate(top)
      }
      this.#bookErrorTimer()
    })
  }

  /** Looks every 30 s, as long as anything waits, for pods that have waited too long. */
  #bookFlush(): Timer {
    return this.#clock.after(seconds(queueDefaults.flushEverySeconds), () => {
      this.#flushTimer = undefined
      const limit = this.#clock.now() - seconds(queueDefaults.maxInUnschedulableSeconds)
      let waiting = false
      for (const entry of [...this.#unschedulable.values()]) {
        if (entry.gatedBy !== undefined) continue
        if (entry.timestamp < limit) this.#requeue(entry)
        else waiting = true
      }
      if (waiting) this.#flushTimer = this.#bookFlush()
    })
  }
}
