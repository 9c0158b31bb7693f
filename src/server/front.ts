// The simulator as the server sees it: bytes in, bytes out, and a clock that follows the wall.
import {
  type Simulator,
  serveWire,
  tooLargeBody,
  unauthorizedBody,
  type WireRequest,
  type WireResponse,
} from '../simulator/compose.ts'

/** How fast cluster time runs beside the wall: a factor, or as fast as it can. */
export type Speed = number | 'max'

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
    this.#sleep()
  }

  serve(request: WireRequest): WireResponse {
    this.#catchUp()
    const response = serveWire(this.#simulator.server, request)
    this.#sleep()
    return response
  }

  unauthorized(): string {
    return unauthorizedBody()
  }

  tooLarge(limit: number): string {
    return tooLargeBody(limit)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#simulator.stop()
  }

  #clusterTime(): number {
    const passed = Date.now() - this.#wallStart
    return this.#clusterStart + passed * (this.#speed === 'max' ? 1 : this.#speed)
  }

  /** Runs what is due by now; at full speed also what would come within a moment of cluster time. */
  #catchUp(): void {
    const { clock } = this.#simulator
    clock.runTo(Math.max(clock.now(), this.#clusterTime()))
  }

  /** Wakes when the next event is due. */
  #sleep(): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    const next = this.#simulator.clock.nextAt()
    if (next === undefined) return
    const factor = this.#speed === 'max' ? 1 : this.#speed
    const wait = Math.max(0, Math.min(60_000, (next - this.#clusterTime()) / factor))
    this.#timer = setTimeout(() => {
      this.#catchUp()
      this.#sleep()
    }, wait)
    this.#timer.unref()
  }
}
