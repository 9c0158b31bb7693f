// Time as a queue of events. Virtual: the clock jumps to the next event. A real-time front (serve) only decides how far it
// may jump. Events of the same moment run in the order they were asked for, unless another order is explored: then any of the
// actors may be first. An event's actor is who booked it; components are actors, and what they book while they act is theirs.
import { Order } from './order.ts'

/** A booked event; cancelling one that has run does nothing. */
export interface Timer {
  cancel(): void
}

/** What tells the time. */
export interface TimeOfDay {
  now(): number
}

interface Booking {
  readonly at: number
  readonly sequence: number
  readonly actor: number
  readonly run: () => void
  cancelled: boolean
}

/** Whoever acts is held up by something outside of the cluster: what else it would do now, it does not get to. */
export interface Hold {
  /** Runs when it can go on. */
  onRelease(run: () => void): void
}

const before = (a: Booking, b: Booking): boolean => a.at < b.at || (a.at === b.at && a.sequence < b.sequence)

/** Cluster time in epoch milliseconds and all that is still to come. */
export class Clock implements TimeOfDay {
  #now: number
  #sequence = 0
  readonly #heap: Booking[] = []
  #actor = 0
  #actors = 0
  readonly #order: Order<Booking> | undefined
  #running = false
  #held: Hold | undefined

  /** `order` is the seed of another order among the events of a moment. */
  constructor(start: number, order?: number) {
    this.#now = start
    this.#order = order === undefined ? undefined : new Order(order)
  }

  now(): number {
    return this.#now
  }

  /** Books `run` for `time` (epoch milliseconds; the past means now). */
  at(time: number, run: () => void): Timer {
    const sequence = ++this.#sequence
    const booking: Booking = { at: Math.max(time, this.#now), sequence, actor: this.#actor, run, cancelled: false }
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

  /** How many events were ever booked: a mark for `bookedSince`. */
  get booked(): number {
    return this.#sequence
  }

  /** Whether anything that was booked after a mark is still to come. */
  bookedSince(mark: number): boolean {
    return this.#order?.empty === false || this.#heap.some(({ sequence, cancelled }) => sequence > mark && !cancelled)
  }

  /** By what the event that is running is held up. */
  get held(): Hold | undefined {
    return this.#held
  }

  /** Holds up the event that is running; outside of one there is nobody to hold. */
  hold(hold: Hold): void {
    if (this.#running) this.#held ??= hold
  }

  /** Who is acting now. */
  get actor(): number {
    return this.#actor
  }

  /** An actor of its own, for a component that starts. */
  newActor(): number {
    return ++this.#actors
  }

  /** Does something as an actor: what is booked meanwhile is this actor's. */
  as<T>(actor: number, act: () => T): T {
    const before = this.#actor
    this.#actor = actor
    try {
      return act()
    } finally {
      this.#actor = before
    }
  }

  /** Books the delivery of news to an actor: for this moment; in an explored order perhaps a little later. */
  deliver(actor: number, run: () => void): void {
    const before = this.#actor
    this.#actor = actor
    this.at(this.#now + (this.#order?.delay() ?? 0), run)
    this.#actor = before
  }

  /** In an explored order some of what is due may happen before the next request from outside; else nothing. */
  stepBetween(): void {
    if (this.#order === undefined) return
    for (let left = this.#order.between(); left > 0 && this.step(this.#now); left--) {}
  }

  /** When the next event is due, or undefined when nothing is booked. */
  nextAt(): number | undefined {
    if (this.#order?.empty === false) return this.#now
    while (this.#heap.length > 0 && this.#heap[0]!.cancelled) this.#pop()
    return this.#heap[0]?.at
  }

  /** Runs the next event if it is due at or before `limit`; false when there is none. */
  step(limit: number): boolean {
    const next = this.nextAt()
    if (next === undefined || next > limit) return false
    this.#now = next
    const booking = this.#order === undefined ? this.#pop() : this.#nextOf(this.#order)
    this.#actor = booking.actor
    this.#running = true
    booking.run()
    this.#running = false
    this.#held = undefined
    this.#actor = 0
    return true
  }

  #nextOf(order: Order<Booking>): Booking {
    while (this.#heap.length > 0 && this.#heap[0]!.at === this.#now) order.add(this.#pop())
    return order.next()!
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
