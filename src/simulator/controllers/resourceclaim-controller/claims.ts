// A claim's users: those that are over are taken out; a claim nobody uses is freed, and deleted when it was made for a pod that
// is over. Upstream: syncClaim in pkg/controller/resourceclaim/controller.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { ResourceClaim, ResourceClaimConsumerReference } from '../../../generated/api/resource.v1.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import type { Client } from '../../client/client.ts'
import type { SyncResult } from '../lib/work-queue.ts'

/** The resource. */
export const RESOURCE_CLAIMS = 'resourceclaims.resource.k8s.io'
const FINALIZER = 'resource.kubernetes.io/delete-protection'

/** Over, or going without ever having had a node. */
const isDone = ({ metadata, spec, status }: Pod): boolean =>
  status.phase === 'Succeeded' ||
  status.phase === 'Failed' ||
  (metadata.deletionTimestamp !== undefined && !spec.nodeName)

/** One claim. */
export function syncClaim(client: Client, key: string): SyncResult {
  const [namespace = '', name = ''] = key.split('/')
  const claim = client.lister.get<ResourceClaim>(RESOURCE_CLAIMS, namespace, name)
  if (claim === undefined) return undefined
  const podOf = (pod: string): Pod | undefined => client.lister.get<Pod>('pods', namespace, pod)
  const uses = ({ apiGroup, resource, name: user, uid }: ResourceClaimConsumerReference): boolean => {
    if (apiGroup || resource !== 'pods') return true
    const pod = podOf(user)
    return pod !== undefined && pod.metadata.uid === uid && !isDone(pod)
  }
  const reserved = claim.status?.reservedFor ?? []
  const remaining = reserved.filter(uses)
  const freed = free(client, claim, remaining)
  if (freed === 'retry') return 'retry'
  const owner = controllerOf(claim)
  if (remaining.length > 0 || owner?.kind !== 'Pod' || owner.apiVersion !== 'v1') return undefined
  const pod = podOf(owner.name)
  if (pod === undefined || (pod.metadata.uid === owner.uid && !isDone(pod))) return undefined
  const deleted = client.delete(RESOURCE_CLAIMS, namespace, name)
  return deleted.ok || deleted.status.code === 404 ? undefined : 'retry'
}

/** Writes the users that remain; without any, the allocation and its finalizer go. */
function free(client: Client, claim: ResourceClaim, remaining: ResourceClaimConsumerReference[]): SyncResult {
  const held = claim.metadata.finalizers?.includes(FINALIZER) === true
  const fewer = remaining.length < (claim.status?.reservedFor?.length ?? 0)
  const going = held && claim.metadata.deletionTimestamp !== undefined && remaining.length === 0
  if (!fewer && !going) return undefined
  const { allocation, reservedFor: _, ...status } = claim.status ?? {}
  const keep = allocation !== undefined && !(remaining.length === 0 && held)
  const next = {
    ...status,
    ...(keep ? { allocation } : {}),
    ...(remaining.length > 0 ? { reservedFor: remaining } : {}),
  }
  const written = client.updateStatus<ResourceClaim>(RESOURCE_CLAIMS, { ...claim, status: next })
  if (!written.ok) return 'retry'
  if (!held || keep) return undefined
  const { finalizers = [], ...metadata } = written.object.metadata
  const rest = finalizers.filter((finalizer) => finalizer !== FINALIZER)
  const object = { ...written.object, metadata: { ...metadata, ...(rest.length > 0 ? { finalizers: rest } : {}) } }
  const updated = client.update<ResourceClaim>(RESOURCE_CLAIMS, object)
  return updated.ok || updated.status.code === 404 ? undefined : 'retry'
}
