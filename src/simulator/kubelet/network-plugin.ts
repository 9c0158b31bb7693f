// When a kubelet notices that its network plug-in has come or gone: its runtime is asked every five seconds, and the node's status
// tells with its next look; a node that has not been ready since it started is looked at ten times a second for two minutes.
// Upstream: updateRuntimeUp and fastStatusUpdateOnce in pkg/kubelet/kubelet.go, fastNodeStatusUpdate in kubelet_node_status.go.
import type { Timer } from '../engine/clock.ts'
import type { NodeContext } from './node-context.ts'
import type { NodeReporter } from './node-reporter.ts'
import type { PodWorker } from './pod-worker.ts'

const STATUS_PERIOD_MS = 5_000
const REPORT_PERIOD_MS = 10_000
const FAST_MS = 100
const STARTING_MS = 120_000

/** The network plug-in of one node. */
export class NetworkPlugin {
  readonly #context: NodeContext
  readonly #reporter: NodeReporter
  readonly #workers: () => readonly PodWorker[]
  readonly #began: number
  /** Missing since the kubelet started. */
  #starting: boolean
  #timer: Timer | undefined

  constructor(context: NodeContext, reporter: NodeReporter, workers: () => readonly PodWorker[]) {
    this.#context = context
    this.#workers = workers
    this.#reporter = reporter
    this.#began = context.clock.now()
    this.#starting = !context.health.networkReady
  }

  /** It is there from now on, or is not. */
  set(ready: boolean): void {
    const { clock, health, restarted } = this.#context
    const now = clock.now()
    const began = restarted.at ?? this.#began
    this.#timer?.cancel()
    if (ready === health.networkReady) return
    const notice = (): void => {
      health.networkReady = ready
      if (!ready) for (const worker of this.#workers()) worker.resync()
      const next = began + Math.ceil((clock.now() - began) / REPORT_PERIOD_MS) * REPORT_PERIOD_MS
      if (fast || next === clock.now()) this.#reporter.report()
      else this.#reporter.reportAt(next)
    }
    const fast = now === began || (ready && this.#starting && now - began < STARTING_MS)
    this.#starting = now === began && !ready
    if (now === began) notice()
    else if (fast) this.#timer = clock.after(FAST_MS, notice)
    else this.#timer = clock.at(began + Math.ceil((now - began) / STATUS_PERIOD_MS) * STATUS_PERIOD_MS, () => notice())
  }

  stop(): void {
    this.#timer?.cancel()
  }
}
