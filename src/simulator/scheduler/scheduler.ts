// kube-scheduler: hears of pods and nodes, takes one pod at a time from its queue, and binds it or says why not. One attempt is
// one event on the clock. Upstream: pkg/scheduler/{scheduler,schedule_one}.go.
import type { Client } from '../client/client.ts'
import type { Environment, Running } from '../client/environment.ts'
import type { Informers } from '../client/informers.ts'
import { defaultSchedulerName } from '../data/scheduler-defaults.ts'
import type { Decision, Refusal } from './algorithm.ts'
import { type BindingOutcomes, type Reservation, refusalText } from './binding.ts'
import { Cache } from './cache.ts'
import { profilesOf, type SchedulerConfiguration } from './configuration.ts'
import { isRejected, type Pod, type Status } from './contract.ts'
import { CycleState } from './cycle-state.ts'
import { type Explanation, RecordedExplanation, Recorder } from './explanation.ts'
import { truncateNote } from './fit-error.ts'
import { listen } from './listen.ts'
import { NodeToStatus } from './node-to-status.ts'
import { Nominator } from './nominator.ts'
import { reportFailure, reportNomination } from './pod-status.ts'
import { Profile, type Shared } from './profile.ts'
import { type QueuedPod, SchedulingQueue } from './queue.ts'
import { queueRules } from './queue-rules.ts'

export type { SchedulerConfiguration } from './configuration.ts'
export type { Explanation, NodeExplanation } from './explanation.ts'
export { readConfiguration, SchedulerSettingError } from './settings/read.ts'

/** Starts a scheduler with the profiles of its configuration; without one, the default profile. */
export function startScheduler(environment: Environment, configuration: SchedulerConfiguration = {}): Scheduler {
  return new Scheduler(environment, configuration)
}

/** A running scheduler. */
export class Scheduler implements Running {
  readonly #environment: Environment
  readonly #client: Client
  readonly #informers: Informers
  readonly #cache = new Cache()
  readonly #nominator = new Nominator()
  readonly #profiles = new Map<string, Profile>()
  readonly #queue: SchedulingQueue
  readonly #listeners = new Set<(explanation: Explanation) => void>()
  #booked = false
  #stopped = false

  constructor(environment: Environment, configuration: SchedulerConfiguration) {
    this.#environment = environment
    this.#client = environment.client('system:kube-scheduler')
    const shared: Shared = {
      environment,
      client: this.#client,
      cache: this.#cache,
      nominator: this.#nominator,
      start: { at: 0 },
      outcomes: (profile) => this.#outcomes(profile),
      resume: (uid, outcome, plugin) => this.#resume(uid, outcome, plugin),
    }
    for (const profile of profilesOf(configuration)) {
      const name = profile.schedulerName ?? defaultSchedulerName
      this.#profiles.set(name, new Profile(name, profile, shared))
    }
    const [first] = this.#profiles.values()
    if (first === undefined) throw new Error('a scheduler needs a profile')
    const rules = queueRules((pod) => (this.#profileOf(pod) ?? first).framework, first.framework)
    const { podInitialBackoffSeconds: initial, podMaxBackoffSeconds: most } = configuration
    this.#queue = new SchedulingQueue(environment.clock, rules, () => this.#wake(), {
      ...(initial === undefined ? {} : { first: initial }),
      ...(most === undefined ? {} : { most }),
      mayBeCutShort: environment.gates.enabled('SchedulerPopFromBackoffQ'),
    })
    this.#informers = environment.informers()
    listen(this.#informers, {
      cache: this.#cache,
      nominator: this.#nominator,
      queue: this.#queue,
      frameworks: [...this.#profiles.values()].map(({ framework }) => framework),
      responsible: (pod) => this.#profileOf(pod) !== undefined,
      gone: (uid) => this.#resume(uid, { code: 'Error', reasons: ['pod does not exist any more'] }),
    })
  }

  stop(): void {
    this.#stopped = true
    this.#informers.stop()
    this.#queue.stop()
  }

  /** Tells what each plugin said of each node, for every attempt from now on; returns how to stop. */
  onDecision(listener: (explanation: Explanation) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What each plugin says of each node for a pod now, as if it were not placed; nothing changes. */
  explain(placed: Pod): Explanation | undefined {
    const profile = this.#profileOf(placed)
    if (profile === undefined) return undefined
    const { nodeName: _, ...spec } = placed.spec
    const pod = { ...placed, spec }
    const nodes = this.#cache.nodes()
    const recorder = new Recorder(nodes)
    const message = this.#cache.without(pod.metadata.uid ?? '', () => {
      const state = new CycleState()
      const { framework } = profile
      const outcome = framework.preFilter(state, pod)
      const refused = new NodeToStatus(outcome.status)
      if (outcome.status !== undefined) {
        recorder.filtered([], refused)
        return outcome.status.reasons.join(', ')
      }
      const feasible = nodes.filter((node) => {
        if (outcome.nodeNames !== undefined && !outcome.nodeNames.has(node.name)) return false
        const refusal = framework.filterWithNominated(state, pod, node)
        if (refusal !== undefined) refused.set(node.name, refusal)
        return refusal === undefined
      })
      recorder.filtered(feasible, refused)
      if (feasible.length > 1) framework.score(state, pod, feasible, recorder)
      return undefined
    })
    return this.#explanation(profile, pod, recorder, message === undefined ? {} : { message })
  }

  #explanation(profile: Profile, pod: Pod, recorder: Recorder, outcome: Partial<Explanation>): Explanation {
    return new RecordedExplanation(pod, this.#environment.clock.now(), profile.name, recorder, outcome)
  }

  #tell(profile: Profile, pod: Pod, recorder: Recorder, decision: Decision): void {
    const outcome: Partial<Explanation> =
      'nodeName' in decision
        ? { node: decision.nodeName }
        : {
            message: decision.message,
            ...(decision.nominatedNodeName ? { nominatedNodeName: decision.nominatedNodeName } : {}),
          }
    const explanation = this.#explanation(profile, pod, recorder, outcome)
    for (const listener of this.#listeners) listener(explanation)
  }

  #profileOf({ spec }: Pod): Profile | undefined {
    return this.#profiles.get(spec.schedulerName || defaultSchedulerName)
  }

  #resume(uid: string, outcome: Status | undefined, plugin?: string): boolean {
    for (const { binding } of this.#profiles.values()) if (binding.resume(uid, outcome, plugin)) return true
    return false
  }

  #wake(): void {
    if (this.#booked || this.#stopped) return
    this.#booked = true
    this.#environment.clock.soon(() => {
      this.#booked = false
      if (this.#stopped) return
      const entry = this.#queue.pop()
      if (entry !== undefined) this.#attempt(entry)
      if (this.#queue.ready) this.#wake()
    })
  }

  #attempt(entry: QueuedPod): void {
    const { pod } = entry
    const { name, namespace, uid = '', deletionTimestamp } = pod.metadata
    const profile = this.#profileOf(pod)
    if (profile === undefined || deletionTimestamp !== undefined) {
      this.#queue.done(uid)
      const note = `skip schedule deleting pod: ${namespace}/${name}`
      profile?.recorder.event(pod, 'Warning', 'FailedScheduling', 'Scheduling', note)
      return
    }
    const state = new CycleState()
    const nodes = this.#cache.nodes()
    const recorder = this.#listeners.size > 0 ? new Recorder(nodes) : undefined
    const decision = profile.algorithm.schedule(state, pod, nodes, recorder)
    if (recorder !== undefined) this.#tell(profile, pod, recorder, decision)
    if (!('nodeName' in decision)) {
      this.#fail(profile, entry, decision)
      return
    }
    this.#cache.assume(pod, decision.nodeName)
    this.#nominator.remove(uid)
    profile.binding.run({ entry, state, pod, nodeName: decision.nodeName })
  }

  #outcomes(profile: Profile): BindingOutcomes {
    return {
      nominated: ({ pod, nodeName }) => {
        if (!this.#environment.gates.enabled('NominatedNodeNameForExpectation')) return
        reportNomination(this.#client, pod, nodeName)
      },
      bound: ({ pod, nodeName }) => {
        const { name, namespace, uid } = pod.metadata
        this.#queue.done(uid ?? '')
        const note = `Successfully assigned ${namespace}/${name} to ${nodeName}`
        profile.recorder.event(pod, 'Normal', 'Scheduled', 'Binding', note)
      },
      failed: (reservation, why) => this.#bindingFailed(profile, reservation, why),
    }
  }

  #bindingFailed(profile: Profile, { entry, pod, nodeName }: Reservation, why: Status): void {
    const { uid = '' } = pod.metadata
    this.#cache.removePod(uid)
    const rejected = isRejected(why)
    this.#fail(profile, entry, {
      message: refusalText(why),
      rejectors: new Set(rejected && why.plugin ? [why.plugin] : []),
      unschedulable: rejected,
      nominatedNodeName: '',
    })
    const others = (other: Pod): boolean => other.metadata.uid !== uid
    const placed = { ...pod, spec: { ...pod.spec, nodeName } }
    this.#queue.move({ resource: 'pods', action: 'Delete' }, placed, undefined, rejected ? others : undefined)
  }

  #fail(profile: Profile, entry: QueuedPod, refusal: Refusal): void {
    const { name = '', namespace = '', uid } = entry.pod.metadata
    const current = this.#client.lister.get<Pod>('pods', namespace, name)
    if (current === undefined || current.metadata.uid !== uid) {
      this.#queue.done(uid ?? '')
      return
    }
    if (!current.spec.nodeName) {
      entry.pod = current
      this.#queue.putBack(entry, refusal.rejectors)
    }
    const { message, nominatedNodeName } = refusal
    this.#nominator.set(current, nominatedNodeName)
    profile.recorder.event(current, 'Warning', 'FailedScheduling', 'Scheduling', truncateNote(message))
    reportFailure(this.#client, this.#environment.clock.now(), current, {
      reason: refusal.unschedulable ? 'Unschedulable' : 'SchedulerError',
      message,
      ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }),
    })
  }
}
