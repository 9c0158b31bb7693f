// Whether a kubelet thinks its container runtime is well: a runtime that answers too late is down, and nothing of pods is done
// while it stays so. Only a slow node is ever looked at. Whether its network is ready is told by the runtime, too: without a
// plug-in only pods in the node's own network start. Upstream: pkg/kubelet/runtime.go, updateRuntimeUp in
// pkg/kubelet/kubelet.go, Relist and Healthy in pkg/kubelet/pleg/generic.go.
import { formatDuration } from '../../model/duration.ts'
import type { Clock } from '../engine/clock.ts'
import { milliseconds } from './eviction/thresholds.ts'
import type { Pace } from './node-time.ts'

/** The runtime is asked for its status every five seconds, for its containers every second: with two calls. */
const STATUS_PERIOD_MS = 5_000
const RELIST_PERIOD_MS = 1_000
const RELIST_CALLS = 2
/** It is down when its last good answer is so old. */
const DOWN_MS = 30_000
const RELIST_THRESHOLD_MS = 180_000
/** While it is down, the loop that hands out work looks again after pauses that double. */
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
/** What is not well in so long never is: answers come far more often or not at all. */
const GIVEN_UP_MS = 3_600_000

const NO_PLUGIN =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized'

/** The health of one node's container runtime. */
export class RuntimeHealth {
  readonly #clock: Clock
  readonly #pace: Pace
  /** After so long a call of the runtime is given up. */
  readonly timeout: number
  /** When it became as slow as it is. */
  #since = 0

  /** The network plug-in is there. */
  networkReady = true
  /** What its kubelet lacks to mount volumes. */
  storageError: string | undefined

  /** `timeout` is a duration as settings have it. */
  constructor(clock: Clock, pace: Pace, timeout: string) {
    this.#clock = clock
    this.#pace = pace
    this.timeout = milliseconds(timeout)
  }

  /** The node's pace has changed. */
  paceSet(): void {
    this.#since = this.#clock.now()
  }

  /** Answers may come so late that it is thought to be down. */
  get doubtful(): boolean {
    return this.#pace.longer >= DOWN_MS || RELIST_CALLS * this.#pace.longer > RELIST_THRESHOLD_MS / 2
  }

  /** It never answers in time: pods are left alone. */
  get stuck(): boolean {
    return this.#pace.longer > this.timeout && this.#clock.now() >= this.#since + DOWN_MS
  }

  /** Why no pod gets an address. */
  get networkError(): string | undefined {
    return this.networkReady ? undefined : NO_PLUGIN
  }

  /** Why the node is not ready, in upstream's order. */
  errors(): readonly string[] {
    const others = [this.networkError, this.storageError].filter((error) => error !== undefined)
    return [...this.#runtimeErrors(this.#clock.now()), ...others]
  }

  /** When the kubelet looks again and finds its runtime well: infinite where it never will, undefined while it is. */
  get wellAgain(): number | undefined {
    if (!this.doubtful) return undefined
    let at = this.#clock.now()
    if (this.#runtimeErrors(at).length === 0) return undefined
    let pause = FIRST_PAUSE_MS
    do {
      at += pause
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
      if (at > this.#clock.now() + GIVEN_UP_MS) return Number.POSITIVE_INFINITY
    } while (this.#runtimeErrors(at).length > 0)
    return at
  }

  #runtimeErrors(now: number): readonly string[] {
    if (!this.doubtful) return []
    const errors: string[] = []
    const { longer } = this.#pace
    if (now >= this.#lastAnswer(now, longer, STATUS_PERIOD_MS) + DOWN_MS) errors.push('container runtime is down')
    const asking = RELIST_CALLS * longer
    const elapsed = now - (this.#lastAnswer(now, asking, RELIST_PERIOD_MS) - this.#asked(now, asking))
    if (elapsed > RELIST_THRESHOLD_MS)
      errors.push(
        `PLEG is not healthy: pleg was last seen active ${formatDuration(elapsed)} ago; threshold is ${formatDuration(RELIST_THRESHOLD_MS)}`,
      )
    return errors
  }

  /** When what takes so long, and is done again so long after its end, was last done. */
  #lastAnswer(now: number, takes: number, pause: number): number {
    const passed = now - this.#since
    if (this.#pace.longer > this.timeout || passed < takes) return this.#since
    return this.#since + takes + Math.floor((passed - takes) / (takes + pause)) * (takes + pause)
  }

  /** A relist counts from the moment it was begun. */
  #asked(now: number, takes: number): number {
    return this.#pace.longer > this.timeout || now - this.#since < takes ? 0 : takes
  }
}
