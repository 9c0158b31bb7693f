// Another legal order of what happens at once, for exploration. On a real cluster, actors (each controller, the scheduler, each
// kubelet) do not wait for one another: of those with something to do at a moment any may be first, and news reaches each of
// them a little later than the others. What one actor does keeps its order, and so does the news it hears.
import { SeededRandom } from './random.ts'

/** Something booked by an actor. */
export interface Booked {
  readonly actor: number
  readonly cancelled: boolean
}

/** News that is late is so by up to this. */
const LATE_MS = 25
/** Of so many deliveries one is late. */
const LATE_EVERY = 4
/** At most so much happens between two requests from outside. */
const BETWEEN = 8

/** One order, drawn from its seed. */
export class Order<T extends Booked> {
  readonly #random: SeededRandom
  readonly #due = new Map<number, T[]>()

  constructor(seed: number) {
    this.#random = new SeededRandom(seed)
  }

  /** Takes in something that is due at this moment; what one actor booked first comes first. */
  add(booking: T): void {
    const line = this.#due.get(booking.actor)
    if (line === undefined) this.#due.set(booking.actor, [booking])
    else line.push(booking)
  }

  /** Nothing is due any more. */
  get empty(): boolean {
    this.#forgetCancelled()
    return this.#due.size === 0
  }

  /** What happens next of what is due; undefined when nothing is. */
  next(): T | undefined {
    this.#forgetCancelled()
    const lines = [...this.#due.values()]
    return lines.length === 0 ? undefined : lines[this.#random.int(lines.length)]!.shift()
  }

  /** How late news is, in milliseconds. */
  delay(): number {
    return this.#random.int(LATE_EVERY) === 0 ? this.#random.int(LATE_MS) : 0
  }

  /** How much of what is due happens before the next request from outside. */
  between(): number {
    return this.#random.int(BETWEEN + 1)
  }

  #forgetCancelled(): void {
    for (const [actor, line] of this.#due) {
      while (line[0]?.cancelled === true) line.shift()
      if (line.length === 0) this.#due.delete(actor)
    }
  }
}
