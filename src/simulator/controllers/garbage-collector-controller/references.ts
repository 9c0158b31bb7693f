// What the owners of an object are worth: there, gone, or waiting for this one to go. Upstream: classifyReferences, isDangling.
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import type { KubeObject, Lister } from '../../api/types.ts'
import type { Discovery } from '../lib/discovery.ts'
import { SyncError } from '../lib/sync-error.ts'
import { FOREGROUND } from './graph.ts'

/** The references of one object, sorted by what became of the owner. */
export interface Classified {
  readonly solid: readonly OwnerReference[]
  readonly dangling: readonly OwnerReference[]
  readonly waiting: readonly OwnerReference[]
}

/** Looks up every owner; undefined when a cluster-scoped object names a namespaced one, which is never resolved. */
export function classify(lister: Lister, discovery: Discovery, object: KubeObject): Classified | undefined {
  const solid: OwnerReference[] = []
  const dangling: OwnerReference[] = []
  const waiting: OwnerReference[] = []
  const namespace = object.metadata.namespace ?? ''
  for (const reference of object.metadata.ownerReferences ?? []) {
    const resource = discovery.resourceOf(reference.apiVersion, reference.kind)
    if (resource === undefined)
      throw new SyncError(undefined, `no matches for kind "${reference.kind}" in version "${reference.apiVersion}"`)
    if (namespace === '' && resource.namespaced) return undefined
    const owner = lister.get<KubeObject>(resource.key, resource.namespaced ? namespace : '', reference.name)
    if (owner === undefined || owner.metadata.uid !== reference.uid) dangling.push(reference)
    else if (owner.metadata.deletionTimestamp !== undefined && owner.metadata.finalizers?.includes(FOREGROUND))
      waiting.push(reference)
    else solid.push(reference)
  }
  return { solid, dangling, waiting }
}
