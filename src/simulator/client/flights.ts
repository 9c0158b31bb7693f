// Requests of the cluster's own components that wait for somebody outside: a controller, a scheduler, a kubelet is synchronous, so what
// it does in that moment comes to nothing, and is begun anew when the answer is there; the request it then sends again finds it. Nobody
// sends some requests twice: those are made for their sender, after a while. Upstream's components just wait.
import { Unanswered } from '../../model/unanswered.ts'
import type { ServerResponse } from '../api/request.ts'
import type { Clock, Hold } from '../engine/clock.ts'
import type { Outside, OutsideCall, Waiting } from '../engine/outside.ts'

/** Who has not sent a request again by then does not mean to. */
const PATIENCE_MS = 1000

class Flight implements Hold {
  readonly waiting: Waiting
  readonly run: () => ServerResponse
  #released: (() => void)[] | undefined = []

  constructor(waiting: Waiting, run: () => ServerResponse) {
    this.waiting = waiting
    this.run = run
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
  readonly #flights = new Map<string, Flight>()

  constructor(outside: Outside, clock: Clock) {
    this.#outside = outside
    this.#clock = clock
  }

  /** The answer to a request; undefined while it is not there, and for all that is sent meanwhile by who waits for it. */
  send(keyOf: () => string, run: () => ServerResponse): ServerResponse | undefined {
    if (this.#clock.held !== undefined) return undefined
    const waiting = this.#outside.waiting()
    const answered = this.#outside.attempt(waiting, run)
    if (!(answered instanceof Unanswered)) return answered
    const key = keyOf()
    const flight = this.#flights.get(key)
    if (flight === undefined) {
      this.#ask(key, new Flight(waiting, run), answered)
      return undefined
    }
    if (flight.isAsking) {
      this.#clock.hold(flight)
      return undefined
    }
    return this.#tryAgain(key, flight)
  }

  /** With what is known by now. */
  #tryAgain(key: string, flight: Flight): ServerResponse | undefined {
    const answered = this.#outside.attempt(flight.waiting, flight.run)
    if (answered instanceof Unanswered) this.#ask(key, flight, answered)
    else {
      this.#flights.delete(key)
      return answered
    }
    return undefined
  }

  #ask(key: string, flight: Flight, unanswered: Unanswered<OutsideCall>): void {
    this.#flights.set(key, flight)
    flight.asks()
    this.#clock.hold(flight)
    void this.#outside.ask(flight.waiting, unanswered).then(() =>
      this.#outside.enter(() => {
        flight.release()
        this.#clock.after(PATIENCE_MS, () => {
          if (this.#flights.get(key) === flight && !flight.isAsking) this.#tryAgain(key, flight)
        })
      }),
    )
  }
}
