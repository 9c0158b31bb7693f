// From the choice of a node to the binding: Reserve, Permit, PreBind, Bind, with waits where a plugin asks for one.
// Upstream: prepareForBindingCycle and bindingCycle in pkg/scheduler/schedule_one.go.
import type { Clock } from '../engine/clock.ts'
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

/** Told how it goes. */
export interface BindingOutcomes {
  /** PreBind has work to do: the pod is as good as placed. */
  nominated(reservation: Reservation): void
  bound(reservation: Reservation): void
  /** The reservation has been taken back. */
  failed(reservation: Reservation, why: Status): void
}

interface Step {
  /** `PreBind plugin "VolumeBinding"`: how errors name it. */
  readonly plugin: string
  readonly point: string
  readonly run: (state: CycleState, pod: Pod, nodeName: string) => Status | undefined
}

interface Waiting {
  readonly reservation: Reservation
  /** The step that waits. */
  readonly step: number
}

const nominating = (framework: Framework) => framework.having('willPreBind')
const binders = (framework: Framework) => framework.having('bind')
/** What was reserved last is given back first. */
const undoing = (framework: Framework) => [...framework.having('unreserve')].reverse()

/** The pods of one profile between choice and binding. */
export class BindingCycle {
  readonly #nominating: ReturnType<typeof nominating>
  readonly #binders: ReturnType<typeof binders>
  readonly #undoing: ReturnType<typeof undoing>
  readonly #outcomes: BindingOutcomes
  readonly #steps: readonly Step[]
  /** The step before which a pod that PreBind works on is nominated. */
  readonly #preBindAt: number
  readonly #waiting = new Map<string, Waiting>()
  readonly #clock: Clock

  constructor(framework: Framework, clock: Clock, outcomes: BindingOutcomes) {
    this.#clock = clock
    this.#nominating = nominating(framework)
    this.#binders = binders(framework)
    this.#undoing = undoing(framework)
    this.#outcomes = outcomes
    const steps = (point: 'reserve' | 'permit' | 'preBind', label: string): Step[] =>
      framework.having(point).map(({ name, plugin }) => ({
        plugin: name,
        point: label,
        run: (state, pod, nodeName) => plugin[point]?.(state, pod, nodeName),
      }))
    const before = [...steps('reserve', 'Reserve'), ...steps('permit', 'Permit')]
    this.#preBindAt = before.length
    this.#steps = [...before, ...steps('preBind', 'PreBind')]
  }

  /** Goes as far as it goes without waiting. */
  run(reservation: Reservation, from = 0): void {
    const { state, pod, nodeName } = reservation
    for (let step = from; step < this.#steps.length; step++) {
      if (step === this.#preBindAt && this.#willPreBind(reservation)) this.#outcomes.nominated(reservation)
      const { plugin, point, run } = this.#steps[step]!
      const outcome = run(state, pod, nodeName)
      if (this.#isHeldAt(reservation, step)) return
      if (outcome?.code === 'Wait') {
        this.#waiting.set(pod.metadata.uid ?? '', { reservation, step })
        return
      }
      if (outcome !== undefined) {
        this.#giveUp(reservation, attributed(outcome, plugin, point))
        return
      }
    }
    const refused = this.#bind(state, pod, nodeName)
    if (this.#isHeldAt(reservation, this.#steps.length)) return
    if (refused === undefined) this.#outcomes.bound(reservation)
    else this.#giveUp(reservation, refused)
  }

  /** What waits for somebody outside of the cluster is done again once that has answered. */
  #isHeldAt(reservation: Reservation, step: number): boolean {
    const { held } = this.#clock
    held?.onRelease(() => this.#clock.soon(() => this.run(reservation, step)))
    return held !== undefined
  }

  /** Ends a wait: undefined goes on, a status refuses. False when the pod does not wait. */
  resume(podUid: string, outcome: Status | undefined): boolean {
    const waiting = this.#waiting.get(podUid)
    if (waiting === undefined) return false
    this.#waiting.delete(podUid)
    const { reservation, step } = waiting
    const { plugin, point } = this.#steps[step]!
    if (outcome === undefined) this.run(reservation, step + 1)
    else this.#giveUp(reservation, attributed(outcome, plugin, point))
    return true
  }

  waits(podUid: string): boolean {
    return this.#waiting.has(podUid)
  }

  #willPreBind({ state, pod, nodeName }: Reservation): boolean {
    return this.#nominating.some(({ plugin }) => plugin.willPreBind(state, pod, nodeName))
  }

  #bind(state: CycleState, pod: Pod, nodeName: string): Status | undefined {
    for (const { name, plugin } of this.#binders) {
      const outcome = plugin.bind(state, pod, nodeName)
      if (outcome?.code !== 'Skip') return outcome && attributed(outcome, name, 'Bind')
    }
    return undefined
  }

  #giveUp(reservation: Reservation, why: Status): void {
    const { state, pod, nodeName } = reservation
    for (const { plugin } of this.#undoing) plugin.unreserve(state, pod, nodeName)
    this.#outcomes.failed(reservation, why)
  }
}

function attributed(outcome: Status, plugin: string, point: string): Status {
  if (outcome.code !== 'Error') return { ...outcome, plugin }
  return { ...outcome, plugin, reasons: [`running ${point} plugin "${plugin}": ${outcome.reasons.join(', ')}`] }
}

/** A refusal after the choice reads as if there had been but one node. */
export function refusalText(why: Status): string {
  const reasons = why.reasons.join(', ')
  return isRejected(why) ? `0/1 nodes are available: 1 ${reasons}.` : reasons
}
