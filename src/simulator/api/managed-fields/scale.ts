// Ownership of replicas across the scale subresource: seen through it, the owners of an object's replicas own `spec.replicas` of
// a Scale; what scaling changes is carried back. Upstream: apimachinery/pkg/util/managedfields/scalehandler.go.
import type { ManagedFieldsEntry } from '../../../generated/api/meta.v1.ts'
import type { RequestContext } from '../context.ts'
import type { KubeObject } from '../types.ts'
import { encodeEntries, givenEntries, identityOf, type Managed, storedEntries } from './entries.ts'
import { difference, type FieldTree, intersection, isEmpty, LEAF } from './field-set.ts'
import { trackAs } from './manager.ts'
import { shapeOfType } from './shapes.ts'

const SCALE_VERSION = 'autoscaling/v1'
const SCALE_REPLICAS: FieldTree = { 'f:spec': { 'f:replicas': LEAF } }

/** Where most objects have their replicas. */
export const SPEC_REPLICAS: FieldTree = SCALE_REPLICAS

const has = (fields: FieldTree, path: FieldTree): boolean => !isEmpty(intersection(fields, path))

/**
 * The owners of `parent` after its Scale became `after` from `before`; `path` is where the parent has its replicas.
 * Neither Scale need carry owners.
 */
export function trackScale(
  context: RequestContext,
  parent: KubeObject,
  path: FieldTree,
  before: KubeObject,
  after: KubeObject,
): ManagedFieldsEntry[] | undefined {
  const live = withOwners(parent, path, context.info.apiVersion, before)
  const scale = { ...after, metadata: { ...after.metadata, managedFields: undefined } }
  trackAs(context, scale, live, {
    apiVersion: SCALE_VERSION,
    shape: shapeOfType('autoscaling.v1.Scale'),
    reset: undefined,
    knows: (apiVersion) => apiVersion === SCALE_VERSION,
  })
  return ownersAfter(parent, path, context.info.apiVersion, scale)
}

/** The Scale of `parent`, a kind of `version`, with the owners of its replicas. */
export function withOwners<T extends KubeObject>(parent: KubeObject, path: FieldTree, version: string, scale: T): T {
  return { ...scale, metadata: { ...scale.metadata, managedFields: scaleEntries(parent, path, version) } }
}

/** The owners of `parent` given those of its Scale. */
export function ownersAfter(
  parent: KubeObject,
  path: FieldTree,
  version: string,
  { metadata }: KubeObject,
): ManagedFieldsEntry[] | undefined {
  return parentEntries(
    storedEntries(parent.metadata.managedFields),
    givenEntries(metadata.managedFields),
    path,
    version,
  )
}

function scaleEntries(parent: KubeObject, path: FieldTree, version: string): ManagedFieldsEntry[] | undefined {
  const seen: Managed = new Map()
  for (const [id, entry] of storedEntries(parent.metadata.managedFields)) {
    if (entry.apiVersion !== version || !has(entry.fields, path)) continue
    seen.set(id, { ...entry, apiVersion: SCALE_VERSION, fields: SCALE_REPLICAS })
  }
  return encodeEntries(seen)
}

/** Replicas go from owners that lost them to those that took them; theirs are new entries without a time, as upstream has it. */
function parentEntries(
  parent: Managed,
  scale: Managed = new Map(),
  path: FieldTree,
  version: string,
): ManagedFieldsEntry[] | undefined {
  const result: Managed = new Map()
  const taken = new Map(scale)
  for (const [id, entry] of parent) {
    if (entry.apiVersion !== version) continue
    if (!has(entry.fields, path) || taken.delete(id)) {
      result.set(id, entry)
      continue
    }
    const fields = difference(entry.fields, path)
    if (!isEmpty(fields)) result.set(id, { ...entry, fields })
  }
  for (const [id, entry] of taken) {
    if (!has(entry.fields, SCALE_REPLICAS)) continue
    result.set(id, { ...entry, apiVersion: version, time: parent.get(identityOf(entry))?.time, fields: path })
  }
  return encodeEntries(result)
}
