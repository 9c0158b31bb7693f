// Strategic merge patch: lists merge by key or as sets where the type says so, with the directives $patch, $retainKeys,
// $deleteFromPrimitiveList and $setElementOrder. Upstream: apimachinery/pkg/util/strategicpatch/patch.go.
import { deepEqual } from '../../../model/deep-equal.ts'
import { fieldsOfType, type SchemaField } from '../../data/schema.ts'
import { PatchFailure } from './json-patch.ts'
import { copyJson, isObject } from './values.ts'

const DIRECTIVE = '$patch'
const RETAIN_KEYS = '$retainKeys'
const DELETE_FROM = '$deleteFromPrimitiveList/'
const SET_ORDER = '$setElementOrder/'

type Json = Record<string, unknown>

/** A new object: `original` of the schema type with `patch` merged in; throws PatchFailure for a patch that makes no sense. */
export function strategicMergePatch(original: Json, patch: Json, type: string): Json {
  return mergeObject(copyJson(original), patch, type)
}

const fieldOf = (type: string, name: string): SchemaField | undefined =>
  type === '' ? undefined : fieldsOfType(type)?.find((f) => f.name === name)

function mergeObject(original: Json, patch: Json, type: string): Json {
  const directive = patch[DIRECTIVE]
  if (directive !== undefined) {
    if (directive === 'replace') return withoutDirectives(patch)
    if (directive === 'delete') return {}
    if (directive !== 'merge') throw new PatchFailure(`unknown patch type: ${String(directive)}`)
  }
  retainKeys(original, patch)
  for (const [key, value] of Object.entries(patch)) {
    if (key === DIRECTIVE || key === RETAIN_KEYS) continue
    if (key.startsWith(DELETE_FROM)) {
      deleteFromPrimitives(original, key.slice(DELETE_FROM.length), value)
      continue
    }
    if (key.startsWith(SET_ORDER)) continue
    mergeField(original, key, value, type, patch)
  }
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(SET_ORDER)) continue
    const name = key.slice(SET_ORDER.length)
    const list = original[name]
    if (Array.isArray(list) && Array.isArray(order))
      original[name] = inOrder(list, order, fieldOf(type, name)?.patchMergeKey, patch[name])
  }
  return original
}

function mergeField(original: Json, key: string, value: unknown, type: string, patch: Json): void {
  if (value === null) {
    delete original[key]
    return
  }
  const field = fieldOf(type, key)
  const existing = original[key]
  if (isObject(value)) {
    const inner = field === undefined ? '' : field.type === 'map' ? '' : field.type
    if (field?.patchStrategy?.includes('replace')) original[key] = withoutDirectives(value)
    else original[key] = mergeObject(isObject(existing) ? existing : {}, value, inner)
    return
  }
  if (Array.isArray(value) && field?.patchStrategy?.includes('merge')) {
    original[key] = mergeList(Array.isArray(existing) ? existing : [], value, field, patch)
    return
  }
  original[key] = copyJson(value)
}

function mergeList(original: unknown[], patch: readonly unknown[], field: SchemaField, _whole: Json): unknown[] {
  const mergeKey = field.patchMergeKey
  if (mergeKey === undefined) return [...original, ...patch.filter((item) => !original.some((o) => deepEqual(o, item)))]
  const of = field.of ?? ''
  if (patch.some((item) => isObject(item) && item[DIRECTIVE] === 'replace'))
    return patch
      .filter((i) => !(isObject(i) && i[DIRECTIVE] === 'replace' && Object.keys(i).length === 1))
      .map((i) => (isObject(i) ? withoutDirectives(i) : i))
  const result = [...original]
  for (const item of patch) {
    if (!isObject(item))
      throw new PatchFailure(`expected all elements of a list to be objects: ${JSON.stringify(item)}`)
    const key = item[mergeKey]
    if (key === undefined && item[DIRECTIVE] === undefined)
      throw new PatchFailure(`map: ${goMap(item)} does not contain declared merge key: ${mergeKey}`)
    const at = result.findIndex((o) => isObject(o) && o[mergeKey] === key)
    if (item[DIRECTIVE] === 'delete') {
      for (let i = result.length - 1; i >= 0; i--) if ((result[i] as Json)[mergeKey] === key) result.splice(i, 1)
    } else if (at < 0) result.push(mergeObject({}, item, of))
    else result[at] = mergeObject(result[at] as Json, item, of)
  }
  return result
}

/** How Go prints a map: keys in order. */
function goMap(value: Json): string {
  return `map[${Object.keys(value)
    .sort()
    .map((k) => `${k}:${isObject(value[k]) ? goMap(value[k] as Json) : String(value[k])}`)
    .join(' ')}]`
}

function retainKeys(original: Json, patch: Json): void {
  const keep = patch[RETAIN_KEYS]
  if (!Array.isArray(keep)) return
  for (const key of Object.keys(original)) if (!keep.includes(key)) delete original[key]
}

function deleteFromPrimitives(original: Json, key: string, values: unknown): void {
  const list = original[key]
  if (Array.isArray(list) && Array.isArray(values)) original[key] = list.filter((item) => !values.includes(item))
}

function withoutDirectives(value: Json): Json {
  const result: Json = {}
  for (const [key, inner] of Object.entries(value))
    if (!key.startsWith('$') && inner !== null) result[key] = copyJson(inner)
  return result
}

/**
 * Items named by the order take its order; the server's own items keep their place relative to the item before them.
 * `patched` items that the order forgets are an error upstream; they stand where they were put here.
 */
function inOrder(
  list: readonly unknown[],
  order: readonly unknown[],
  mergeKey: string | undefined,
  _patched: unknown,
): unknown[] {
  const identity = (item: unknown): unknown => (mergeKey !== undefined && isObject(item) ? item[mergeKey] : item)
  const wanted = order.map((o) => identity(o))
  const named = wanted.map((w) => list.find((item) => identity(item) === w)).filter((item) => item !== undefined)
  const serverOnly = list.filter((item) => !wanted.includes(identity(item)))
  const result: unknown[] = [...named]
  for (const item of serverOnly) {
    const before = list
      .slice(0, list.indexOf(item))
      .reverse()
      .find((b) => result.includes(b))
    if (before === undefined && list.indexOf(item) !== 0) result.push(item)
    else result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, item)
  }
  return result
}
