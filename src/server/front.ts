// The simulator as the server sees it: bytes in, bytes out, and a clock that follows the wall.
import { parseDuration } from '../model/duration.ts'
import {
  type Doors,
  refuseUnauthenticated,
  type Simulator,
  serveWire,
  tooLargeBody,
  type WireRequest,
  type WireResponse,
} from '../simulator/compose.ts'

export type {
  Conversation,
  ConversationEvents,
  DoorError,
  PodConnection,
  Session,
  SessionEnd,
  SessionEvents,
  WireResponse,
} from '../simulator/compose.ts'
/** Another API server that answers a request. */
export type WireForward = NonNullable<WireResponse['forward']>
/** A running watch as the wire sees it. */
export type WireStream = NonNullable<WireResponse['stream']>

/** How fast cluster time runs beside the wall: a factor, or from event to event without waiting. */
export type Speed = number | 'max'

const LONGEST_SLEEP_MS = 60_000
/** At full speed requests get their turn between events this often. */
const BREATH_MS = 1

const LATER = { code: 0, headers: {}, body: '' }

/** The time a client gives its request. */
function timeOf(url: string): number | undefined {
  const mark = url.indexOf('timeout=')
  if (mark < 0) return undefined
  const text = new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('timeout')
  const milliseconds = parseDuration(text ?? '')
  return typeof milliseconds === 'number' && milliseconds > 0 ? milliseconds : undefined
}

/** Serves wire requests at the right moment of cluster time. */
export class WireFront {
  readonly #simulator: Simulator
  readonly #speed: Speed
  readonly #wallStart = Date.now()
  readonly #clusterStart: number
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(simulator: Simulator, speed: Speed) {
    this.#simulator = simulator
    this.#speed = speed
    this.#clusterStart = simulator.clock.now()
    const { outside } = simulator.server.parts
    if (outside !== undefined) outside.enter = (deed) => this.act(deed)
    this.#sleep()
  }

  /** The answer to a request of nobody knows whom. */
  refuse(request: Omit<WireRequest, 'user'>): WireResponse {
    this.#simulator.clock.runTo(this.#due())
    return refuseUnauthenticated(this.#simulator.server, request)
  }

  serve(request: WireRequest): WireResponse {
    const { clock } = this.#simulator
    clock.runTo(this.#due())
    const { server } = this.#simulator
    const { outside } = server.parts
    const run = (): WireResponse => serveWire(server, request)
    let giveUp: (() => void) | undefined
    const waits = (how: () => void): void => {
      giveUp = how
    }
    const response = outside === undefined ? run() : outside.serve(run, timeOf(request.url), waits)
    this.#sleep()
    return response instanceof Promise ? { ...LATER, later: () => response, giveUp: () => giveUp?.() } : response
  }

  /** The ways into containers; what changes something there is done within `act`. */
  get doors(): Doors {
    return this.#simulator.kubelets.doors
  }

  /** Does something from outside at the right moment of cluster time, and lets time go on from there. */
  act<T>(deed: () => T): T {
    this.#simulator.clock.runTo(this.#due())
    const result = deed()
    this.#sleep()
    return result
  }

  tooLarge(limit: number): string {
    return tooLargeBody(limit)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#simulator.stop()
  }

  /** What cluster time should be by now; never before what it is. */
  #due(): number {
    const now = this.#simulator.clock.now()
    const passed = Date.now() - this.#wallStart
    return Math.max(now, this.#clusterStart + passed * (this.#speed === 'max' ? 1 : this.#speed))
  }

  /** Wakes when the next event is due. */
  #sleep(): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    const { clock } = this.#simulator
    const next = clock.nextAt()
    if (next === undefined) return
    const wait = this.#speed === 'max' ? BREATH_MS : Math.max(0, (next - this.#due()) / this.#speed)
    this.#timer = setTimeout(
      () => {
        clock.runTo(this.#speed === 'max' ? Math.max(this.#due(), clock.nextAt() ?? 0) : this.#due())
        this.#sleep()
      },
      Math.min(LONGEST_SLEEP_MS, wait),
    )
    this.#timer.unref()
  }
}
