// Merging of lists in strategic merge patch: items by key, scalars as sets, and the order of what comes out.
// Upstream: strategicpatch/patch.go (mergeSlice, mergePatchIntoOriginal, normalizeElementOrder).
import { goValue } from '../managed-fields/typed-validate.ts'
import { LIST_OF_LISTS, StrategicFailure } from './strategic-failures.ts'
import { kindOfType, type PatchMeta } from './strategic-schema.ts'
import { isObject, type Json } from './values.ts'

const DIRECTIVE = '$patch'

/** Merges two objects of a type. */
export type MergeObjects = (original: Json, patch: Json, type: string) => Json

/** Go's type of a decoded JSON value, as reflect prints it. */
export function goTypeOf(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

const noMergeKey = (item: unknown, key: string): StrategicFailure =>
  new StrategicFailure(`map: ${goValue(item)} does not contain declared merge key: ${key}`)
const notAnObject = (item: unknown): StrategicFailure =>
  new StrategicFailure(`expected a map[string]interface {}, but received a ${goTypeOf(item)}`)

/** Whether the items of these lists are objects; refuses lists of lists and mixed ones. */
function holdsObjects(...lists: readonly (readonly unknown[])[]): boolean {
  let type: string | undefined
  for (const list of lists) {
    for (const item of list) {
      const found = goTypeOf(item)
      if (found === '[]interface {}' && type === undefined) throw LIST_OF_LISTS
      if (type !== undefined && found !== type)
        throw new StrategicFailure(`list element types are not identical: [${lists.map(goValue).join(' ')}]`)
      type = found
    }
  }
  if (type === undefined) throw new StrategicFailure('no elements in any of the given slices')
  return type === 'map[string]interface {}'
}

/** A list with a patch merged in; `deletes`: the patch lists what goes. */
export function mergeList(
  original: unknown[],
  patch: unknown[],
  meta: PatchMeta,
  deletes: boolean,
  mergeObjects: MergeObjects,
): unknown[] {
  if (original.length === 0 && patch.length === 0) return original
  const objects = holdsObjects(original, patch)
  if (!objects) {
    if (deletes) return original.filter((item) => !patch.includes(item))
    const merged = deduplicate([...original, ...patch])
    return ordered(
      merged.filter((item) => patch.includes(item)),
      merged.filter((item) => !patch.includes(item)),
      patch,
      original,
      '',
    )
  }
  const { mergeKey } = meta
  if (mergeKey === '') throw new StrategicFailure(`cannot merge lists without merge key for ${kindOfType(meta.type)}`)
  const [before, changes] = obeyDirectives(original, patch as Json[], mergeKey)
  const merged = mergeItems([...before], changes, meta, mergeObjects)
  const [mine, others] = partition(merged, changes, mergeKey)
  return ordered(mine, others, changes, before, mergeKey)
}

/** Upstream's way to drop repeated values moves the last one into the gap. */
function deduplicate(list: unknown[]): unknown[] {
  let last = list.length - 1
  for (let i = 0; i < last; i++) {
    for (let j = i + 1; j <= last; j++) {
      if (list[i] !== list[j]) continue
      list[j] = list[last]
      list.length = last
      last--
      j--
    }
  }
  return list
}

function obeyDirectives(original: unknown[], patch: readonly Json[], mergeKey: string): [unknown[], Json[]] {
  const plain: Json[] = []
  let before = original
  let replace = false
  for (const item of patch) {
    const directive = item[DIRECTIVE]
    if (directive === undefined) plain.push(item)
    else if (directive === 'delete') {
      if (!(mergeKey in item)) throw noMergeKey(item, mergeKey)
      before = before.filter((other, at) => itemAt(other, at)[mergeKey] !== item[mergeKey])
    } else if (directive === 'replace') replace = true
    else if (directive === 'merge') throw new StrategicFailure('merging lists cannot yet be specified in the patch')
    else throw new StrategicFailure(`unknown patch type: ${String(directive)} in map: ${goValue(item)}`)
  }
  return replace ? [plain, []] : [before, plain]
}

function itemAt(item: unknown, at: number): Json {
  if (!isObject(item)) throw new StrategicFailure(`value for key ${at} is not a map`)
  return item
}

const findByKey = (list: readonly unknown[], key: string, value: unknown): number =>
  list.findIndex((item, at) => value !== undefined && itemAt(item, at)[key] === value)

function mergeItems(
  list: unknown[],
  patch: readonly Json[],
  { mergeKey, type }: PatchMeta,
  mergeObjects: MergeObjects,
): unknown[] {
  for (const item of patch) {
    if (!(mergeKey in item)) throw noMergeKey(item, mergeKey)
    const at = findByKey(list, mergeKey, item[mergeKey])
    if (at < 0) list.push(item)
    else list[at] = mergeObjects(list[at] as Json, item, type)
  }
  return list
}

/** Items that are named by `by`, and the others. */
function partition(list: readonly unknown[], by: readonly unknown[], mergeKey: string): [unknown[], unknown[]] {
  const named: unknown[] = []
  const others: unknown[] = []
  for (const item of list) {
    if (mergeKey === '') {
      ;(by.includes(item) ? named : others).push(item)
      continue
    }
    if (!isObject(item)) throw notAnObject(item)
    if (!(mergeKey in item)) throw noMergeKey(item, mergeKey)
    for (const other of by) if (isObject(other) && !(mergeKey in other)) throw noMergeKey(other, mergeKey)
    ;(findByKey(by, mergeKey, item[mergeKey]) < 0 ? others : named).push(item)
  }
  return [named, others]
}

/** A list whose order the patch sets; undefined when it is nowhere. */
export function setOrder(
  original: unknown[] | undefined,
  patch: unknown[] | undefined,
  order: readonly unknown[],
  meta: PatchMeta,
  mergeObjects: MergeObjects,
): unknown[] | undefined {
  const { mergeKey } = meta
  validateOrder(patch ?? [], order, mergeKey)
  if (original === undefined && patch === undefined) return undefined
  let merged: unknown[]
  if (patch === undefined) merged = original ?? []
  else if (original === undefined) merged = removeDirectives(patch) as unknown[]
  else merged = meta.strategy === 'merge' ? mergeList(original, patch, meta, false, mergeObjects) : patch
  const [named, others] = partition(merged, order, mergeKey)
  holdsObjects(original ?? [], patch ?? [])
  return ordered(named, others, order, original ?? [], mergeKey)
}

/** What the patch names must come in the order it sets. */
function validateOrder(patch: readonly unknown[], order: readonly unknown[], mergeKey: string): void {
  if (order.length === 0 || patch.length === 0) return
  const kept = mergeKey === '' ? patch : withoutDeletions(patch)
  let at = 0
  let next = 0
  while (at < kept.length && next < order.length) {
    const item = kept[at]
    if (isObject(item) && DIRECTIVE in item) {
      at++
      continue
    }
    if (sameItem(item, order[next], mergeKey)) at++
    next++
  }
  if (at < kept.length && next >= order.length)
    throw new StrategicFailure(
      `The order in patch list:\n${goValue(patch)}\n doesn't match $setElementOrder list:\n${goValue(order)}\n`,
    )
}

function withoutDeletions(list: readonly unknown[]): readonly unknown[] {
  return list.filter((item) => {
    if (!isObject(item)) throw notAnObject(item)
    return item[DIRECTIVE] !== 'delete'
  })
}

function sameItem(left: unknown, right: unknown, mergeKey: string): boolean {
  if (mergeKey === '') return left === right
  if (!isObject(left)) throw notAnObject(left)
  if (!isObject(right)) throw notAnObject(right)
  if (!(mergeKey in left)) throw noMergeKey(left, mergeKey)
  if (!(mergeKey in right)) throw noMergeKey(right, mergeKey)
  return left[mergeKey] === right[mergeKey]
}

/** Items of the patch in the patch's order, the server's own in the server's, woven together by the server's order. */
function ordered(
  patch: unknown[],
  others: unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const right = sorted(patch, patchOrder, mergeKey)
  const left = sorted(others, serverOrder, mergeKey)
  const result: unknown[] = []
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    if (i >= left.length) result.push(right[j++])
    else if (j >= right.length) result.push(left[i++])
    else {
      const mine = place(serverOrder, left[i], mergeKey)
      const theirs = place(serverOrder, right[j], mergeKey)
      result.push(mine >= 0 && theirs >= 0 && mine < theirs ? left[i++] : right[j++])
    }
  }
  return result
}

/** By insertion: an item without a place in the order goes before what stands there. */
function sorted(list: readonly unknown[], order: readonly unknown[], mergeKey: string): unknown[] {
  const deleted = mergeKey === '' ? [] : list.filter((item) => isObject(item) && item[DIRECTIVE] === 'delete')
  const result = list.filter((item) => !deleted.includes(item))
  const less = (a: unknown, b: unknown): boolean => {
    const first = place(order, a, mergeKey)
    const second = first < 0 ? -1 : place(order, b, mergeKey)
    return first < 0 || second < 0 || first < second
  }
  for (let i = 1; i < result.length; i++) {
    for (let j = i; j > 0 && less(result[j], result[j - 1]); j--)
      [result[j - 1], result[j]] = [result[j], result[j - 1]]
  }
  return [...result, ...deleted]
}

function place(list: readonly unknown[], item: unknown, mergeKey: string): number {
  if (mergeKey === '') return list.indexOf(item)
  const value = (item as Json)[mergeKey]
  return list.findIndex((other) => (other as Json)[mergeKey] === value)
}

/** A value without what carries a directive; undefined when it does itself. Changes objects in place. */
export function removeDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(removeDirectives).filter((item) => item !== undefined)
  if (!isObject(value)) return value
  if (DIRECTIVE in value) return undefined
  for (const key of Object.keys(value)) {
    const kept = removeDirectives(value[key])
    if (kept === undefined) delete value[key]
    else value[key] = kept
  }
  return value
}
