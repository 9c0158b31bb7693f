// Keeps pods with an identity: numbered, each with its own claims. A set is looked at again when the next of its pods has been ready for
// long enough. Its queue retries as the default of controllers, without end. Upstream: pkg/controller/statefulset/stateful_set.go.
import type { StatefulSet } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByController } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Controller } from '../contract.ts'
import { claim, ownedOrOrphans, storedSelector } from '../lib/claims.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { adoptRevisions } from '../lib/history.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { nextAvailability } from '../lib/pods.ts'
import { must, retrying } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { Round } from './control.ts'
import { isMemberOf } from './identity.ts'
import { StatefulPodControl } from './pod-control.ts'
import { syncRevisions, truncateHistory } from './revisions.ts'
import { type Counts, statusOf } from './status.ts'

const RESOURCE = 'statefulsets.apps'

/** statefulset-controller. */
export const controller: Controller = {
  name: 'statefulset-controller',
  wakesOn: [RESOURCE],
  start: (environment) => new StatefulSets(environment),
}

class StatefulSets implements Running {
  readonly #environment: Environment
  readonly #client: Client
  readonly #control: StatefulPodControl
  readonly #informers: Informers
  readonly #queue: WorkQueue

  constructor(environment: Environment) {
    const { clock } = environment
    this.#environment = environment
    this.#client = controllerClient(environment, 'statefulset-controller')
    this.#control = new StatefulPodControl(
      this.#client,
      new EventRecorder(this.#client, clock, 'statefulset-controller'),
    )
    this.#queue = new WorkQueue(
      clock,
      retrying((key) => this.#sync(key)),
    )
    this.#informers = environment.informers()
    const enqueue = (set: StatefulSet): void => this.#queue.add(keyOf(set))
    this.#informers.on<StatefulSet>(RESOURCE, { add: enqueue, update: enqueue, delete: enqueue })
    this.#informers.on<Pod>('pods', {
      add: (pod) => this.#podChanged(pod, undefined),
      update: (pod, old) => this.#podChanged(pod, old),
      delete: (pod) => this.#ownerOf(pod),
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
  }

  #ownerOf(pod: Pod): boolean {
    const reference = controllerOf(pod)
    if (reference?.kind === 'StatefulSet') this.#queue.add(`${pod.metadata.namespace}/${reference.name}`)
    return reference !== undefined
  }

  #podChanged(pod: Pod, old: Pod | undefined): void {
    if (old !== undefined && controllerOf(old)?.uid !== controllerOf(pod)?.uid) this.#ownerOf(old)
    if (this.#ownerOf(pod)) return
    if (old !== undefined && controllerOf(old) === undefined && old.metadata.labels === pod.metadata.labels) return
    for (const set of this.#client.lister.list<StatefulSet>(RESOURCE, pod.metadata.namespace))
      if (storedSelector(set.spec.selector)?.matches(pod.metadata.labels ?? {})) this.#queue.add(keyOf(set))
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const set = this.#client.lister.get<StatefulSet>(RESOURCE, namespace, name)
    const selector = set && storedSelector(set.spec.selector)
    if (set === undefined || selector === undefined) return undefined
    const known = adoptRevisions(this.#client, set, selector)
    const owner = { client: this.#client, resource: 'pods', owner: set, selector }
    const pods = claim(owner, ownedOrOrphans(this.#client, podsByController, set), (pod) => isMemberOf(set, pod))
    const now = this.#environment.clock.now()
    const revisions = syncRevisions(this.#client, set, known)
    const round = new Round(this.#control, set, revisions, pods, now)
    const counts = round.run(pods, this.#environment.gates.enabled('MaxUnavailableStatefulSet'))
    const status = statusOf(set, counts, revisions)
    const written = status === undefined ? undefined : this.#client.updateStatus(RESOURCE, { ...set, status })
    truncateHistory(this.#client, set, pods, known, revisions)
    if (round.failure !== undefined) throw round.failure
    if (written !== undefined) must(written)
    return this.#lookAgain(set, counts, pods, now)
  }

  #lookAgain({ spec }: StatefulSet, counts: Counts, pods: readonly Pod[], now: number): SyncResult {
    const minReadySeconds = spec.minReadySeconds ?? 0
    if (minReadySeconds === 0 || counts.readyReplicas === counts.availableReplicas) return undefined
    return { afterMs: nextAvailability(pods, minReadySeconds, now) ?? minReadySeconds * 1000 }
  }
}
