// Finalizers by which sidecars of drivers keep objects until they have done with them.
import type { KubeObject, ResourceKey } from '../api/types.ts'
import type { Client } from '../client/client.ts'

/** Puts a finalizer on an object without a namespace, or takes it away. */
export function setFinalizer(
  client: Client,
  resource: ResourceKey,
  { metadata }: KubeObject,
  finalizer: string,
  wanted: boolean,
): void {
  const before = metadata.finalizers ?? []
  if (before.includes(finalizer) === wanted) return
  const finalizers = wanted ? [...before, finalizer] : before.filter((each) => each !== finalizer)
  const body = { metadata: { finalizers, resourceVersion: metadata.resourceVersion } }
  client.patch(resource, '', metadata.name ?? '', 'application/merge-patch+json', body)
}
