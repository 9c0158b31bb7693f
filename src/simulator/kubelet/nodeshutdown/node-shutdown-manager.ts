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

/** From then on the machine needs a moment to stop the kubelet. */
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
  powerOff(): void
}

/** The shutdown of one node. */
export class NodeShutdownManager {
  readonly #parts: ShutdownParts
  #stop: (() => void) | undefined

  constructor(parts: ShutdownParts) {
    this.#parts = parts
  }

  /** Whether pods are waited for. */
  get graceful(): boolean {
    return this.#parts.periods.length > 0
  }

  get shuttingDown(): boolean {
    return this.#stop !== undefined
  }

  /** The machine is told to shut down. */
  shutDown(): void {
    const { powerOff, tellNode, report } = this.#parts
    if (this.shuttingDown) return
    if (!this.graceful) {
      powerOff()
      return
    }
    tellNode('Shutdown', 'Shutdown manager detected shutdown event')
    this.#stop = () => {}
    report()
    this.#stop = drive(this.#endPods(), powerOff)
  }

  /** The machine is off. */
  stop(): void {
    this.#stop?.()
    this.#stop = undefined
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
    yield sleep(clock, STOP_MS)
  }
}

function* waitFor(done: Moment): Co<void> {
  yield done.wait
}
