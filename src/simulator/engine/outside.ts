// What is outside of the cluster and answers later. The server is a function, so a request that needs such an answer is given up
// before it wrote anything, and served again with all answers known so far: at the same moment of cluster time, with the same draws,
// so that it asks nothing twice. What changed meanwhile is seen, and asked about again, as a write that lost a race is upstream.
// A simulator without a network has none of this. Who waits is the server (src/server); no wall clock here.
import { Unanswered } from '../../model/unanswered.ts'
import type { SeededRandom } from './random.ts'

/** A call of somebody outside, as it is handed to the network. */
export interface OutsideCall {
  /** By what the answer is known to be to this call. */
  readonly id?: string
  /** Where, as the caller names it. */
  readonly url: string
  /** Where the connection goes instead of the URL's host. */
  readonly dial?: { readonly host: string; readonly port: number }
  /** The address that errors name, where it is not the one that is dialled. */
  readonly named?: string
  /** JSON that is posted; without it the URL is only read. */
  readonly body?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly timeoutSeconds: number
  /** Whether the time is the client's own limit, or the request's. */
  readonly limit: 'client' | 'request'
  /** Authorities in PEM, base64; the system's where there are none. */
  readonly caBundle?: string
  /** Whoever answers is trusted. */
  readonly insecure?: boolean
  /** The name the certificate must be for, where it is not the URL's host. */
  readonly serverName?: string
  /** Whose settings these are: a kubeconfig that the network was given under this name. */
  readonly settings?: string
  /** Whether a server that fails is asked again for a while. */
  readonly retries?: boolean
  /** After how long at first. */
  readonly backoffMs?: number
}

/** What came back: a response, or what the client says went wrong. */
export type OutsideAnswer =
  | { readonly code: number; readonly contentType: string; readonly body: string }
  /** `asIs`: not of the way there. */
  | { readonly error: string; readonly asIs?: boolean }

/** An answer that is there, with the id of the call it was made to. */
export type KnownAnswer = OutsideAnswer & { readonly to?: string | undefined }

/** The calls of one request, which share its time. */
export interface Errand {
  ask(call: OutsideCall): Promise<OutsideAnswer>
  /** The request's time is up, or nobody wants its answer any more. */
  readonly isOver: boolean
  /** Whoever asked has gone. */
  cancel(): void
}

/** The way out. */
export interface Network {
  /** The calls of a request begin, which has so many milliseconds unless it is given less. */
  errand(milliseconds?: number): Errand
}

/** What is remembered of a request while it waits. */
export class Waiting {
  readonly at: number
  readonly answers = new Map<string, KnownAnswer>()
  readonly tape: number[] = []
  /** What was done once, in order, by what it was. */
  readonly done = new Map<string, unknown[]>()
  errand: Errand | undefined
  readonly milliseconds: number | undefined

  constructor(at: number, milliseconds?: number) {
    this.at = at
    this.milliseconds = milliseconds
  }
}

/** One run of a request. */
interface Attempt {
  readonly waiting: Waiting
  /** How often each thing that is done once was come to. */
  readonly come: Map<string, number>
}

/** All that a cluster asks outside. */
export class Outside {
  readonly #network: Network
  readonly #random: SeededRandom
  readonly #now: () => number
  #attempt: Attempt | undefined
  /** Does something at the right moment of cluster time: what goes on after an answer. */
  enter: <T>(deed: () => T) => T = (deed) => deed()

  constructor(network: Network, random: SeededRandom, now: () => number) {
    this.#network = network
    this.#random = random
    this.#now = now
  }

  /** The moment the request that is being served came in; undefined where none waits for anybody. */
  get at(): number | undefined {
    return this.#attempt?.waiting.at
  }

  /** The time of the request that is being served is up. */
  get isOver(): boolean {
    return this.#attempt?.waiting.errand?.isOver === true
  }

  /** What was answered to a call; gives the request up where nothing was yet. */
  answer(key: string, call: () => OutsideCall): KnownAnswer {
    const known = this.#attempt?.waiting.answers.get(key)
    if (known === undefined) throw new Unanswered(new Map([[key, call()]]))
    return known
  }

  /** Does something once for a request, however often it is served. */
  once<T>(what: string, make: () => T): T {
    if (this.#attempt === undefined) return make()
    const { waiting, come } = this.#attempt
    const times = come.get(what) ?? 0
    come.set(what, times + 1)
    const done = waiting.done.get(what) ?? []
    if (times === done.length) {
      done.push(make())
      waiting.done.set(what, done)
    }
    return done[times] as T
  }

  /** Something to remember a request by that comes in now. */
  waiting(milliseconds?: number): Waiting {
    return new Waiting(this.#now(), milliseconds)
  }

  /** Serves a request, as often as it takes; it may have less time than all have. `waits` is told how to give it up. */
  serve<T>(run: () => T, milliseconds?: number, waits?: (giveUp: () => void) => void): T | Promise<T> {
    const waiting = this.waiting(milliseconds)
    const served = this.attempt(waiting, run)
    if (!(served instanceof Unanswered)) return served
    waits?.(() => waiting.errand?.cancel())
    return this.#goOn(waiting, served, run)
  }

  async #goOn<T>(waiting: Waiting, unanswered: Unanswered<OutsideCall>, run: () => T): Promise<T> {
    let served: T | Unanswered<OutsideCall> = unanswered
    while (served instanceof Unanswered) {
      await this.ask(waiting, served)
      served = this.enter(() => this.attempt(waiting, run))
    }
    return served
  }

  /** Serves a request once, with what is known; answers what is not known yet. */
  attempt<T>(waiting: Waiting, run: () => T): T | Unanswered<OutsideCall> {
    const before = this.#attempt
    this.#attempt = { waiting, come: new Map() }
    try {
      return this.#random.onTape(waiting.tape, run)
    } catch (unanswered) {
      if (unanswered instanceof Unanswered) return unanswered as Unanswered<OutsideCall>
      throw unanswered
    } finally {
      this.#attempt = before
    }
  }

  /** Asks what is not known yet, all at once. */
  async ask(waiting: Waiting, { calls }: Unanswered<OutsideCall>): Promise<void> {
    waiting.errand ??= this.#network.errand(waiting.milliseconds)
    const { errand, answers } = waiting
    await Promise.all(
      [...calls].map(async ([key, call]) => answers.set(key, { ...(await errand.ask(call)), to: call.id })),
    )
  }
}
