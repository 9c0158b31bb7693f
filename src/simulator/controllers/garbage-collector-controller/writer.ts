// The collector's writes. Upstream: pkg/controller/garbagecollector/{operations,patch}.go.
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import type { KubeObject, ResourceKey } from '../../api/types.ts'
import type { Client, Result, Status } from '../../client/client.ts'
import { must, mustUnlessGone } from '../lib/sync-error.ts'

const MERGE = 'application/merge-patch+json'
const STRATEGIC = 'application/strategic-merge-patch+json'

/** An object to write to, as it is now. */
export interface Target {
  readonly resource: ResourceKey
  readonly latest: KubeObject
}

/** Takes owners from an object. */
export function dropOwners(client: Client, { resource, latest }: Target, uids: ReadonlySet<string>): void {
  const { uid, resourceVersion, ownerReferences = [] } = latest.metadata
  const dropped = [...uids].map((owner) => ({ $patch: 'delete', uid: owner }))
  const left = (ownerReferences ?? []).filter((owner) => !uids.has(owner.uid))
  const body = { metadata: { uid, ownerReferences: dropped } }
  const whole = { metadata: { resourceVersion, ownerReferences: left.length > 0 ? left : null } }
  mustUnlessGone(patch(client, { resource, latest }, body, whole))
}

/** Owners need not wait for this one any more: its own dependents are being deleted, which may be a circle. */
export function unblock(client: Client, { resource, latest }: Target, owners: readonly OwnerReference[]): void {
  const { uid, resourceVersion } = latest.metadata
  const free = (owner: OwnerReference): OwnerReference => ({ ...owner, blockOwnerDeletion: false })
  const blocking = owners.filter(({ blockOwnerDeletion }) => blockOwnerDeletion === true).map(free)
  const body = { metadata: { uid, ...(blocking.length > 0 ? { ownerReferences: blocking } : {}) } }
  must(patch(client, { resource, latest }, body, { metadata: { resourceVersion, ownerReferences: owners.map(free) } }))
}

/** By strategic merge, or as a whole where that is not understood: custom resources. */
function patch(client: Client, { resource, latest }: Target, body: unknown, whole: unknown): Result<KubeObject> {
  const { namespace = '', name = '' } = latest.metadata
  const patched = client.patch(resource, namespace, name, STRATEGIC, body)
  return patched.ok || patched.status.code !== 415 ? patched : client.patch(resource, namespace, name, MERGE, whole)
}

/** Takes a finalizer from an object that has it. */
export function removeFinalizer(client: Client, { resource, latest }: Target, finalizer: string): void {
  const { namespace = '', name = '', resourceVersion, finalizers } = latest.metadata
  const left = (finalizers ?? []).filter((each) => each !== finalizer)
  if (left.length === (finalizers ?? []).length) return
  const body = { metadata: { resourceVersion, finalizers: left.length === 0 ? null : left } }
  mustUnlessGone(client.patch(resource, namespace, name, MERGE, body))
}

/** Deletes an object as it was seen; false when it was gone. A change that left its owners alone does not matter. */
export function deleteObject(
  client: Client,
  { resource, latest }: Target,
  propagationPolicy: 'Orphan' | 'Background' | 'Foreground',
): boolean {
  const { namespace = '', name = '', uid = '' } = latest.metadata
  const now = client.lister.get<KubeObject>(resource, namespace, name)?.metadata.resourceVersion
  const options = { uid, propagationPolicy, ...(now === undefined ? {} : { resourceVersion: now }) }
  return mustUnlessGone(client.delete(resource, namespace, name, options) as Result<KubeObject | Status>) !== undefined
}
