// Keeps a pod on every node that should have one. A set is looked at again when the pause after a failed pod is over (a second, doubling to
// fifteen minutes), and while pods have not been ready for long enough. Its queue retries as the default of controllers, without end.
// Upstream: pkg/controller/daemon/daemon_controller.go.
import type { ControllerRevision, DaemonSet } from '../../../generated/api/apps.v1.ts'
import type { Node, Pod } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import type { Selector } from '../../../model/labels.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import type { Client, Status } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByController, podsByNode } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Clock } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { claim, ownedOrOrphans, storedSelector } from '../lib/claims.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { PodControl, podFromTemplate, slowStart } from '../lib/pod-control.ts'
import { isPodReady, isPodTerminal } from '../lib/pods.ts'
import { isNamespaceGoing, must, retrying, SyncError } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { FailedPods } from './failed-pods.ts'
import { cleanUpHistory, type History, syncHistory } from './history.ts'
import { type PodsByNode, planNodes, type Stage } from './manage.ts'
import { daemonTemplate, fits, onNode, targetNode } from './placement.ts'
import { rollOut } from './rolling.ts'
import { statusOf } from './status.ts'

const RESOURCE = 'daemonsets.apps'
const BURST = 250

/** daemonset-controller. */
export const controller: Controller = {
  name: 'daemonset-controller',
  wakesOn: [RESOURCE],
  start: (environment) => new DaemonSets(environment),
}

class DaemonSets implements Running {
  readonly #client: Client
  readonly #clock: Clock
  readonly #recorder: EventRecorder
  readonly #pods: PodControl
  readonly #failed = new FailedPods()
  readonly #informers: Informers
  readonly #queue: WorkQueue

  constructor(environment: Environment) {
    this.#clock = environment.clock
    this.#client = controllerClient(environment, 'daemon-set-controller')
    this.#recorder = new EventRecorder(this.#client, this.#clock, 'daemonset-controller')
    this.#pods = new PodControl(this.#client, this.#recorder)
    this.#queue = new WorkQueue(
      this.#clock,
      retrying((key) => this.#sync(key)),
    )
    this.#informers = environment.informers()
    this.#listen()
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
  }

  #listen(): void {
    const enqueue = (set: DaemonSet): void => this.#queue.add(keyOf(set))
    this.#informers.on<DaemonSet>(RESOURCE, { add: enqueue, update: enqueue, delete: enqueue })
    const owner = (object: ControllerRevision | Pod): void => void this.#ownerOf(object)
    this.#informers.on<ControllerRevision>('controllerrevisions.apps', {
      add: (revision) => this.#tell(revision, undefined),
      update: (revision, old) => this.#tell(revision, old),
      delete: owner,
    })
    this.#informers.on<Pod>('pods', {
      add: (pod) => this.#podChanged(pod, undefined),
      update: (pod, old) => this.#podChanged(pod, old),
      delete: owner,
    })
    this.#informers.on<Node>('nodes', {
      add: (node) => this.#nodeChanged(node),
      update: (node, old) => {
        const same =
          deepEqual(node.metadata.labels, old.metadata.labels) && deepEqual(node.spec.taints, old.spec.taints)
        if (!same) this.#nodeChanged(node)
      },
    })
  }

  #ownerOf(object: ControllerRevision | Pod): boolean {
    const reference = controllerOf(object)
    if (reference?.kind === 'DaemonSet') this.#queue.add(`${object.metadata.namespace}/${reference.name}`)
    return reference !== undefined
  }

  #podChanged(pod: Pod, old: Pod | undefined): void {
    if (this.#tell(pod, old)) this.#awaitAvailability(pod, old)
  }

  /** Tells the set that has an object, the one that had it, or those that may want an orphan; whether it is somebody's. */
  #tell(object: ControllerRevision | Pod, old: ControllerRevision | Pod | undefined): boolean {
    if (old !== undefined && controllerOf(old)?.uid !== controllerOf(object)?.uid) this.#ownerOf(old)
    if (this.#ownerOf(object)) return true
    const { namespace, labels = {} } = object.metadata
    if (old !== undefined && controllerOf(old) === undefined && old.metadata.labels === object.metadata.labels)
      return false
    for (const set of this.#client.lister.list<DaemonSet>(RESOURCE, namespace))
      if (storedSelector(set.spec.selector)?.matches(labels)) this.#queue.add(keyOf(set))
    return false
  }

  #awaitAvailability(pod: Pod, old: Pod | undefined): void {
    const reference = controllerOf(pod)
    if (reference?.kind !== 'DaemonSet' || old === undefined || isPodReady(old) || !isPodReady(pod)) return
    const { namespace = '' } = pod.metadata
    const minReadySeconds = this.#client.lister.get<DaemonSet>(RESOURCE, namespace, reference.name)?.spec
      .minReadySeconds
    if (minReadySeconds) this.#queue.addAfter(`${namespace}/${reference.name}`, (minReadySeconds + 1) * 1000)
  }

  #nodeChanged(node: Node): void {
    for (const set of this.#client.lister.list<DaemonSet>(RESOURCE)) {
      const { run, stay } = fits(set, node)
      const scheduled = this.#client
        .indexed(podsByNode, node.metadata.name ?? '')
        .some((pod) => controllerOf(pod)?.uid === set.metadata.uid)
      if (scheduled ? !stay || (set.status.numberMisscheduled ?? 0) > 0 : run) this.#queue.add(keyOf(set))
    }
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const set = this.#client.lister.get<DaemonSet>(RESOURCE, namespace, name)
    if (set === undefined) return undefined
    const { selector } = set.spec
    if (Object.keys(selector ?? {}).length === 0) {
      const message = 'This daemon set is selecting all pods. A non-empty selector is required.'
      this.#recorder.event(set, 'Warning', 'SelectingAll', message)
      return undefined
    }
    const parsed = storedSelector(selector)
    if (set.metadata.deletionTimestamp !== undefined || parsed === undefined) return undefined
    const history = syncHistory(this.#client, set, parsed, () => this.#podsOf(set, parsed))
    const nodes = this.#client.lister.list<Node>('nodes')
    this.#queue.weigh(key, nodes.length)
    const { hash } = history
    const stage: Stage = { set, hash, now: this.#clock.now(), recorder: this.#recorder, failed: this.#failed }
    let retryMs: number | undefined
    let failure: SyncError | undefined
    try {
      retryMs = this.#update(stage, nodes, parsed, history)
    } catch (error) {
      if (!(error instanceof SyncError)) throw error
      failure = error
    }
    const awaits = this.#writeStatus(stage, nodes, parsed)
    if (failure !== undefined) throw failure
    const afterMs = Math.min(retryMs ?? Number.POSITIVE_INFINITY, awaits ?? Number.POSITIVE_INFINITY)
    return Number.isFinite(afterMs) ? { afterMs } : undefined
  }

  #update(stage: Stage, nodes: readonly Node[], selector: Selector, history: History): number | undefined {
    const { set } = stage
    const plan = planNodes(stage, nodes, this.#podsByNode(set, selector, false))
    this.#act(stage, plan.create, plan.delete)
    const moved = plan.create.length > 0 || plan.delete.length > 0
    if (!moved && set.spec.updateStrategy?.type === 'RollingUpdate') {
      const rollout = rollOut(stage, nodes, this.#podsByNode(set, selector, false))
      this.#act(stage, rollout.create, rollout.delete)
    }
    cleanUpHistory(this.#client, set, history.old, this.#podsOf(set, selector))
    return plan.retryMs
  }

  #act({ set, hash }: Stage, create: readonly string[], doomed: readonly Pod[]): void {
    const template = daemonTemplate(set, hash)
    let next = 0
    let failure: Status | undefined = slowStart(Math.min(create.length, BURST), () => {
      const created = this.#pods.create(podFromTemplate(onNode(template, create[next++]!), set), set)
      return created.ok || isNamespaceGoing(created.status) ? undefined : created.status
    })
    for (const pod of doomed.slice(0, BURST)) {
      const refused = this.#pods.delete(pod, set)
      failure ??= refused
    }
    if (failure !== undefined) throw new SyncError(failure)
  }

  #podsOf(set: DaemonSet, selector: Selector): Pod[] {
    return claim(
      { client: this.#client, resource: 'pods', owner: set, selector },
      ownedOrOrphans(this.#client, podsByController, set),
    )
  }

  #podsByNode(set: DaemonSet, selector: Selector, withGone: boolean): PodsByNode {
    const pods = new Map<string, Pod[]>()
    for (const pod of this.#podsOf(set, selector)) {
      if (!withGone && isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined) continue
      const node = targetNode(pod)
      if (node === undefined) continue
      const list = pods.get(node)
      if (list === undefined) pods.set(node, [pod])
      else list.push(pod)
    }
    return pods
  }

  /** Answers with when pods that are ready may have become available, in milliseconds. */
  #writeStatus(stage: Stage, nodes: readonly Node[], selector: Selector): number | undefined {
    const { set } = stage
    const status = statusOf(stage, nodes, this.#podsByNode(set, selector, false))
    if (status !== undefined) must(this.#client.updateStatus(RESOURCE, { ...set, status }))
    const { numberReady, numberAvailable = 0 } = status ?? set.status
    const { minReadySeconds = 0 } = set.spec
    return minReadySeconds > 0 && numberReady !== numberAvailable ? minReadySeconds * 1000 : undefined
  }
}
