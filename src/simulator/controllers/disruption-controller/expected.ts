// How many pods a budget counts on: the scale of what controls them, or the pods themselves.
// Upstream: disruption.go getExpectedPodCount, getExpectedScale and the finders.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import type { Scale } from '../../../generated/api/autoscaling.v1.ts'
import type { Pod, ReplicationController } from '../../../generated/api/core.v1.ts'
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import type { PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import type { Client } from '../../client/client.ts'
import { scaled } from '../lib/int-or-percent.ts'
import { SyncError } from '../lib/sync-error.ts'

/** What a budget is measured by. */
export interface Expected {
  readonly count: number
  readonly desired: number
  /** Some pods have no controller, so that the count is not the whole truth. */
  readonly unmanaged: boolean
}

interface Scaled {
  readonly uid: string
  readonly scale: number
}

/** The pods a budget expects and those it wants healthy. */
export function expectedOf(client: Client, { spec }: PodDisruptionBudget, pods: readonly Pod[]): Expected {
  const { maxUnavailable, minAvailable } = spec
  if (maxUnavailable !== undefined) {
    const { count, unmanaged } = expectedScale(client, pods)
    return { count, desired: Math.max(0, count - scaled(maxUnavailable, count, true)), unmanaged }
  }
  if (typeof minAvailable === 'number') return { count: pods.length, desired: minAvailable, unmanaged: false }
  if (minAvailable === undefined) return { count: 0, desired: 0, unmanaged: false }
  const { count, unmanaged } = expectedScale(client, pods)
  return { count, desired: scaled(minAvailable, count, true), unmanaged }
}

function expectedScale(client: Client, pods: readonly Pod[]): { readonly count: number; readonly unmanaged: boolean } {
  const scales = new Map<string, number>()
  let unmanaged = false
  for (const pod of pods) {
    const reference = controllerOf(pod)
    if (reference === undefined) {
      unmanaged = true
      continue
    }
    if (scales.has(reference.uid)) continue
    const found = find(client, reference, pod.metadata.namespace ?? '')
    if (found === undefined) throw new SyncError(undefined, `found no controllers for pod "${pod.metadata.name}"`)
    scales.set(found.uid, found.scale)
  }
  let count = 0
  for (const scale of scales.values()) count += scale
  return { count, unmanaged }
}

const groupOf = ({ apiVersion }: OwnerReference): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''

const isReplicaSet = (reference: OwnerReference): boolean =>
  reference.kind === 'ReplicaSet' && ['apps', 'extensions'].includes(groupOf(reference))

function find(client: Client, reference: OwnerReference, namespace: string): Scaled | undefined {
  return (
    replicationController(client, reference, namespace) ??
    deploymentOrSet(client, reference, namespace) ??
    statefulSet(client, reference, namespace) ??
    byScale(client, reference, namespace)
  )
}

function named<T extends ReplicationController | ReplicaSet | Deployment>(
  client: Client,
  resource: string,
  { name, uid }: OwnerReference,
  namespace: string,
): T | undefined {
  const object = client.lister.get<T>(resource, namespace, name)
  return object?.metadata.uid === uid ? object : undefined
}

const scaleOf = (object: ReplicationController | ReplicaSet | Deployment | undefined): Scaled | undefined =>
  object && { uid: object.metadata.uid ?? '', scale: object.spec.replicas ?? 1 }

function replicationController(client: Client, reference: OwnerReference, namespace: string): Scaled | undefined {
  if (reference.kind !== 'ReplicationController' || groupOf(reference) !== '') return undefined
  return scaleOf(named(client, 'replicationcontrollers', reference, namespace))
}

/** A set that belongs to a Deployment counts as much as the Deployment wants. */
function deploymentOrSet(client: Client, reference: OwnerReference, namespace: string): Scaled | undefined {
  if (!isReplicaSet(reference)) return undefined
  const set = named<ReplicaSet>(client, 'replicasets.apps', reference, namespace)
  if (set === undefined) return undefined
  const owner = controllerOf(set)
  if (owner?.kind !== 'Deployment') return scaleOf(set)
  if (!['apps', 'extensions'].includes(groupOf(owner))) return undefined
  return scaleOf(named<Deployment>(client, 'deployments.apps', owner, namespace))
}

function statefulSet(client: Client, reference: OwnerReference, namespace: string): Scaled | undefined {
  if (reference.kind !== 'StatefulSet' || groupOf(reference) !== 'apps') return undefined
  return scaleOf(named(client, 'statefulsets.apps', reference, namespace))
}

function byScale(client: Client, reference: OwnerReference, namespace: string): Scaled | undefined {
  const { apiVersion, kind, name, uid } = reference
  const resource = client.resourceOf(apiVersion, kind)
  if (resource === undefined) throw new SyncError(undefined, `no matches for kind "${kind}" in version "${apiVersion}"`)
  if (!client.scales(resource.key))
    throw new SyncError(undefined, `${resource.key} does not implement the scale subresource`)
  const found = client.get<Scale>(resource.key, namespace, name, 'scale')
  if (!found.ok) {
    if (found.status.code === 404) return undefined
    throw new SyncError(found.status)
  }
  const { metadata, spec } = found.object
  return metadata.uid === uid ? { uid, scale: spec.replicas ?? 0 } : undefined
}
