// Rolls templates out: one ReplicaSet a template, sizes shifted from old to new as the strategy says. A Deployment is looked at again when
// its deadline is over, and dropped after fifteen retries with the default delays of controllers.
// Upstream: pkg/controller/deployment/{deployment_controller,sync}.go.

import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import { podsByController, replicaSetsByController } from '../../client/indexes.ts'
import type { Informers } from '../../client/informers.ts'
import type { Controller } from '../contract.ts'
import { claim, ownedOrOrphans, storedSelector } from '../lib/claims.ts'
import { conditionOf } from '../lib/conditions.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { keyOf, splitKey } from '../lib/keys.ts'
import { must, retrying } from '../lib/sync-error.ts'
import { fifteenRetries, type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { newCondition, setCondition } from './conditions.ts'
import { allOf, type Context, draftOf, type Sets, writeStatus } from './context.ts'
import { syncRevision } from './new-replica-set.ts'
import { hasDeadline } from './progress.ts'
import { rolloutRecreate } from './recreate.ts'
import { rollback, rollbackTarget } from './rollback.ts'
import { rolloutRolling } from './rolling.ts'
import { cleanUp, isScalingEvent, scale } from './scale.ts'
import { statusOf } from './status.ts'

const RESOURCE = 'deployments.apps'
const SETS = 'replicasets.apps'

/** deployment-controller. */
export const controller: Controller = {
  name: 'deployment-controller',
  wakesOn: ['deployments.apps', 'replicasets.apps'],
  start: (environment) => new Deployments(environment),
}

class Deployments implements Running {
  readonly #context: Context
  readonly #informers: Informers
  readonly #queue: WorkQueue

  constructor(environment: Environment) {
    const { clock } = environment
    const client = controllerClient(environment, 'deployment-controller')
    const recorder = new EventRecorder(client, clock, 'deployment-controller')
    const again = (deployment: Deployment, afterMs: number): void => this.#queue.addAfter(keyOf(deployment), afterMs)
    this.#context = { client, recorder, clock, again }
    this.#queue = new WorkQueue(
      clock,
      retrying((key) => this.#sync(key)),
      fifteenRetries,
    )
    this.#informers = environment.informers()
    const enqueue = (deployment: Deployment): void => this.#queue.add(keyOf(deployment))
    this.#informers.on<Deployment>(RESOURCE, { add: enqueue, update: enqueue, delete: enqueue })
    this.#informers.on<ReplicaSet>(SETS, {
      add: (set) => this.#appeared(set),
      update: (set, old) => this.#changed(set, old),
      delete: (set) => this.#ownerOf(set),
    })
    this.#informers.on<Pod>('pods', { delete: (pod) => this.#podGone(pod) })
  }

  stop(): void {
    this.#informers.stop()
    this.#queue.stop()
  }

  #ownerOf(set: ReplicaSet): void {
    const reference = controllerOf(set)
    if (reference?.kind === 'Deployment') this.#queue.add(`${set.metadata.namespace}/${reference.name}`)
  }

  #appeared(set: ReplicaSet): void {
    if (controllerOf(set) !== undefined || set.metadata.deletionTimestamp !== undefined) this.#ownerOf(set)
    else this.#suitors(set)
  }

  #changed(set: ReplicaSet, old: ReplicaSet): void {
    const [reference, before] = [controllerOf(set), controllerOf(old)]
    const referenceChanged = !deepEqual(reference, before)
    if (referenceChanged) this.#ownerOf(old)
    if (reference !== undefined) this.#ownerOf(set)
    else if (referenceChanged || !deepEqual(set.metadata.labels, old.metadata.labels)) this.#suitors(set)
  }

  #suitors(set: ReplicaSet): void {
    for (const deployment of this.#context.client.lister.list<Deployment>(RESOURCE, set.metadata.namespace))
      if (storedSelector(deployment.spec.selector)?.matches(set.metadata.labels ?? {}))
        this.#queue.add(keyOf(deployment))
  }

  /** The last old pod of a recreation is gone. */
  #podGone(pod: Pod): void {
    const { client } = this.#context
    const { lister } = client
    const { namespace = '' } = pod.metadata
    const reference = controllerOf(pod)
    if (reference?.kind !== 'ReplicaSet') return
    const set = lister.get<ReplicaSet>(SETS, namespace, reference.name)
    const owner = set && controllerOf(set)
    if (set?.metadata.uid !== reference.uid || owner?.kind !== 'Deployment') return
    const deployment = lister.get<Deployment>(RESOURCE, namespace, owner.name)
    if (deployment?.spec.strategy?.type !== 'Recreate') return
    const sets = client.indexed(replicaSetsByController, owner.uid)
    if (sets.every(({ metadata }) => client.indexed(podsByController, metadata.uid ?? '').length === 0))
      this.#queue.add(keyOf(deployment))
  }

  #sync(key: string): SyncResult {
    const { client, recorder } = this.#context
    const [namespace, name] = splitKey(key)
    const stored = client.lister.get<Deployment>(RESOURCE, namespace, name)
    if (stored === undefined) return undefined
    const deployment = draftOf(stored)
    const { selector } = deployment.spec
    if (Object.keys(selector ?? {}).length === 0) {
      const message = 'This deployment is selecting all pods. A non-empty selector is required.'
      recorder.event(deployment, 'Warning', 'SelectingAll', message)
      const { generation = 0 } = deployment.metadata
      if ((deployment.status.observedGeneration ?? 0) < generation)
        client.updateStatus(RESOURCE, {
          ...deployment,
          status: { ...deployment.status, observedGeneration: generation },
        })
      return undefined
    }
    const parsed = storedSelector(selector)
    if (parsed === undefined) return undefined
    const owner = { client, resource: SETS, owner: stored, selector: parsed }
    const sets = claim(owner, ownedOrOrphans(client, replicaSetsByController, stored))
    if (deployment.metadata.deletionTimestamp !== undefined)
      this.#syncStatus(deployment, this.#revisions(deployment, sets))
    else this.#act(deployment, sets)
    return undefined
  }

  #act(deployment: Deployment, list: readonly ReplicaSet[]): void {
    this.#notePause(deployment)
    const target = rollbackTarget(deployment)
    if (deployment.spec.paused === true) this.#syncScale(deployment, list)
    else if (target !== undefined) rollback(this.#context, deployment, list, target)
    else if (isScalingEvent(deployment, this.#revisions(deployment, list))) this.#syncScale(deployment, list)
    else if (deployment.spec.strategy?.type === 'Recreate') rolloutRecreate(this.#context, deployment, list)
    else rolloutRolling(this.#context, deployment, list)
  }

  #revisions(deployment: Deployment, list: readonly ReplicaSet[]): Sets {
    return syncRevision(this.#context, deployment, list, false)
  }

  /** A pause stops the clock of the deadline; its end starts it anew. */
  #notePause(deployment: Deployment): void {
    if (!hasDeadline(deployment)) return
    const current = conditionOf(deployment.status.conditions, 'Progressing')
    if (current?.reason === 'ProgressDeadlineExceeded') return
    const paused = current?.reason === 'DeploymentPaused'
    const wants = deployment.spec.paused === true
    if (wants === paused) return
    const [reason, message] = wants
      ? ['DeploymentPaused', 'Deployment is paused']
      : ['DeploymentResumed', 'Deployment is resumed']
    setCondition(deployment.status, newCondition('Progressing', 'Unknown', reason, message, this.#context.clock.now()))
    writeStatus(this.#context, deployment)
  }

  /** Scales without rolling out: the Deployment is paused or has just been scaled. */
  #syncScale(deployment: Deployment, list: readonly ReplicaSet[]): void {
    const sets = this.#revisions(deployment, list)
    scale(this.#context, deployment, sets)
    if (deployment.spec.paused === true && rollbackTarget(deployment) === undefined)
      cleanUp(this.#context, deployment, sets.oldSets)
    this.#syncStatus(deployment, sets)
  }

  #syncStatus(deployment: Deployment, sets: Sets): void {
    const status = statusOf(deployment, allOf(sets), sets.newSet, this.#context.clock.now())
    if (deepEqual(deployment.status, status)) return
    must(this.#context.client.updateStatus(RESOURCE, { ...deployment, status }))
  }
}
