// Who owns what after a write: plain writes take the fields they changed, applied configurations own what they name, and
// what an applier no longer names goes unless somebody else owns it.
// Upstream: structured-merge-diff merge/update.go and managedfields/internal/{stripmeta,managedfieldsupdater}.go.
import type { ManagedFieldsEntry } from '../../../generated/api/meta.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { type Comparison, compare, fieldsOf, without } from './compare.ts'
import { capUpdaters, identityOf, inOrder, MAX_UPDATERS, type Managed, type ManagedEntry } from './entries.ts'
import { difference, type FieldTree, intersection, isEmpty, LEAF, recursiveDifference, union } from './field-set.ts'
import type { Shape } from './shapes.ts'
import { merge, removeFields, withNamedFields } from './typed-merge.ts'

/** Who writes, how and through which door. */
export interface Writer {
  readonly manager: string
  readonly apiVersion: string
  readonly subresource: string
  readonly time: string
  readonly shape: Shape
  /** What the door resets. */
  readonly reset: FieldTree | undefined
  /** Whether the server knows the kind in this version. */
  knows(apiVersion: string): boolean
}

/** Somebody else owns a field that an applied configuration would change. */
export interface Conflict {
  readonly owner: ManagedEntry
  readonly identity: string
  readonly fields: FieldTree
}

/** Never owned by anybody. */
const UNOWNED: FieldTree = {
  'f:apiVersion': LEAF,
  'f:kind': LEAF,
  'f:metadata': {
    '.': LEAF,
    'f:clusterName': LEAF,
    'f:creationTimestamp': LEAF,
    'f:generation': LEAF,
    'f:managedFields': LEAF,
    'f:name': LEAF,
    'f:namespace': LEAF,
    'f:resourceVersion': LEAF,
    'f:selfLink': LEAF,
    'f:uid': LEAF,
  },
}

const written = ({ added, modified }: Comparison): FieldTree =>
  added === undefined ? (modified ?? LEAF) : modified === undefined ? added : union(added, modified)

/** Notes a plain write from `before` to `after`; true when ownership changed. Changes `managed`. */
export function noteUpdate(managed: Managed, before: unknown, after: unknown, writer: Writer): boolean {
  const changed = without(compare(writer.shape, before, after), writer.reset)
  if (changed === undefined) return dropUnknownVersions(managed, writer)
  const taken = written(changed)
  for (const [id, entry] of managed) {
    if (!writer.knows(entry.apiVersion)) managed.delete(id)
    else lose(managed, id, entry, taken, changed.removed)
  }
  const own = difference(taken, UNOWNED)
  if (!isEmpty(own)) {
    const entry = {
      manager: writer.manager,
      operation: 'Update',
      apiVersion: writer.apiVersion,
      subresource: writer.subresource,
    } as const
    const id = identityOf(entry)
    const previous = managed.get(id)
    managed.set(id, { ...entry, time: writer.time, fields: previous === undefined ? own : union(own, previous.fields) })
  }
  capUpdaters(managed, union)
  return true
}

/**
 * The stored list after a plain write from `before` to `after`: what noteUpdate comes to, made of the list itself, since most of its
 * entries stay as they are. The very list when ownership stays; undefined where there are too many owners to be kept apart.
 */
export function updatedEntries(
  stored: readonly ManagedFieldsEntry[],
  before: unknown,
  after: unknown,
  writer: Writer,
): readonly ManagedFieldsEntry[] | undefined {
  if (stored.length >= MAX_UPDATERS) return undefined
  const changed = without(compare(writer.shape, before, after), writer.reset)
  const known = stored.every(({ apiVersion }) => writer.knows(apiVersion ?? ''))
    ? stored
    : stored.filter(({ apiVersion }) => writer.knows(apiVersion ?? ''))
  if (changed === undefined) return known
  const taken = written(changed)
  const entries: ManagedFieldsEntry[] = []
  const own = difference(taken, UNOWNED)
  let fields = own
  for (const entry of known) {
    const had = (entry.fieldsV1 ?? LEAF) as FieldTree
    let left = difference(had, taken)
    if (changed.removed !== undefined) left = difference(left, changed.removed)
    if (left !== had && isEmpty(left)) continue
    if (!isEmpty(own) && isOf(entry, writer)) fields = union(own, left)
    else entries.push(left === had ? entry : { ...entry, fieldsV1: left })
  }
  if (!isEmpty(own)) {
    const { manager, apiVersion, subresource, time } = writer
    const entry: ManagedFieldsEntry = { manager, operation: 'Update', apiVersion, time, fieldsType: 'FieldsV1' }
    entry.fieldsV1 = fields
    if (subresource) entry.subresource = subresource
    entries.push(entry)
  }
  return entries.sort(inOrder)
}

const isOf = (entry: ManagedFieldsEntry, { manager, apiVersion, subresource }: Writer): boolean =>
  entry.operation === 'Update' &&
  (entry.manager ?? '') === manager &&
  entry.apiVersion === apiVersion &&
  (entry.subresource ?? '') === subresource

function dropUnknownVersions(managed: Managed, writer: Writer): boolean {
  let dropped = false
  for (const [id, { apiVersion }] of managed) {
    if (writer.knows(apiVersion)) continue
    managed.delete(id)
    dropped = true
  }
  return dropped
}

function lose(
  managed: Managed,
  id: string,
  entry: ManagedEntry,
  taken: FieldTree,
  removed: FieldTree | undefined,
): void {
  let fields = difference(entry.fields, taken)
  if (removed !== undefined) fields = difference(fields, removed)
  if (fields === entry.fields) return
  if (isEmpty(fields)) managed.delete(id)
  else managed.set(id, { ...entry, fields })
}

/** What applying came to: the new object (undefined when it stays as it is), or who stands in the way. */
export type Applied =
  | { readonly object: unknown; readonly conflicts?: undefined }
  | { readonly conflicts: readonly Conflict[] }

/** Applies `configuration` to `live`. Changes `managed` unless there are conflicts. */
export function noteApply(
  managed: Managed,
  live: unknown,
  configuration: unknown,
  writer: Writer,
  force: boolean,
): Applied {
  const { shape, reset, apiVersion } = writer
  const own = { manager: writer.manager, operation: 'Apply', apiVersion, subresource: writer.subresource } as const
  const id = identityOf(own)
  const last = managed.get(id)
  let fields = fieldsOf(shape, configuration)
  if (reset !== undefined) fields = recursiveDifference(fields, reset)
  const mine: ManagedEntry = { ...own, time: last?.time, fields }
  const after: Managed = new Map(managed).set(id, mine)
  const object = prune(shape, merge(shape, live, configuration), after, last)
  const changed = without(compare(shape, live, object), reset)
  const conflicts = settle(after, id, changed, writer)
  if (conflicts.length > 0 && !force) return { conflicts }
  for (const { identity, fields: lost, owner } of conflicts) lose(after, identity, owner, lost, undefined)
  if (changed?.removed !== undefined)
    for (const [other, entry] of after) if (other !== id) lose(after, other, entry, LEAF, changed.removed)
  const same = deepEqual(live, object)
  const kept = difference(fields, UNOWNED)
  if (isEmpty(kept)) after.delete(id)
  else after.set(id, { ...mine, fields: kept, time: same ? last?.time : writer.time })
  managed.clear()
  for (const [key, entry] of after) managed.set(key, entry)
  return { object: same ? undefined : object }
}

/** Who else owns what would change; drops owners in versions that are not known any more. */
function settle(managed: Managed, own: string, changed: Comparison | undefined, writer: Writer): Conflict[] {
  const conflicts: Conflict[] = []
  for (const [identity, owner] of managed) {
    if (identity === own) continue
    if (!writer.knows(owner.apiVersion)) {
      managed.delete(identity)
      continue
    }
    if (changed === undefined) continue
    const fields = intersection(owner.fields, written(changed))
    if (!isEmpty(fields)) conflicts.push({ owner, identity, fields })
  }
  return conflicts.sort((a, b) => (a.identity < b.identity ? -1 : 1))
}

/** Takes out what the applier named last time and nobody names now. */
function prune(shape: Shape, merged: unknown, managed: Managed, last: ManagedEntry | undefined): unknown {
  if (last === undefined || isEmpty(last.fields)) return merged
  const lastFields = withNamedFields(shape, last.fields)
  const mergedFields = withNamedFields(shape, fieldsOf(shape, merged))
  let owned: FieldTree = LEAF
  for (const { fields } of managed.values()) owned = union(owned, fields)
  let pruned = removeFields(shape, merged, lastFields)
  let left = withNamedFields(shape, fieldsOf(shape, pruned))
  pruned = removeFields(shape, merged, difference(mergedFields, union(left, withNamedFields(shape, owned))))
  left = withNamedFields(shape, fieldsOf(shape, pruned))
  return removeFields(shape, merged, intersection(difference(mergedFields, left), lastFields))
}
