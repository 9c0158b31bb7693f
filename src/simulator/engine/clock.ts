// Time as a queue of events. Virtual: the clock jumps to the next event. A real-time front (serve) only decides how far it
// may jump. Events of the same moment run in the order they were asked for, unless a tie-breaker (exploration) says otherwise.

/** A booked event; cancelling one that has run does nothing. */
export interface Timer {
  cancel(): void
}

interface Booking {
  readonly at: number
  readonly tie: number
  readonly run: () => void
  cancelled: boolean
}

const before = (a: Booking, b: Booking): boolean => a.at < b.at || (a.at === b.at && a.tie < b.tie)

/** Cluster time in epoch milliseconds and all that is still to come. */
export class Clock {
  #now: number
  #sequence = 0
  readonly #heap: Booking[] = []
  /** Order among events of one moment: given the number of bookings so far, a sort key. */
  readonly #tieBreaker: ((sequence: number) => number) | undefined

  constructor(start: number, tieBreaker?: (sequence: number) => number) {
    this.#now = start
    this.#tieBreaker = tieBreaker
  }

  now(): number {
    return this.#now
  }

  /** Books `run` for `time` (epoch milliseconds; the past means now). */
  at(time: number, run: () => void): Timer {
    const sequence = ++this.#sequence
    const tie = this.#tieBreaker === undefined ? sequence : this.#tieBreaker(sequence)
    const booking: Booking = { at: Math.max(time, this.#now), tie, run, cancelled: false }
    this.#push(booking)
    return {
      cancel: () => {
        booking.cancelled = true
      },
    }
  }

  /** Books `run` for `milliseconds` from now. */
  after(milliseconds: number, run: () => void): Timer {
    return this.at(this.#now + milliseconds, run)
  }

  /** Books `run` for this moment, after all that is already booked for it. */
  soon(run: () => void): Timer {
    return this.at(this.#now, run)
  }

  /** When the next event is due, or undefined when nothing is booked. */
  nextAt(): number | undefined {
    while (this.#heap.length > 0 && this.#heap[0]!.cancelled) this.#pop()
    return this.#heap[0]?.at
  }

  /** Runs the next event if it is due at or before `limit`; false when there is none. */
  step(limit: number): boolean {
    const next = this.nextAt()
    if (next === undefined || next > limit) return false
    const booking = this.#pop()
    this.#now = booking.at
    booking.run()
    return true
  }

  /** Runs everything due up to `time` and stands there. */
  runTo(time: number): void {
    while (this.step(time)) {}
    if (time > this.#now) this.#now = time
  }

  #push(booking: Booking): void {
    const heap = this.#heap
    let i = heap.push(booking) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!before(booking, heap[parent]!)) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = booking
  }

  #pop(): Booking {
    const heap = this.#heap
    const top = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = last
    return top
  }
}
