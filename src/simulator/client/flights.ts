// Requests of the cluster's own components that wait for somebody outside: a controller, a scheduler, a kubelet is synchronous, so what
// it does in that moment comes to nothing, and is begun anew when the answer is there; the request it then sends again finds it. Nobody
// sends some requests twice: those are made for their sender, after a while. Upstream's components just wait.
import { Unanswered } from '../../model/unanswered.ts'
import type { ServerResponse } from '../api/request.ts'
import type { Clock, Hold } from '../engine/clock.ts'
import type { Outside, OutsideCall, Waiting } from '../engine/outside.ts'

/** Who has not sent a request again by then does not mean to. */
const PATIENCE_MS = 1000

/** A request by its sender's words. */
export interface Sent {
  /** All of it: the same again is the same request. */
  key(): string
  /** The object it is about; '' where it makes one. What one sender sends about an object arrives in the order it was sent. */
  about(): string
  run(): ServerResponse
}

class Flight implements Hold {
  readonly key: string
  readonly about: string
  readonly run: () => ServerResponse
  readonly waiting: Waiting
  #released: (() => void)[] | undefined = []

  constructor(sent: Sent, waiting: Waiting) {
    this.key = sent.key()
    this.about = sent.about()
    this.run = () => sent.run()
    this.waiting = waiting
  }

  get isAsking(): boolean {
    return this.#released !== undefined
  }

  onRelease(run: () => void): void {
    if (this.#released === undefined) run()
    else this.#released.push(run)
  }

  asks(): void {
    this.#released ??= []
  }

  release(): void {
    const released = this.#released ?? []
    this.#released = undefined
    for (const run of released) run()
  }
}

/** Those of one cluster. */
export class Flights {
  readonly #outside: Outside
  readonly #clock: Clock
  /** By key. */
  readonly #flights = new Map<string, Flight>()

  constructor(outside: Outside, clock: Clock) {
    this.#outside = outside
    this.#clock = clock
  }

  /** The answer to a request; undefined while it is not there, and for all that is sent meanwhile by who waits for it. */
  send(sent: Sent): ServerResponse | undefined {
    if (this.#clock.held !== undefined) return undefined
    if (this.#flights.size > 0) {
      const flight = this.#flights.get(sent.key())
      if (flight !== undefined) return this.#goOn(flight)
      if (this.#isBehindAnother(sent.about())) return undefined
    }
    const waiting = this.#outside.waiting()
    const answered = this.#outside.attempt(waiting, () => sent.run())
    if (!(answered instanceof Unanswered)) return answered
    this.#ask(new Flight(sent, waiting), answered)
    return undefined
  }

  /** Whether what the same sender sent about the same object before has not arrived; what only was not sent again now does. */
  #isBehindAnother(about: string): boolean {
    if (about === '') return false
    for (const flight of [...this.#flights.values()]) {
      if (flight.about === about && this.#goOn(flight) === undefined) return true
    }
    return false
  }

  #goOn(flight: Flight): ServerResponse | undefined {
    if (!flight.isAsking) return this.#tryAgain(flight)
    this.#clock.hold(flight)
    return undefined
  }

  /** With what is known by now. */
  #tryAgain(flight: Flight): ServerResponse | undefined {
    const answered = this.#outside.attempt(flight.waiting, flight.run)
    if (!(answered instanceof Unanswered)) {
      this.#flights.delete(flight.key)
      return answered
    }
    this.#ask(flight, answered)
    return undefined
  }

  #ask(flight: Flight, unanswered: Unanswered<OutsideCall>): void {
    this.#flights.set(flight.key, flight)
    flight.asks()
    this.#clock.hold(flight)
    void this.#outside.ask(flight.waiting, unanswered).then(() =>
      this.#outside.enter(() => {
        flight.release()
        this.#clock.after(PATIENCE_MS, () => {
          if (this.#flights.get(flight.key) === flight && !flight.isAsking) this.#tryAgain(flight)
        })
      }),
    )
  }
}
