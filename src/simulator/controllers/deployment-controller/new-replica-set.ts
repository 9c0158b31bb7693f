// Finds the ReplicaSet of the current template, or makes it; keeps revisions in step. Upstream: sync.go getNewReplicaSet.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import { controllerOf, controllerReference } from '../../../model/owner-references.ts'
import { conditionOf } from '../lib/conditions.ts'
import { templateHash } from '../lib/hash.ts'
import { must, SyncError } from '../lib/sync-error.ts'
import { maxRevision, newSetAnnotations, REVISION, setRevision, withSizes } from './annotations.ts'
import { newCondition, setCondition } from './conditions.ts'
import { type Context, type Sets, writeStatus } from './context.ts'
import { hasDeadline } from './progress.ts'
import { maxSurge, newSetReplicas, replicasOf } from './replicas.ts'
import { equalIgnoringHash, HASH_LABEL, sortSets } from './templates.ts'

const RESOURCE = 'replicasets.apps'
const MAX_NAME = 253

/** The new set and the old ones; the new one is made when it is not there and `create` says so. */
export function syncRevision(
  context: Context,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  create: boolean,
): Sets {
  const { newSet, oldSets } = sortSets(deployment, sets)
  const revision = maxRevision(oldSets) + 1
  if (newSet !== undefined) return { newSet: keepUp(context, deployment, newSet, revision), oldSets }
  return { newSet: create ? createSet(context, deployment, oldSets, revision) : undefined, oldSets }
}

/** The set that is there, its annotations and minReadySeconds up to date. */
function keepUp(context: Context, deployment: Deployment, set: ReplicaSet, revision: number): ReplicaSet {
  const { annotations, changed } = newSetAnnotations(deployment, set.metadata.annotations ?? undefined, revision)
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0
  if (changed || (set.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const metadata = { ...set.metadata, annotations }
    return must(
      context.client.update<ReplicaSet>(RESOURCE, { ...set, metadata, spec: { ...set.spec, minReadySeconds } }),
    )
  }
  let news = setRevision(deployment, set.metadata.annotations?.[REVISION] ?? '')
  if (hasDeadline(deployment) && conditionOf(deployment.status.conditions, 'Progressing') === undefined) {
    const message = `Found new replica set "${set.metadata.name}"`
    const now = context.clock.now()
    setCondition(deployment.status, newCondition('Progressing', 'True', 'FoundNewReplicaSet', message, now))
    news = true
  }
  if (news) writeStatus(context, deployment)
  return set
}

function createSet(context: Context, deployment: Deployment, oldSets: ReplicaSet[], revision: number): ReplicaSet {
  const { client, recorder, clock } = context
  const set = makeSet(deployment, oldSets, revision)
  const created = client.create<ReplicaSet>(RESOURCE, set)
  let result: ReplicaSet
  let existed = false
  if (created.ok) result = created.object
  else if (created.status.reason === 'AlreadyExists') {
    existed = true
    result = existingSet(context, deployment, set, new SyncError(created.status))
  } else {
    const error = new SyncError(created.status)
    if (created.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating')) throw error
    const message = `Failed to create new replica set "${set.metadata.name}": ${error.message}`
    if (hasDeadline(deployment)) {
      const condition = newCondition('Progressing', 'False', 'ReplicaSetCreateError', message, clock.now())
      setCondition(deployment.status, condition)
      client.updateStatus('deployments.apps', deployment)
    }
    recorder.event(deployment, 'Warning', 'ReplicaSetCreateError', message)
    throw error
  }
  const name = result.metadata.name ?? ''
  if (!existed && replicasOf(set) > 0) {
    const message = `Scaled up replica set ${name} from 0 to ${replicasOf(set)}`
    recorder.event(deployment, 'Normal', 'ScalingReplicaSet', message)
  }
  let news = setRevision(deployment, String(revision))
  if (!existed && hasDeadline(deployment)) {
    const message = `Created new replica set "${name}"`
    setCondition(deployment.status, newCondition('Progressing', 'True', 'NewReplicaSetCreated', message, clock.now()))
    news = true
  }
  if (news) writeStatus(context, deployment)
  return result
}

/** A set of that name is there: ours, or the hash has collided and the next try gets another. */
function existingSet({ client }: Context, deployment: Deployment, set: ReplicaSet, error: SyncError): ReplicaSet {
  const there = client.lister.get<ReplicaSet>(RESOURCE, set.metadata.namespace ?? '', set.metadata.name ?? '')
  const ours = there !== undefined && controllerOf(there)?.uid === deployment.metadata.uid
  if (ours && equalIgnoringHash(deployment.spec.template, there.spec.template)) return there
  deployment.status.collisionCount = (deployment.status.collisionCount ?? 0) + 1
  client.updateStatus('deployments.apps', deployment)
  throw error
}

function makeSet(deployment: Deployment, oldSets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { metadata, spec, status } = deployment
  const hash = templateHash(spec.template, status.collisionCount)
  const labels = { ...spec.template.metadata?.labels, [HASH_LABEL]: hash }
  const replicas = newSetReplicas(deployment, oldSets, 0)
  const { annotations } = newSetAnnotations(deployment, undefined, revision)
  const { minReadySeconds } = spec
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${(metadata.name ?? '').slice(0, MAX_NAME - 1 - hash.length)}-${hash}`,
      namespace: metadata.namespace,
      labels,
      annotations: withSizes(annotations, replicasOf(deployment), replicasOf(deployment) + maxSurge(deployment)),
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas,
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: {
        ...spec.selector,
        matchLabels: { ...spec.selector?.matchLabels, [HASH_LABEL]: hash },
      },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
    status: { replicas: 0 },
  }
}
