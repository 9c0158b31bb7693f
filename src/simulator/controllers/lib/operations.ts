// What a controller does to a volume apart from its queue: one thing of a name at a time, and after one that failed none of that name
// begins before its pause has passed; who asks earlier asks in vain. As it asks the server, each takes a moment: what it writes is heard
// of before it has ended. Upstream: pkg/util/goroutinemap with exponentialbackoff.
import type { Clock } from '../../engine/clock.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 122_000
const LEAST_MS = 1

interface Operation {
  pending: boolean
  /** How long none begins after the last one that failed, and when that was. */
  pauseMs: number
  failedAt: number
}

/** The operations of one controller. */
export class Operations {
  readonly #clock: Clock
  readonly #operations = new Map<string, Operation>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether it may begin now; then it is under way until it is ended. */
  begin(name: string): boolean {
    const known = this.#operations.get(name)
    if (known === undefined) {
      this.#operations.set(name, { pending: true, pauseMs: 0, failedAt: 0 })
      return true
    }
    if (known.pending || (known.pauseMs > 0 && this.#clock.now() - known.failedAt <= known.pauseMs)) return false
    known.pending = true
    return true
  }

  /** It comes to an end, well or not. */
  end(name: string, well: boolean): void {
    this.#clock.after(LEAST_MS, () => this.#ended(name, well))
  }

  /** Does something, if it may begin: `operation` says whether it went well. */
  run(name: string, operation: () => boolean): void {
    if (!this.begin(name)) return
    const well = operation()
    // What waits for somebody outside is begun anew, and has not failed.
    this.end(name, well || this.#clock.held !== undefined)
  }

  #ended(name: string, well: boolean): void {
    const operation = this.#operations.get(name)
    if (operation === undefined || well) {
      this.#operations.delete(name)
      return
    }
    operation.pending = false
    operation.pauseMs = Math.min(Math.max(2 * operation.pauseMs, FIRST_PAUSE_MS), LONGEST_PAUSE_MS)
    operation.failedAt = this.#clock.now()
  }
}
