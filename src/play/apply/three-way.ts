// The strategic merge patch of `kubectl apply`: changes and additions from what is there to what is wanted, deletions from what
// was last applied to what is wanted. Upstream: strategicpatch.CreateThreeWayMergePatch (apimachinery/pkg/util/strategicpatch).
// Which lists merge, and by which key, comes from src/generated/merge-keys.ts.
import { kindTypes, mergeKeys } from '../../generated/merge-keys.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { isMap } from '../compare/path.ts'

type Fields = Record<string, unknown>
type ReadFields = Readonly<Record<string, unknown>>

interface DiffOptions {
  readonly deletions: boolean
  readonly changes: boolean
}

interface FieldMeta {
  readonly merge: boolean
  readonly replace: boolean
  readonly retainKeys: boolean
  readonly key: string
  readonly type: string
}

const NO_META: FieldMeta = { merge: false, replace: false, retainKeys: false, key: '', type: '' }

/** Whether a kind is patched strategically: the built-in ones are. */
export function typeOfKind(apiVersion: string, kind: string): string | undefined {
  return kindTypes[`${apiVersion}/${kind}`]
}

/** The patch that brings `current` to `modified`, given what was applied before; empty when there is nothing to do. */
export function threeWayPatch(
  original: ReadFields,
  modified: ReadFields,
  current: ReadFields,
  type: string,
): ReadFields {
  const delta = diffMaps(current, modified, type, false, { deletions: false, changes: true })
  const deletions = diffMaps(original, modified, type, false, { deletions: true, changes: false })
  return mergePatches(deletions, delta, type)
}

function metaOf(type: string, field: string): FieldMeta {
  const found = mergeKeys[type]?.[field]
  if (found === undefined) return NO_META
  const [strategies, key, next] = found
  const list = strategies.split(',')
  return {
    merge: list.includes('merge'),
    replace: list.includes('replace'),
    retainKeys: list.includes('retainKeys'),
    key,
    type: next,
  }
}

function diffMaps(
  original: ReadFields,
  modified: ReadFields,
  type: string,
  retainKeys: boolean,
  options: DiffOptions,
): Fields {
  const patch: Fields = {}
  for (const [key, wanted] of Object.entries(modified)) {
    if (!Object.hasOwn(original, key)) {
      if (options.changes) patch[key] = wanted
      continue
    }
    diffValue(key, original[key], wanted, type, patch, options)
  }
  if (options.deletions) {
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null
  }
  const kept = retainKeys ? Object.keys(modified).filter((k) => modified[k] !== null) : []
  const clears = Object.keys(original).some((k) => !Object.hasOwn(modified, k))
  if (kept.length > 0 && (Object.keys(patch).length > 0 || clears)) patch['$retainKeys'] = kept.sort()
  return patch
}

function diffValue(
  key: string,
  there: unknown,
  wanted: unknown,
  type: string,
  patch: Fields,
  options: DiffOptions,
): void {
  const meta = metaOf(type, key)
  if (isMap(there) && isMap(wanted)) {
    if (meta.replace) {
      if (options.changes) patch[key] = wanted
      return
    }
    const inner = diffMaps(there, wanted, meta.type, meta.retainKeys, options)
    if (Object.keys(inner).length > 0) patch[key] = inner
    return
  }
  if (Array.isArray(there) && Array.isArray(wanted) && meta.merge) {
    diffLists(key, there, wanted, meta, patch, options)
    return
  }
  if (options.changes && !deepEqual(there, wanted)) patch[key] = wanted
}

function diffLists(
  key: string,
  original: readonly unknown[],
  modified: readonly unknown[],
  meta: FieldMeta,
  patch: Fields,
  options: DiffOptions,
): void {
  if (original.length === 0) {
    if (modified.length > 0 && options.changes) patch[key] = modified
    return
  }
  if (isMap(original[0] ?? modified[0]))
    diffListsOfMaps(key, original as ReadFields[], modified as ReadFields[], meta, patch, options)
  else diffListsOfScalars(key, original, modified, patch, options)
}

function diffListsOfMaps(
  key: string,
  original: readonly ReadFields[],
  modified: readonly ReadFields[],
  meta: FieldMeta,
  patch: Fields,
  options: DiffOptions,
): void {
  const mergeKey = meta.key
  const before = new Map(original.map((item) => [String(item[mergeKey]), item]))
  const wanted = new Set(modified.map((item) => String(item[mergeKey])))
  const items: ReadFields[] = []
  for (const item of modified) {
    const old = before.get(String(item[mergeKey]))
    if (old === undefined) {
      if (options.changes) items.push(item)
      continue
    }
    const inner = diffMaps(old, item, meta.type, meta.retainKeys, options)
    if (Object.keys(inner).length > 0) items.push({ ...inner, [mergeKey]: item[mergeKey] })
  }
  if (options.deletions) {
    for (const item of original)
      if (!wanted.has(String(item[mergeKey]))) items.push({ $patch: 'delete', [mergeKey]: item[mergeKey] })
  }
  const sameOrder =
    original.length === modified.length &&
    original.every((item, i) => deepEqual(item[mergeKey], modified[i]?.[mergeKey]))
  if (items.length > 0) patch[key] = items
  if (items.length > 0 || (options.changes && !sameOrder)) {
    patch[`$setElementOrder/${key}`] = modified.map((item) => ({ [mergeKey]: item[mergeKey] }))
  }
}

function diffListsOfScalars(
  key: string,
  original: readonly unknown[],
  modified: readonly unknown[],
  patch: Fields,
  options: DiffOptions,
): void {
  const added = options.changes ? modified.filter((v) => !original.includes(v)) : []
  const removed = options.deletions ? [...new Set(original.filter((v) => !modified.includes(v)))] : []
  if (added.length > 0) patch[key] = added
  if (removed.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = removed.sort()
  if (removed.length > 0 || (options.changes && !deepEqual(original, modified)))
    patch[`$setElementOrder/${key}`] = modified
}

/** Deletions and changes as one patch; the changes win. */
function mergePatches(deletions: ReadFields, delta: ReadFields, type: string): Fields {
  const merged: Fields = { ...deletions }
  for (const [key, value] of Object.entries(delta)) {
    const there = merged[key]
    const meta = metaOf(type, key)
    if (isMap(there) && isMap(value) && !meta.replace) merged[key] = mergePatches(there, value, meta.type)
    else if (Array.isArray(there) && Array.isArray(value) && meta.merge && meta.key !== '')
      merged[key] = mergeItems(there as ReadFields[], value as ReadFields[], meta)
    else merged[key] = value
  }
  return merged
}

function mergeItems(deletions: readonly ReadFields[], delta: readonly ReadFields[], meta: FieldMeta): ReadFields[] {
  const rest = new Map(deletions.map((item) => [String(item[meta.key]), item]))
  const merged = delta.map((item) => {
    const there = rest.get(String(item[meta.key]))
    rest.delete(String(item[meta.key]))
    return there === undefined ? item : mergePatches(there, item, meta.type)
  })
  return [...merged, ...rest.values()]
}
