// Ends the pods of a node that is shut down, the less important first, before the machine stops; takes no more pods meanwhile.
// Upstream: pkg/kubelet/nodeshutdown/nodeshutdown_manager_linux.go; systemd's inhibitor lock is what holds the machine up.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { type Co, drive, either, type Moment, sleep, together } from '../../containers/coroutine.ts'
import type { Clock } from '../../engine/clock.ts'
import type { ShutdownPeriod } from '../settings.ts'
import type { Failure } from '../status.ts'
import { grouped } from './groups.ts'

const MESSAGE = 'Pod was terminated in response to imminent node shutdown.'
const TERMINATED: Failure = { reason: 'Terminated', message: MESSAGE, disruption: MESSAGE }

/**
 * The lock given back, systemd goes on: it stops what is left, the kubelet among it. How long that takes is the machine's, no
 * setting of Kubernetes; so long the last words of pods and node are still heard.
 */
const STOP_MS = 2_000

/** A pod as the shutdown sees it. */
export interface EndablePod {
  readonly pod: Pod
  /** Comes when nothing of it runs any more. */
  readonly done: Moment
  evict(failure: Failure, graceSeconds: number): void
}

/** What the manager acts through. */
export interface ShutdownParts {
  readonly clock: Clock
  /** None when pods are not waited for. */
  readonly periods: readonly ShutdownPeriod[]
  pods(): readonly EndablePod[]
  tellNode(reason: string, message: string): void
  /** The node's status has changed. */
  report(): void
  /** It is told at the kubelet's next look. */
  reportLater(): void
  powerOff(): void
}

/** The shutdown of one node. */
export class NodeShutdownManager {
  readonly #parts: ShutdownParts
  /** How far it is; nothing when the node is not being shut down. */
  #stage: 'endsPods' | 'endsPodsInVain' | 'stops' | undefined
  /** Calls off what is under way. */
  #off: (() => void)[] = []

  constructor(parts: ShutdownParts) {
    this.#parts = parts
  }

  /** Whether pods are waited for. */
  get graceful(): boolean {
    return this.#parts.periods.length > 0
  }

  get shuttingDown(): boolean {
    return this.#stage !== undefined
  }

  /** Why the node is not ready. */
  get errors(): readonly string[] {
    return this.shuttingDown ? ['node is shutting down'] : []
  }

  /** The machine is told to shut down; `powerOff` is what follows. */
  shutDown(powerOff: () => void = this.#parts.powerOff): void {
    const { tellNode, report, clock } = this.#parts
    if (this.shuttingDown) return
    if (!this.graceful) {
      powerOff()
      return
    }
    tellNode('Shutdown', 'Shutdown manager detected shutdown event')
    this.#stage = 'endsPods'
    report()
    const ended = (): void => {
      if (this.#stage === 'endsPodsInVain') {
        this.#goOn()
        return
      }
      this.#stage = 'stops'
      this.#off.push(clock.after(STOP_MS, powerOff).cancel)
    }
    this.#off.push(drive(this.#endPods(), ended))
  }

  /** The shutdown is called off, which is heard of only when the pods have ended; false when there is none. */
  cancel(): boolean {
    if (this.#stage === 'stops') this.#goOn()
    else if (this.#stage === undefined) return false
    else this.#stage = 'endsPodsInVain'
    return true
  }

  #goOn(): void {
    const { tellNode, reportLater } = this.#parts
    tellNode('Shutdown', 'Shutdown manager detected shutdown cancellation')
    this.stop()
    reportLater()
  }

  /** The machine is off, or goes on. */
  stop(): void {
    for (const off of this.#off.splice(0)) off()
    this.#stage = undefined
  }

  *#endPods(): Co<void> {
    const { clock, periods, pods } = this.#parts
    for (const [i, group] of grouped(periods, pods()).entries()) {
      if (group.length === 0) continue
      const seconds = periods[i]!.shutdownGracePeriodSeconds
      for (const each of group) {
        const own = each.pod.spec.terminationGracePeriodSeconds ?? seconds
        each.evict(TERMINATED, Math.min(own, seconds))
      }
      yield either(together(group.map(({ done }) => waitFor(done))), sleep(clock, seconds * 1000))
    }
  }
}

function* waitFor(done: Moment): Co<void> {
  yield done.wait
}
