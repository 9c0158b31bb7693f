// kube-scheduler: hears of pods and nodes, takes one pod at a time from its queue, and binds it or says why not. One attempt is
// one event on the clock. Upstream: pkg/scheduler/{scheduler,schedule_one,eventhandlers}.go.
import type { KubeObject } from '../api/types.ts'
import type { Client } from '../client/client.ts'
import type { Environment, Running } from '../client/environment.ts'
import { SeriesRecorder } from '../client/event-recorder.ts'
import type { Informers } from '../client/informers.ts'
import { defaultSchedulerName } from '../data/scheduler-defaults.ts'
import { Algorithm, type Decision } from './algorithm.ts'
import { BindingCycle, type Reservation, refusalText } from './binding.ts'
import { Cache } from './cache.ts'
import { nodeChanges, podChanges } from './cluster-events.ts'
import { type Handle, isRejected, type Node, type Pod, type Status } from './contract.ts'
import { CycleState } from './cycle-state.ts'
import { truncateNote } from './fit-error.ts'
import { Framework } from './framework.ts'
import { Nominator } from './nominator.ts'
import { reportFailure } from './pod-status.ts'
import { type QueuedPod, SchedulingQueue } from './queue.ts'
import { otherResources, queueRules } from './queue-rules.ts'

/** Starts the default scheduler. */
export function startScheduler(environment: Environment): Running {
  return new Scheduler(environment)
}

class Scheduler implements Running {
  readonly #environment: Environment
  readonly #client: Client
  readonly #informers: Informers
  readonly #recorder: SeriesRecorder
  readonly #cache = new Cache()
  readonly #nominator = new Nominator()
  readonly #framework: Framework
  readonly #queue: SchedulingQueue
  readonly #algorithm: Algorithm
  readonly #binding: BindingCycle
  #booked = false
  #stopped = false

  constructor(environment: Environment) {
    this.#environment = environment
    this.#client = environment.client('system:kube-scheduler')
    this.#recorder = new SeriesRecorder(
      this.#client,
      environment.clock,
      defaultSchedulerName,
      `${defaultSchedulerName}-control-plane`,
    )
    this.#framework = new Framework(this.#handle())
    this.#queue = new SchedulingQueue(environment.clock, queueRules(this.#framework), () => this.#wake())
    this.#algorithm = new Algorithm(this.#framework, environment.random)
    this.#binding = new BindingCycle(this.#framework, {
      bound: (reservation) => this.#bound(reservation),
      failed: (reservation, why) => this.#bindingFailed(reservation, why),
    })
    this.#informers = environment.informers()
    this.#listen()
  }

  stop(): void {
    this.#stopped = true
    this.#informers.stop()
    this.#queue.stop()
  }

  #handle(): Handle {
    return {
      environment: this.#environment,
      client: this.#client,
      nodes: () => this.#cache.nodes(),
      node: (name) => this.#cache.node(name),
      imageNodes: (image) => this.#cache.imageNodes(image),
      nominatedPods: (nodeName) => this.#nominator.on(nodeName),
      runFilters: (state, pod, node) => this.#framework.filterWithNominated(state, pod, node),
      runAddPod: (state, pod, added, node) => this.#framework.addPod(state, pod, added, node),
      runRemovePod: (state, pod, removed, node) => this.#framework.removePod(state, pod, removed, node),
      resume: (uid, outcome) => this.#binding.resume(uid, outcome),
    }
  }

  #listen(): void {
    this.#informers.on<Node>('nodes', {
      add: (node) => {
        this.#cache.setNode(node)
        this.#queue.move({ resource: 'nodes', action: 'Add' }, undefined, node)
      },
      update: (node, old) => {
        this.#cache.setNode(node)
        for (const event of nodeChanges(old, node)) this.#queue.move(event, old, node)
      },
      delete: (node) => {
        this.#cache.removeNode(node.metadata.name ?? '')
        this.#queue.move({ resource: 'nodes', action: 'Delete' }, node, undefined)
      },
    })
    this.#informers.on<Pod>('pods', {
      add: (pod) => this.#podChanged(undefined, isOver(pod) ? undefined : pod),
      update: (pod, old) => this.#podChanged(isOver(old) ? undefined : old, isOver(pod) ? undefined : pod),
      delete: (pod) => this.#podChanged(pod, undefined),
    })
    for (const resource of otherResources(this.#framework)) {
      this.#informers.on<KubeObject>(resource, {
        add: (object) => this.#queue.move({ resource, action: 'Add' }, undefined, object),
        update: (object, old) => this.#queue.move({ resource, action: 'Update' }, old, object),
        delete: (object) => this.#queue.move({ resource, action: 'Delete' }, object, undefined),
      })
    }
  }

  /** A pod came, changed or went; pods that are over count as gone. */
  #podChanged(old: Pod | undefined, pod: Pod | undefined): void {
    const uid = (pod ?? old)?.metadata.uid ?? ''
    if (pod?.spec.nodeName) {
      this.#placedPodChanged(uid, old, pod)
      return
    }
    if (pod !== undefined) {
      this.#pendingPodChanged(old, pod)
      return
    }
    if (old === undefined) return
    this.#queue.delete(uid)
    this.#nominator.remove(uid)
    this.#cache.removePod(uid)
    this.#queue.move({ resource: 'pods', action: 'Delete' }, old, undefined)
  }

  #placedPodChanged(uid: string, old: Pod | undefined, pod: Pod): void {
    const known = old?.spec.nodeName === pod.spec.nodeName
    this.#cache.setPod(pod)
    if (known && old !== undefined) {
      for (const event of podChanges(old, pod)) this.#queue.move(event, old, pod)
      return
    }
    this.#queue.delete(uid)
    this.#nominator.remove(uid)
    this.#queue.move({ resource: 'pods', action: 'Add' }, undefined, pod)
  }

  #pendingPodChanged(old: Pod | undefined, pod: Pod): void {
    if ((pod.spec.schedulerName ?? defaultSchedulerName) !== defaultSchedulerName) return
    if (this.#cache.isAssumed(pod.metadata.uid ?? '')) return
    this.#nominator.update(old, pod)
    if (old === undefined) this.#queue.add(pod)
    else this.#queue.update(old, pod, podChanges(old, pod))
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
    const { name, namespace, deletionTimestamp } = pod.metadata
    if (deletionTimestamp !== undefined) {
      this.#queue.done(pod.metadata.uid ?? '')
      const note = `skip schedule deleting pod: ${namespace}/${name}`
      this.#recorder.event(pod, 'Warning', 'FailedScheduling', 'Scheduling', note)
      return
    }
    const state = new CycleState()
    const decision = this.#algorithm.schedule(state, pod, this.#cache.nodes())
    if (!('nodeName' in decision)) {
      this.#fail(entry, decision)
      return
    }
    this.#cache.assume(pod, decision.nodeName)
    this.#nominator.remove(pod.metadata.uid ?? '')
    this.#binding.run({ entry, state, pod, nodeName: decision.nodeName })
  }

  #bound({ pod, nodeName }: Reservation): void {
    const { name, namespace, uid } = pod.metadata
    this.#queue.done(uid ?? '')
    const note = `Successfully assigned ${namespace}/${name} to ${nodeName}`
    this.#recorder.event(pod, 'Normal', 'Scheduled', 'Binding', note)
  }

  #bindingFailed({ entry, pod }: Reservation, why: Status): void {
    const { uid = '' } = pod.metadata
    this.#cache.removePod(uid)
    const rejected = isRejected(why)
    this.#fail(entry, {
      message: refusalText(why),
      rejectors: new Set(rejected && why.plugin ? [why.plugin] : []),
      unschedulable: rejected,
      nominatedNodeName: '',
    })
    this.#queue.move({ resource: 'pods', action: 'Delete' }, pod, undefined, rejected ? uid : undefined)
  }

  #fail(entry: QueuedPod, decision: Exclude<Decision, { nodeName: string }>): void {
    const { name = '', namespace = '', uid } = entry.pod.metadata
    const current = this.#client.lister.get<Pod>('pods', namespace, name)
    if (current === undefined || current.metadata.uid !== uid) {
      this.#queue.done(uid ?? '')
      return
    }
    if (!current.spec.nodeName) {
      entry.pod = current
      this.#queue.putBack(entry, decision.rejectors)
    }
    const { message, nominatedNodeName } = decision
    this.#nominator.set(current, nominatedNodeName)
    this.#recorder.event(current, 'Warning', 'FailedScheduling', 'Scheduling', truncateNote(message))
    reportFailure(this.#client, this.#environment.clock.now(), current, {
      reason: decision.unschedulable ? 'Unschedulable' : 'SchedulerError',
      message,
      ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }),
    })
  }
}

/** Succeeded and failed pods hold nothing on their node any more. */
const isOver = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed'
