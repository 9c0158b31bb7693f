// The events of one watch in their order, also where an object must first be converted by somebody outside of the cluster: what comes
// meanwhile waits behind it. What cannot be converted ends the watch. Upstream: storage/cacher, handlers/watch.go.
import type { Outside } from '../../engine/outside.ts'
import type { WatchEvent } from '../request.ts'
import { StatusError } from '../status/status-error.ts'

/** Hands events on to one listener. */
export class EventLine {
  readonly #listener: (event: WatchEvent) => void
  readonly #outside: Outside | undefined
  readonly #waiting: (() => WatchEvent | undefined)[] = []
  #asking = false
  #over = false

  constructor(listener: (event: WatchEvent) => void, outside: Outside | undefined) {
    this.#listener = listener
    this.#outside = outside
  }

  /** The next event, made when it is its turn; undefined is none. */
  add(make: () => WatchEvent | undefined): void {
    if (this.#asking) this.#waiting.push(make)
    else this.#run(make)
  }

  /** Nothing more is handed on. */
  end(): void {
    this.#over = true
    this.#waiting.length = 0
  }

  #run(make: () => WatchEvent | undefined): void {
    const safely = (): WatchEvent | undefined => madeOf(make)
    const made = this.#outside === undefined ? safely() : this.#outside.serve(safely)
    if (!(made instanceof Promise)) {
      this.#hand(made)
      return
    }
    this.#asking = true
    void made.then((event) => {
      this.#asking = false
      this.#hand(event)
      while (!this.#asking && this.#waiting.length > 0) this.#run(this.#waiting.shift()!)
    })
  }

  #hand(event: WatchEvent | undefined): void {
    if (event === undefined || this.#over) return
    this.#listener(event)
    if (event.type === 'ERROR') this.end()
  }
}

function madeOf(make: () => WatchEvent | undefined): WatchEvent | undefined {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return { type: 'ERROR', object: error.status }
  }
}
