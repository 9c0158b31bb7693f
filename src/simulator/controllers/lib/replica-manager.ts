// Keeps as many pods as a ReplicaSet or ReplicationController asks for, and its status true. Caches are never stale here, so
// upstream's expectations have nothing to wait for. A set is looked at again when the next of its pods has been ready for long enough; the
// queue retries as the default of controllers, without end. Upstream: pkg/controller/replicaset/replica_set.go.
import type { ReplicaSet } from '../../../generated/api/apps.v1.ts'
import type { Pod, PodTemplateSpec, ReplicationController } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { matchesSet, type Selector } from '../../../model/labels.ts'
import { controllerOf, isControlledBy } from '../../../model/owner-references.ts'
import { formatTime } from '../../../model/time.ts'
import type { ResourceKey } from '../../api/types.ts'
import type { Client, Status } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByController } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import { claim, ownedOrOrphans } from './claims.ts'
import { conditionOf, withoutCondition } from './conditions.ts'
import { controllerClient } from './controller-client.ts'
import { podsToDelete } from './deletion-rank.ts'
import { keyOf, splitKey } from './keys.ts'
import { PodControl, podFromTemplate, slowStart } from './pod-control.ts'
import { isPodActive, isPodAvailable, isPodReady, isPodTerminating, nextAvailability } from './pods.ts'
import { must, retrying, SyncError } from './sync-error.ts'
import { type SyncResult, WorkQueue } from './work-queue.ts'

const BURST = 500
const FAILURE = 'ReplicaFailure'

/** The two kinds that are managed this way. */
export type Replicated = ReplicaSet | ReplicationController

/** What the two kinds differ in. */
export interface ReplicatedKind {
  readonly resource: ResourceKey
  readonly kind: string
  readonly component: string
  readonly account: string
  /** Whether its status counts pods that are terminating. */
  readonly countsTerminating: boolean
  selector(object: Replicated): Selector | undefined
}

/** Runs one of the two controllers. */
export class ReplicaManager implements Running {
  readonly #kind: ReplicatedKind
  readonly #client: Client
  readonly #pods: PodControl
  readonly #environment: Environment
  readonly #informers: Informers
  readonly #queue: WorkQueue

  constructor(environment: Environment, kind: ReplicatedKind) {
    this.#kind = kind
    this.#environment = environment
    this.#client = controllerClient(environment, kind.account)
    this.#pods = new PodControl(this.#client, new EventRecorder(this.#client, environment.clock, kind.component))
    this.#queue = new WorkQueue(
      environment.clock,
      retrying((key) => this.#sync(key)),
    )
    this.#informers = environment.informers()
    this.#informers.on<Replicated>(kind.resource, {
      add: (object) => this.#queue.add(keyOf(object)),
      update: (object) => this.#queue.add(keyOf(object)),
      delete: (object) => this.#queue.add(keyOf(object)),
    })
    this.#informers.on<Pod>('pods', {
      add: (pod) => (pod.metadata.deletionTimestamp === undefined ? this.#appeared(pod) : this.#ownerOf(pod)),
      update: (pod, old) => this.#changed(pod, old),
      delete: (pod) => this.#ownerOf(pod),
    })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
  }

  #ownerOf(pod: Pod): void {
    const reference = controllerOf(pod)
    if (reference?.kind !== this.#kind.kind) return
    this.#queue.add(`${pod.metadata.namespace}/${reference.name}`)
  }

  #appeared(pod: Pod): void {
    if (controllerOf(pod) !== undefined) this.#ownerOf(pod)
    else this.#suitors(pod)
  }

  /** Those that may adopt an orphan. */
  #suitors(pod: Pod): void {
    for (const object of this.#client.lister.list<Replicated>(this.#kind.resource, pod.metadata.namespace))
      if (this.#kind.selector(object)?.matches(pod.metadata.labels ?? {})) this.#queue.add(keyOf(object))
  }

  #changed(pod: Pod, old: Pod): void {
    const [reference, before] = [controllerOf(pod), controllerOf(old)]
    const labelsChanged = pod.metadata.labels !== old.metadata.labels
    if (pod.metadata.deletionTimestamp !== undefined) {
      this.#ownerOf(pod)
      if (labelsChanged) this.#ownerOf(old)
      return
    }
    const referenceChanged = reference?.uid !== before?.uid
    if (referenceChanged) this.#ownerOf(old)
    if (reference !== undefined) this.#ownerOf(pod)
    else if (labelsChanged || referenceChanged) this.#suitors(pod)
  }

  #sync(key: string): SyncResult {
    const [namespace, name] = splitKey(key)
    const object = this.#client.lister.get<Replicated>(this.#kind.resource, namespace, name)
    if (object === undefined) return undefined
    const selector = this.#kind.selector(object)
    if (selector === undefined) return undefined
    const all = ownedOrOrphans(this.#client, podsByController, object)
    this.#queue.weigh(key, all.length)
    const owner = { client: this.#client, resource: 'pods', owner: object, selector }
    const active = claim(owner, all.filter(isPodActive))
    const terminating = all.filter(
      (pod) =>
        isPodTerminating(pod) &&
        isControlledBy(pod, object.metadata.uid) &&
        selector.matches(pod.metadata.labels ?? {}),
    )
    const failure = object.metadata.deletionTimestamp === undefined ? this.#manage(object, active) : undefined
    const now = this.#environment.clock.now()
    const status = this.#statusOf(object, active, terminating.length, failure, now)
    const updated = this.#writeStatus(object, status)
    if (failure !== undefined) throw new SyncError(failure)
    const minReadySeconds = updated.spec.minReadySeconds ?? 0
    const { readyReplicas = 0, availableReplicas = 0 } = updated.status
    if (minReadySeconds === 0 || readyReplicas === availableReplicas) return undefined
    return { afterMs: nextAvailability(active, minReadySeconds, now) ?? minReadySeconds * 1000 }
  }

  #manage(object: Replicated, active: readonly Pod[]): Status | undefined {
    const diff = active.length - (object.spec.replicas ?? 1)
    if (diff < 0) {
      const template = object.spec.template as PodTemplateSpec
      const pod = podFromTemplate(template, object)
      return slowStart(Math.min(-diff, BURST), () => {
        const created = this.#pods.create(pod, object)
        return created.ok || isGoing(created.status) ? undefined : created.status
      })
    }
    let failure: Status | undefined
    if (diff === 0) return undefined
    const now = this.#environment.clock.now()
    const doomed = podsToDelete(active, this.#related(object), Math.min(diff, BURST), now)
    for (const pod of doomed) {
      const refused = this.#pods.delete(pod, object)
      failure ??= refused
    }
    return failure
  }

  /** Pods of all sets of the same owner: neighbours count whichever set they are of. Those of a set nobody owns do not count. */
  #related(object: Replicated): readonly Pod[] {
    const owner = controllerOf(object)
    if (owner === undefined) return []
    const { lister } = this.#client
    const selectors = lister
      .list<Replicated>(this.#kind.resource, object.metadata.namespace)
      .filter((other) => controllerOf(other)?.uid === owner.uid)
      .map((other) => this.#kind.selector(other))
    const pods = lister.list<Pod>('pods', object.metadata.namespace)
    return pods.filter((pod) => selectors.some((selector) => selector?.matches(pod.metadata.labels ?? {})))
  }

  #statusOf(
    object: Replicated,
    active: readonly Pod[],
    terminating: number,
    failure: Status | undefined,
    now: number,
  ): Replicated['status'] {
    const { conditions: before, ...old } = object.status
    const labels = object.spec.template?.metadata?.labels
    const minReadySeconds = object.spec.minReadySeconds ?? 0
    const ready = active.filter(isPodReady)
    const conditions = conditionsAfter(object, active.length, failure, now)
    return {
      ...old,
      ...(conditions.length > 0 ? { conditions } : {}),
      replicas: active.length,
      ...omitZero('fullyLabeledReplicas', active.filter((pod) => matchesSet(labels, pod.metadata.labels)).length),
      ...omitZero('readyReplicas', ready.length),
      ...omitZero('availableReplicas', ready.filter((pod) => isPodAvailable(pod, minReadySeconds, now)).length),
      ...(this.#kind.countsTerminating ? { terminatingReplicas: terminating } : {}),
    }
  }

  #writeStatus(object: Replicated, status: Replicated['status']): Replicated {
    const { generation } = object.metadata
    if (generation === object.status.observedGeneration && deepEqual(withoutUndefined(status), object.status))
      return object
    const observed = withoutUndefined({ ...status, observedGeneration: generation })
    return must(this.#client.updateStatus(this.#kind.resource, { ...object, status: observed } as Replicated))
  }
}

const isGoing = (status: Status): boolean =>
  status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true

const omitZero = (name: string, value: number): Record<string, number | undefined> => ({
  [name]: value === 0 ? undefined : value,
})

function withoutUndefined(status: object): Replicated['status'] {
  return Object.fromEntries(
    Object.entries(status).filter(([, value]) => value !== undefined),
  ) as unknown as Replicated['status']
}

function conditionsAfter(
  { status, spec }: Replicated,
  active: number,
  failure: Status | undefined,
  now: number,
): NonNullable<Replicated['status']['conditions']> {
  const known = conditionOf(status.conditions, FAILURE)
  if (failure === undefined)
    return known === undefined ? [...(status.conditions ?? [])] : withoutCondition(status.conditions, FAILURE)
  if (known !== undefined) return [...(status.conditions ?? [])]
  const reason = active < (spec.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete'
  const condition = {
    type: FAILURE,
    status: 'True',
    lastTransitionTime: formatTime(now),
    reason,
    message: failure.message ?? '',
  }
  return [...(status.conditions ?? []), condition]
}
