// The times of the scheduling queue: how long a refused pod backs off, and when it is tried again without an event. Back-offs
// end with whole seconds: all that end within the same second are one window, and leave together when it is over.
// Upstream: pkg/scheduler/backend/queue/backoff_queue.go, flushUnschedulablePodsLeftover in scheduling_queue.go.
import { queueDefaults } from '../data/scheduler-defaults.ts'

/** How refused pods back off. */
export interface Backoff {
  /** In seconds: doubling from the first to the most. */
  readonly first: number
  readonly most: number
  /** Whether a pod that was refused may be taken early when nothing else is to do: SchedulerPopFromBackoffQ. */
  readonly mayBeCutShort: boolean
}

/** What a pod has been through. */
export interface History {
  /** When it was last put back, epoch milliseconds. */
  readonly timestamp: number
  readonly refusals: number
  readonly errors: number
}

const WINDOW = 1000
const seconds = (n: number): number => n * 1000

/** The times, for a queue that started at one moment. */
export class BackoffTimes {
  readonly #start: number
  readonly #first: number
  readonly #most: number
  readonly mayBeCutShort: boolean

  constructor(start: number, backoff: Partial<Backoff>) {
    this.#start = start
    this.#first = seconds(backoff.first ?? queueDefaults.initialBackoffSeconds)
    this.#most = seconds(backoff.most ?? queueDefaults.maxBackoffSeconds)
    this.mayBeCutShort = backoff.mayBeCutShort ?? true
  }

  /** The end of the back-off after the last attempt, as pods are ordered by it; long ago for those that need none. */
  expiry({ timestamp, refusals, errors }: History): number {
    const count = errors > 0 ? errors : refusals
    if (count === 0 || this.#most === 0) return Number.NEGATIVE_INFINITY
    return this.#align(timestamp + Math.min(this.#first * 2 ** (count - 1), this.#most))
  }

  isBackingOff(entry: History, now: number): boolean {
    return this.expiry(entry) >= this.#align(now)
  }

  /** When one that cannot be cut short goes on: the first look after its end. */
  end(entry: History): number {
    const expiry = this.expiry(entry)
    return this.mayBeCutShort ? expiry + WINDOW : this.#tick(expiry, WINDOW)
  }

  /** When a pod no event helps is tried again: the first look after it has waited too long. */
  flush({ timestamp }: History): number {
    return this.#tick(
      timestamp + seconds(queueDefaults.maxInUnschedulableSeconds),
      seconds(queueDefaults.flushEverySeconds),
    )
  }

  /** Windows are whole seconds of the clock. */
  #align(time: number): number {
    return this.mayBeCutShort ? Math.floor(time / WINDOW) * WINDOW : time
  }

  /** The first of the looks, one every so often since the start, after a time. */
  #tick(time: number, every: number): number {
    return this.#start + (Math.floor((time - this.#start) / every) + 1) * every
  }
}
