// The resizes of one node that wait: all are asked about again when one may have become possible, and every three minutes.
// While none waits nothing is booked. Upstream: retryPendingResizes, sortPendingResizes and Run in
// pkg/kubelet/allocation/allocation_manager.go.
import type { Clock, Timer } from '../../engine/clock.ts'
import type { PodWorker } from '../pod-worker.ts'
import { type PendingResize, resizeOrder } from './pod-resize.ts'

/** A kubelet that has just started does not know all its pods yet. */
const INITIAL_MS = 30_000
const RETRY_MS = 180_000

/** Asks again for the pods of one node. */
export class ResizeRetries {
  readonly #clock: Clock
  readonly #workers: () => Iterable<PodWorker>
  #timer: Timer | undefined
  #asking = false
  #again = false

  constructor(clock: Clock, workers: () => Iterable<PodWorker>) {
    this.#clock = clock
    this.#workers = workers
  }

  /** The kubelet has started and knows its pods: what waited before it did waits on. */
  started(): void {
    this.#book(INITIAL_MS)
  }

  /** There may be more room than before, or something new is asked for. */
  readonly retry = (): void => {
    this.#again = true
    if (this.#asking) return
    this.#asking = true
    while (this.#again) {
      this.#again = false
      this.#askAll()
    }
    this.#asking = false
    this.#book(RETRY_MS)
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #askAll(): void {
    const waiting = this.#waiting()
    if (waiting.length > 1) waiting.sort((a, b) => resizeOrder(a.pending, b.pending))
    for (const { worker } of waiting) {
      worker.sync.retryResize()
      worker.wake()
    }
  }

  #waiting(): { worker: PodWorker; pending: PendingResize }[] {
    const waiting: { worker: PodWorker; pending: PendingResize }[] = []
    for (const worker of this.#workers()) {
      const pending = worker.active ? worker.sync.pendingResize : undefined
      if (pending !== undefined) waiting.push({ worker, pending })
    }
    return waiting
  }

  #book(after: number): void {
    this.#timer?.cancel()
    this.#timer = this.#waiting().length > 0 ? this.#clock.after(after, this.retry) : undefined
  }
}
