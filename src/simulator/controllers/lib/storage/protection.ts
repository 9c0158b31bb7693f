// The finalizers that keep volumes and claims while they are in use. Upstream: pkg/controller/volume/protectionutil/utils.go.
import type { KubeObject, ResourceKey } from '../../../api/types.ts'
import type { Client } from '../../../client/client.ts'
import type { SyncResult } from '../work-queue.ts'

const has = ({ metadata }: KubeObject, finalizer: string): boolean => metadata.finalizers?.includes(finalizer) === true

/** Whether there is anything to do: the object goes and is held, or stays and is not. */
export const concerns = (object: KubeObject, finalizer: string): boolean =>
  (object.metadata.deletionTimestamp !== undefined) === has(object, finalizer)

/** Adds the finalizer to what stays, takes it from what goes and is not in use. */
export function protect<T extends KubeObject>(
  client: Client,
  resource: ResourceKey,
  object: T,
  finalizer: string,
  inUse: (object: T) => boolean,
): SyncResult {
  if (!concerns(object, finalizer)) return undefined
  const { metadata } = object
  const going = metadata.deletionTimestamp !== undefined
  if (going && inUse(object)) return undefined
  const others = (metadata.finalizers ?? []).filter((other) => other !== finalizer)
  const finalizers = going ? others : [...others, finalizer]
  const { finalizers: _, ...rest } = metadata
  const next = { ...object, metadata: { ...rest, ...(finalizers.length > 0 ? { finalizers } : {}) } }
  const written = client.update(resource, next)
  return written.ok || written.status.code === 404 ? undefined : 'retry'
}
