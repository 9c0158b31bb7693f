// From the choice of a node to the binding: Reserve, Permit, PreBind, Bind, with waits where a plugin asks for one.
// Upstream: assumeAndReserve and bindingCycle in pkg/scheduler/schedule_one.go.
import { type CycleState, isRejected, type Pod, type Status } from './contract.ts'
import type { Framework } from './framework.ts'
import type { QueuedPod } from './queue.ts'

/** A pod on its way to a node. */
export interface Reservation {
  readonly entry: QueuedPod
  readonly state: CycleState
  readonly pod: Pod
  readonly nodeName: string
}

/** Told how it ended. */
export interface BindingOutcomes {
  bound(reservation: Reservation): void
  /** The reservation has been taken back. */
  failed(reservation: Reservation, why: Status): void
}

type Step = (state: CycleState, pod: Pod, nodeName: string) => Status | undefined

interface Waiting {
  readonly reservation: Reservation
  /** The step that waits. */
  readonly step: number
}

/** The pods between choice and binding. */
export class BindingCycle {
  readonly #framework: Framework
  readonly #outcomes: BindingOutcomes
  readonly #steps: readonly Step[]
  readonly #waiting = new Map<string, Waiting>()

  constructor(framework: Framework, outcomes: BindingOutcomes) {
    this.#framework = framework
    this.#outcomes = outcomes
    const named = (name: string, step: Step): Step => {
      return (state, pod, nodeName) => {
        const outcome = step(state, pod, nodeName)
        return outcome === undefined ? undefined : { ...outcome, plugin: name }
      }
    }
    this.#steps = [
      ...framework.having('reserve').map(({ name, plugin }) => named(name, (s, p, n) => plugin.reserve(s, p, n))),
      ...framework.having('permit').map(({ name, plugin }) => named(name, (s, p, n) => plugin.permit(s, p, n))),
      ...framework.having('preBind').map(({ name, plugin }) => named(name, (s, p, n) => plugin.preBind(s, p, n))),
      (state, pod, nodeName) => this.#bind(state, pod, nodeName),
    ]
  }

  /** Goes as far as it goes without waiting. */
  run(reservation: Reservation, from = 0): void {
    const { state, pod, nodeName } = reservation
    for (let step = from; step < this.#steps.length; step++) {
      const outcome = this.#steps[step]!(state, pod, nodeName)
      if (outcome?.code === 'Wait') {
        this.#waiting.set(pod.metadata.uid ?? '', { reservation, step })
        return
      }
      if (outcome !== undefined) {
        this.#giveUp(reservation, outcome)
        return
      }
    }
    this.#outcomes.bound(reservation)
  }

  /** Ends a wait: undefined goes on, a status refuses. */
  resume(podUid: string, outcome: Status | undefined): void {
    const waiting = this.#waiting.get(podUid)
    if (waiting === undefined) return
    this.#waiting.delete(podUid)
    if (outcome === undefined) this.run(waiting.reservation, waiting.step + 1)
    else this.#giveUp(waiting.reservation, outcome)
  }

  #bind(state: CycleState, pod: Pod, nodeName: string): Status | undefined {
    for (const { plugin } of this.#framework.having('bind')) {
      const outcome = plugin.bind(state, pod, nodeName)
      if (outcome?.code !== 'Skip') return outcome
    }
    return undefined
  }

  #giveUp(reservation: Reservation, why: Status): void {
    const { state, pod, nodeName } = reservation
    for (const { plugin } of this.#framework.having('unreserve')) plugin.unreserve(state, pod, nodeName)
    this.#outcomes.failed(reservation, why)
  }
}

/** A refusal after the choice reads as if there had been but one node. */
export function refusalText(why: Status): string {
  const reasons = why.reasons.join(', ')
  return isRejected(why) ? `0/1 nodes are available: 1 ${reasons}.` : reasons
}
