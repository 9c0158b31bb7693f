// What somebody outside the cluster works at: each thing takes a while, and is done once however often it is asked for meanwhile.
import type { Clock, Timer } from '../engine/clock.ts'

/** Work by key. */
export class Later {
  readonly #clock: Clock
  readonly #timers = new Map<string, Timer>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Does it after so long, unless that key is being worked at; whether it was not. */
  begin(key: string, milliseconds: number, work: () => void): boolean {
    if (this.#timers.has(key)) return false
    const timer = this.#clock.after(milliseconds, () => {
      this.#timers.delete(key)
      work()
    })
    this.#timers.set(key, timer)
    return true
  }

  forget(key: string): void {
    this.#timers.get(key)?.cancel()
    this.#timers.delete(key)
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
  }
}
