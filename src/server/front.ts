// The simulator as the server sees it: bytes in, bytes out, and a clock that follows the wall.
import {
  type ExecRun,
  type Simulator,
  serveWire,
  tooLargeBody,
  unauthorizedBody,
  type WireRequest,
  type WireResponse,
} from '../simulator/compose.ts'

export type { WireResponse } from '../simulator/compose.ts'
/** A running watch as the wire sees it. */
export type WireStream = NonNullable<WireResponse['stream']>

/** How fast cluster time runs beside the wall: a factor, or from event to event without waiting. */
export type Speed = number | 'max'

const LONGEST_SLEEP_MS = 60_000
/** At full speed requests get their turn between events this often. */
const BREATH_MS = 1

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
    const { clock } = this.#simulator
    clock.runTo(this.#due())
    const response = serveWire(this.#simulator.server, request)
    this.#sleep()
    return response
  }

  /** Runs a command in a container (the pod's first unless named) as cluster time goes on; undefined when none such is running. */
  exec(namespace: string, pod: string, container: string, command: readonly string[]): ExecRun | undefined {
    this.#simulator.clock.runTo(this.#due())
    const run = this.#simulator.kubelets.exec(
      namespace,
      pod,
      container || this.#firstContainer(namespace, pod),
      command,
    )
    this.#sleep()
    return run
  }

  #firstContainer(namespace: string, pod: string): string {
    const found = this.#simulator.store.get('pods', namespace, pod) as
      | { spec?: { containers?: { name: string }[] } }
      | undefined
    return found?.spec?.containers?.[0]?.name ?? ''
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
