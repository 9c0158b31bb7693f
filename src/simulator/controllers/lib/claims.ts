// Which objects are a controller's: those it owns and selects; orphans it selects are adopted, owned ones it does not select are
// released. Upstream: pkg/controller/controller_ref_manager.go.
import type { LabelSelector } from '../../../generated/api/meta.v1.ts'
import { isSelectorError, type Selector, selectorOfObject } from '../../../model/labels.ts'
import { controllerOf, controllerReference } from '../../../model/owner-references.ts'
import type { KubeObject, ResourceKey } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import type { IndexDefinition } from '../../client/indexers.ts'
import { orphansOf } from '../../client/indexes.ts'
import { SyncError } from './sync-error.ts'

const PATCH = 'application/strategic-merge-patch+json'
const noLabels: Readonly<Record<string, string>> = {}

/** What is claimed for whom. */
export interface Claim {
  readonly client: Client
  readonly resource: ResourceKey
  readonly owner: KubeObject
  readonly selector: Selector
  /** Finalizers adopted objects get and released ones lose. */
  readonly finalizer?: string
}

/** A selector of a stored object, which is valid; matches nothing where it is not. */
export function storedSelector(selector: LabelSelector | null | undefined): Selector | undefined {
  const parsed = selectorOfObject(selector)
  return isSelectorError(parsed) ? undefined : parsed
}

/** The objects that are the owner's after adopting and releasing; `extra` narrows what is selected. */
export function claim<T extends KubeObject>(
  { client, resource, owner, selector, finalizer }: Claim,
  objects: readonly T[],
  extra: (object: T) => boolean = () => true,
): T[] {
  const claimed: T[] = []
  let failed: SyncError | undefined
  const going = owner.metadata.deletionTimestamp !== undefined
  const patch = (object: T, body: unknown): T | undefined => {
    const { namespace = '', name = '' } = object.metadata
    const patched = client.patch<T>(resource, namespace, name, PATCH, body)
    if (patched.ok) return patched.object
    if (patched.status.code !== 404 && patched.status.code !== 422) failed ??= new SyncError(patched.status)
    return undefined
  }
  for (const object of objects) {
    const { metadata } = object
    const reference = controllerOf(object)
    if (reference !== undefined && reference.uid !== owner.metadata.uid) continue
    const matches = selector.matches(metadata.labels ?? noLabels) && extra(object)
    if (reference !== undefined) {
      if (matches) claimed.push(object)
      else if (!going) patch(object, releasePatch(metadata.uid, owner.metadata.uid, finalizer))
    } else if (!going && matches && metadata.deletionTimestamp === undefined) {
      const fresh = client.lister.get<KubeObject>(
        resourceOf(owner),
        metadata.namespace ?? '',
        owner.metadata.name ?? '',
      )
      if (fresh !== undefined && (fresh.metadata.uid !== owner.metadata.uid || fresh.metadata.deletionTimestamp)) {
        failed ??= new SyncError(undefined, `can't adopt ${metadata.namespace}/${metadata.name}`)
        continue
      }
      const adopted = patch(object, adoptPatch(metadata.uid, owner, finalizer))
      if (adopted !== undefined) claimed.push(adopted)
    }
  }
  if (failed !== undefined) throw failed
  return claimed
}

/** The resource key of workload kinds, all of which are regular plurals. */
function resourceOf({ kind = '', apiVersion = '' }: KubeObject): ResourceKey {
  const at = apiVersion.indexOf('/')
  return `${kind.toLowerCase()}s${at < 0 ? '' : `.${apiVersion.slice(0, at)}`}`
}

function adoptPatch(uid: string | undefined, owner: KubeObject, finalizer: string | undefined): unknown {
  const finalizers = finalizer === undefined ? {} : { finalizers: [finalizer] }
  return { metadata: { uid, ownerReferences: [controllerReference(owner)], ...finalizers } }
}

function releasePatch(uid: string | undefined, owner: string | undefined, finalizer: string | undefined): unknown {
  const finalizers = finalizer === undefined ? {} : { '$deleteFromPrimitiveList/finalizers': [finalizer] }
  return { metadata: { uid, ownerReferences: [{ $patch: 'delete', uid: owner }], ...finalizers } }
}

/** The objects of an index by controller that an owner owns, then those of its namespace that nobody does. */
export function ownedOrOrphans<T extends KubeObject>(
  client: Client,
  index: IndexDefinition<T>,
  owner: KubeObject,
): T[] {
  const { namespace, uid = '' } = owner.metadata
  const owned = client.indexed(index, uid)
  const orphans = client.indexed(index, orphansOf(namespace))
  return orphans.length === 0 ? owned : [...owned, ...orphans]
}
