// Strategic merge patch: objects merge field by field, lists merge by key or as sets where the type says so, with the directives
// $patch, $retainKeys, $deleteFromPrimitiveList and $setElementOrder. Upstream: apimachinery/pkg/util/strategicpatch/patch.go.
import { goValue } from '../managed-fields/typed-validate.ts'
import { BAD_PRIMITIVE_LIST, BAD_RETAIN_KEYS, BAD_SET_ORDER, StrategicFailure } from './strategic-failures.ts'
import { goTypeOf, mergeList, removeDirectives, setOrder } from './strategic-lists.ts'
import { metaOfList, metaOfObject } from './strategic-schema.ts'
import { isObject, type Json } from './values.ts'

const DIRECTIVE = '$patch'
const RETAIN_KEYS = '$retainKeys'
const DELETE_FROM = '$deleteFromPrimitiveList'
const SET_ORDER = '$setElementOrder'

/**
 * `original` of the schema type with `patch` merged in: new where the patch reaches, `original`'s own values elsewhere. The patch is
 * changed: give a copy. Throws PatchFailure for a patch without sense.
 */
export function strategicMergePatch(original: Json, patch: Json, type: string): Json {
  return mergeObjects(original, patch, type)
}

function mergeObjects(original: Json, patch: Json, type: string): Json {
  if (DIRECTIVE in patch) return directed(patch)
  const merged = { ...original }
  retainKeys(merged, patch)
  applyOrders(merged, patch, type)
  for (const key of Object.keys(patch)) {
    const value = patch[key]
    if (value === undefined) continue
    const deletes = key.startsWith(DELETE_FROM)
    mergeField(merged, deletes ? nameAfter(key, DELETE_FROM, BAD_PRIMITIVE_LIST) : key, value, deletes, type)
  }
  return merged
}

function directed(patch: Json): Json {
  const directive = patch[DIRECTIVE]
  if (directive === 'delete') return {}
  if (directive !== 'replace')
    throw new StrategicFailure(`unknown patch type: ${goText(directive)} in map: ${goValue(patch)}`)
  delete patch[DIRECTIVE]
  return patch
}

/** `%s` of a value that should be text. */
const goText = (value: unknown): string =>
  typeof value === 'string' ? value : `%!s(${goTypeOf(value)}=${goValue(value)})`

function nameAfter(key: string, prefix: string, failure: StrategicFailure): string {
  const slash = key.indexOf('/')
  if (slash < 0 || key.slice(0, slash) !== prefix) throw failure
  return key.slice(slash + 1)
}

function retainKeys(original: Json, patch: Json): void {
  const keep = patch[RETAIN_KEYS]
  if (keep === undefined) return
  delete patch[RETAIN_KEYS]
  if (!Array.isArray(keep)) throw BAD_RETAIN_KEYS
  for (const key of Object.keys(patch)) {
    if (patch[key] === null || key.startsWith(DELETE_FROM) || key.startsWith(SET_ORDER)) continue
    if (!keep.includes(key)) throw BAD_RETAIN_KEYS
  }
  for (const key of Object.keys(original)) if (!keep.includes(key)) delete original[key]
}

/** Merges the lists whose order the patch sets, in that order, and takes them out of the patch. */
function applyOrders(original: Json, patch: Json, type: string): void {
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(SET_ORDER)) continue
    const order = patch[key]
    delete patch[key]
    if (!Array.isArray(order)) throw badArgument(order)
    const name = nameAfter(key, SET_ORDER, BAD_SET_ORDER)
    const before = listAt(original, name)
    const changes = listAt(patch, name)
    const meta = metaOfList(type, name)
    const merged = setOrder(before, changes, order, meta, mergeObjects)
    if (merged === undefined) continue
    original[name] = merged
    delete patch[name]
  }
}

function listAt(object: Json, name: string): unknown[] | undefined {
  const value = object[name]
  if (value === undefined || Array.isArray(value)) return value
  throw badArgument(value)
}

const badArgument = (value: unknown): StrategicFailure =>
  new StrategicFailure(`expected a []interface {}, but received a ${goTypeOf(value)}`)

function mergeField(original: Json, key: string, value: unknown, deletes: boolean, type: string): void {
  if (value === null) {
    delete original[key]
    return
  }
  const existing = original[key]
  if (existing === undefined || goTypeOf(existing) !== goTypeOf(value)) {
    if (!deletes) take(original, key, value)
  } else if (Array.isArray(value)) {
    const meta = metaOfList(type, key)
    original[key] =
      meta.strategy === 'merge' || deletes
        ? mergeList(existing as unknown[], value, meta, deletes, mergeObjects)
        : value
  } else if (isObject(value)) {
    const meta = metaOfObject(type, key)
    original[key] = meta.strategy === 'replace' ? value : mergeObjects(existing as Json, value, meta.type)
  } else original[key] = value
}

/** A value that is not merged with anything: without nulls and directives. */
function take(original: Json, key: string, value: unknown): void {
  discardNulls(value)
  const kept = removeDirectives(value)
  if (kept === undefined) delete original[key]
  else original[key] = kept
}

function discardNulls(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) discardNulls(item)
  else if (isObject(value)) {
    for (const key of Object.keys(value)) {
      if (value[key] === null) delete value[key]
      else discardNulls(value[key])
    }
  }
}
