// From the choice of a node to the binding: Reserve, Permit, PreBind, Bind, with waits where a plugin asks for one. The plugins of
// PreBind work, and wait, side by side: all there are allow it.
// Upstream: prepareForBindingCycle and bindingCycle in pkg/scheduler/schedule_one.go, RunPreBindPlugins in
// pkg/scheduler/framework/runtime/framework.go.
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
  /** The steps that wait, all of one extension point. */
  readonly steps: Set<Step>
  /** Where it goes on. */
  readonly next: number
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
  /** Steps one after the other; those of a group side by side. */
  readonly #groups: readonly (readonly Step[])[]
  /** The group before which a pod that PreBind works on is nominated. */
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
    this.#groups = [...before.map((step) => [step]), steps('preBind', 'PreBind')]
  }

  /** Goes as far as it goes without waiting. */
  run(reservation: Reservation, from = 0): void {
    const { state, pod, nodeName } = reservation
    for (let i = from; i < this.#groups.length; i++) {
      if (i === this.#preBindAt && this.#willPreBind(reservation)) this.#outcomes.nominated(reservation)
      let waiting: Set<Step> | undefined
      for (const step of this.#groups[i]!) {
        const outcome = step.run(state, pod, nodeName)
        if (this.#isHeldAt(reservation, i)) return
        if (outcome?.code === 'Wait') {
          waiting ??= new Set()
          waiting.add(step)
        } else if (outcome !== undefined) {
          this.#giveUp(reservation, attributed(outcome, step))
          return
        }
      }
      if (waiting === undefined) continue
      this.#waiting.set(pod.metadata.uid ?? '', { reservation, steps: waiting, next: i + 1 })
      return
    }
    const refused = this.#bind(state, pod, nodeName)
    if (this.#isHeldAt(reservation, this.#groups.length)) return
    if (refused === undefined) this.#outcomes.bound(reservation)
    else this.#giveUp(reservation, refused)
  }

  /** What waits for somebody outside of the cluster is done again once that has answered. */
  #isHeldAt(reservation: Reservation, group: number): boolean {
    const { held } = this.#clock
    held?.onRelease(() => this.#clock.soon(() => this.run(reservation, group)))
    return held !== undefined
  }

  /** Ends a plugin's wait: undefined goes on when no other waits, a status refuses. False when the pod does not wait. */
  resume(podUid: string, outcome: Status | undefined, plugin?: string): boolean {
    const waiting = this.#waiting.get(podUid)
    if (waiting === undefined) return false
    const { reservation, steps, next } = waiting
    const step = [...steps].find((each) => plugin === undefined || each.plugin === plugin)
    if (step === undefined) return false
    steps.delete(step)
    if (outcome === undefined && steps.size > 0) return true
    this.#waiting.delete(podUid)
    if (outcome === undefined) this.run(reservation, next)
    else this.#giveUp(reservation, attributed(outcome, step))
    return true
  }

  /** Whether a pod waits in the attempt that a cycle's state is of. */
  waits(podUid: string, state: CycleState): boolean {
    return this.#waiting.get(podUid)?.reservation.state === state
  }

  #willPreBind({ state, pod, nodeName }: Reservation): boolean {
    return this.#nominating.some(({ plugin }) => plugin.willPreBind(state, pod, nodeName))
  }

  #bind(state: CycleState, pod: Pod, nodeName: string): Status | undefined {
    for (const { name, plugin } of this.#binders) {
      const outcome = plugin.bind(state, pod, nodeName)
      if (outcome?.code !== 'Skip') return outcome && attributed(outcome, { plugin: name, point: 'Bind' })
    }
    return undefined
  }

  #giveUp(reservation: Reservation, why: Status): void {
    const { state, pod, nodeName } = reservation
    for (const { plugin } of this.#undoing) plugin.unreserve(state, pod, nodeName)
    this.#outcomes.failed(reservation, why)
  }
}

function attributed(outcome: Status, { plugin, point }: Pick<Step, 'plugin' | 'point'>): Status {
  if (outcome.code !== 'Error') return { ...outcome, plugin }
  return { ...outcome, plugin, reasons: [`running ${point} plugin "${plugin}": ${outcome.reasons.join(', ')}`] }
}

/** A refusal after the choice reads as if there had been but one node. */
export function refusalText(why: Status): string {
  const reasons = why.reasons.join(', ')
  return isRejected(why) ? `0/1 nodes are available: 1 ${reasons}.` : reasons
}
