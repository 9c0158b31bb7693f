// How often failed daemons of a node are replaced: at once, then after a second, doubling to a quarter of an hour.
// Upstream: client-go/util/flowcontrol/backoff.go as daemon_controller.go uses it.

const FIRST_MS = 1000
const MAX_MS = 900_000

interface Entry {
  backoff: number
  updated: number
}

/** One entry a set, generation and node. */
export class FailedPods {
  readonly #entries = new Map<string, Entry>()

  /** Milliseconds to wait before the next pod may be killed; undefined when it may be now. */
  waits(key: string, now: number): number | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || this.#isOld(entry, now)) return undefined
    return now - entry.updated < entry.backoff ? entry.backoff : undefined
  }

  next(key: string, now: number): void {
    const entry = this.#entries.get(key)
    if (entry === undefined || this.#isOld(entry, now)) this.#entries.set(key, { backoff: FIRST_MS, updated: now })
    else {
      entry.backoff = Math.min(entry.backoff * 2, MAX_MS)
      entry.updated = now
    }
  }

  #isOld({ updated }: Entry, now: number): boolean {
    return now - updated > MAX_MS * 2
  }
}
