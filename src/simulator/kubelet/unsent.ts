// What a kubelet could not tell the API server: tried again every ten seconds until it gets an answer.
// What waits for somebody outside of the cluster is sent again as soon as that has answered.
// Upstream: the sync ticker of pkg/kubelet/status/status_manager.go.
import type { Clock, Timer } from '../engine/clock.ts'

const PERIOD_MS = 10_000

/** The writes of one kubelet that wait to be sent again. */
export class Unsent {
  readonly #clock: Clock
  readonly #began: number
  readonly #sends = new Set<() => void>()
  #timer: Timer | undefined

  constructor(clock: Clock) {
    this.#clock = clock
    this.#began = clock.now()
  }

  /** Calls `send` at the next tick; it asks again when it fails again. */
  add(send: () => void): void {
    this.#sends.add(send)
    const { held } = this.#clock
    if (held !== undefined) {
      held.onRelease(() => this.#clock.soon(() => this.#sends.delete(send) && send()))
      return
    }
    this.#timer ??= this.#clock.at(nextTick(this.#began, this.#clock.now()), () => {
      this.#timer = undefined
      const sends = [...this.#sends]
      this.#sends.clear()
      for (const each of sends) each()
    })
  }

  /** Its kubelet has ended: nothing is remembered. */
  forget(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    this.#sends.clear()
  }
}

/** When something that is done every so often since `began`, every ten seconds unless said, is done next. */
export const nextTick = (began: number, now: number, period = PERIOD_MS): number =>
  began + (Math.floor((now - began) / period) + 1) * period
