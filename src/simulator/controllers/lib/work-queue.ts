// The queue of a controller: keys, each once, one at a time, retried with growing delays when their sync fails. All retries of a queue
// draw from one bucket: a hundred at once, then ten a second.
// Upstream: client-go/util/workqueue (default controller rate limiter: 5 ms doubling to 1000 s per key, 10 qps, 100 bucket size).
import type { Clock, Timer } from '../../engine/clock.ts'

/** The first delay after a failure, which doubles up to the last; after so many retries in a row the key is dropped. */
export interface Delays {
  readonly baseMs: number
  readonly maxMs: number
  readonly retries?: number
  /** Says that retries draw from no bucket. */
  readonly bucket?: false
}

const defaultDelays: Delays = { baseMs: 5, maxMs: 1_000_000 }
/** The default delays, of controllers that give up after so many retries. */
export const retriesAtMost = (retries: number): Delays => ({ ...defaultDelays, retries })
/** The default delays of controllers that give up after fifteen retries. */
export const fifteenRetries: Delays = retriesAtMost(15)
/** What a bucket holds, and how long it takes for one more. */
const BUCKET_SIZE = 100
const REFILL_MS = 100
/** How many objects a sync gets through in a millisecond. */
const OBJECTS_PER_MS = 200

/**
 * What became of a sync: done, or to be tried again (with back-off, or after so many milliseconds). Failures before it are forgotten,
 * unless it keeps them.
 */
export type SyncResult = undefined | 'retry' | 'keep' | { readonly afterMs: number; readonly keep?: true }

/** Keys waiting to be synced. */
export class WorkQueue {
  readonly #clock: Clock
  readonly #sync: (key: string) => SyncResult
  readonly #delays: Delays
  readonly #queued = new Set<string>()
  readonly #failures = new Map<string, number>()
  readonly #waiting = new Map<string, { readonly at: number; readonly timer: Timer }>()
  readonly #busyUntil = new Map<string, number>()
  /** When the bucket is full again. */
  #fullAt = 0
  #booked = false
  #stopped = false

  constructor(clock: Clock, sync: (key: string) => SyncResult, delays: Delays = defaultDelays) {
    this.#clock = clock
    this.#sync = sync
    this.#delays = delays
  }

  /** Syncs the key soon, once however often it is added before that. */
  add(key: string): void {
    if (this.#stopped) return
    const busy = this.#busyUntil.get(key)
    if (busy !== undefined) {
      if (busy > this.#clock.now()) {
        this.addAfter(key, busy - this.#clock.now())
        return
      }
      this.#busyUntil.delete(key)
    }
    this.#queued.add(key)
    this.#book()
  }

  /**
   * Says that the sync of a key looks at so many objects. With hundreds that takes its time, as it does upstream: what changes
   * meanwhile waits and is looked at together, so that work grows with the objects and not with their square.
   */
  weigh(key: string, objects: number): void {
    if (objects >= OBJECTS_PER_MS) this.#busyUntil.set(key, this.#clock.now() + Math.trunc(objects / OBJECTS_PER_MS))
  }

  /** Syncs the key after a while; of several such requests the earliest counts. */
  addAfter(key: string, milliseconds: number): void {
    if (milliseconds <= 0) {
      this.add(key)
      return
    }
    const at = this.#clock.now() + milliseconds
    const waiting = this.#waiting.get(key)
    if (waiting !== undefined && waiting.at <= at) return
    waiting?.timer.cancel()
    const timer = this.#clock.at(at, () => {
      this.#waiting.delete(key)
      this.add(key)
    })
    this.#waiting.set(key, { at, timer })
  }

  /** Syncs the key after a delay that grows each time until a sync goes well. */
  addRateLimited(key: string): void {
    const failures = this.#failures.get(key) ?? 0
    this.#failures.set(key, failures + 1)
    const { baseMs, maxMs, bucket = true } = this.#delays
    this.addAfter(key, Math.max(Math.min(baseMs * 2 ** failures, maxMs), bucket ? this.#draw() : 0))
  }

  /** Draws one from the bucket: how long it takes until it is there. */
  #draw(): number {
    const now = this.#clock.now()
    this.#fullAt = Math.max(this.#fullAt, now) + REFILL_MS
    return this.#fullAt - now - BUCKET_SIZE * REFILL_MS
  }

  stop(): void {
    this.#stopped = true
    this.#queued.clear()
    for (const { timer } of this.#waiting.values()) timer.cancel()
    this.#waiting.clear()
  }

  #book(): void {
    if (this.#booked) return
    this.#booked = true
    this.#clock.soon(() => {
      this.#booked = false
      const [key] = this.#queued
      if (key === undefined || this.#stopped) return
      this.#queued.delete(key)
      this.#run(key)
      if (this.#queued.size > 0) this.#book()
    })
  }

  #run(key: string): void {
    const result = this.#sync(key)
    const { held } = this.#clock
    if (held !== undefined) {
      // It did not come to an end: once it can, it is begun anew.
      held.onRelease(() => this.add(key))
      return
    }
    if (result === 'retry') {
      const { retries = Number.POSITIVE_INFINITY } = this.#delays
      if ((this.#failures.get(key) ?? 0) < retries) this.addRateLimited(key)
      else this.#failures.delete(key)
      return
    }
    if (result === 'keep') return
    if (result?.keep !== true) this.#failures.delete(key)
    if (result !== undefined) this.addAfter(key, result.afterMs)
  }
}
