// Lists and sets. Upstream: cel-go ext/{lists,sets,comprehensions}.go, apiserver/pkg/cel/library/lists.go.
import { add } from '../values/arithmetic.ts'
import { compare, equal } from '../values/equality.ts'
import { fail } from '../values/failure.ts'
import {
  ArrayList,
  type CelValue,
  Duration,
  EntryMap,
  ListValue,
  type MapValue,
  mapKey,
  Uint,
} from '../values/value.ts'
import { comparing, comparingKeys, flattening, itemsBothWays, itemsByItems, newList, wholeTraversal } from './costs.ts'
import type { Declared, Library } from './declaration.ts'

const SUMMABLE: Readonly<Record<string, CelValue>> = {
  int: 0n,
  uint: new Uint(0n),
  double: 0,
  duration: new Duration(0n),
}
const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes']

function order(a: CelValue, b: CelValue): number {
  return compare(a, b) ?? fail('no such overload')
}

function isSorted(list: ListValue): boolean {
  const ordered = (a: CelValue, b: CelValue): number => compare(a, b) ?? fail('no such overload: isSorted(list)')
  if (list.length === 1) ordered(list.at(0), list.at(0))
  for (let i = 1; i < list.length; i++) if (ordered(list.at(i - 1), list.at(i)) > 0) return false
  return true
}

const sum =
  (zero: CelValue) =>
  (list: ListValue): CelValue => {
    let total = zero
    for (const item of list) total = add(total, item)
    return total
  }

const extreme =
  (name: string, wins: (order: number) => boolean) =>
  (list: ListValue): CelValue => {
    if (list.length === 0) return fail(`${name} called on empty list`)
    let best = list.at(0)
    for (const item of list) if (wins(order(item, best))) best = item
    return best
  }
const min = extreme('min', (o) => o < 0)
const max = extreme('max', (o) => o > 0)

function indexOf(list: ListValue, item: CelValue): bigint {
  for (let i = 0; i < list.length; i++) if (equal(list.at(i), item)) return BigInt(i)
  return -1n
}

function lastIndexOf(list: ListValue, item: CelValue): bigint {
  for (let i = list.length - 1; i >= 0; i--) if (equal(list.at(i), item)) return BigInt(i)
  return -1n
}

function slice(list: ListValue, start: bigint, end: bigint): ListValue {
  if (start < 0n || end < 0n) {
    return fail(`cannot slice(${start}, ${end}), negative indexes not supported`)
  }
  if (start > end) return fail(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`)
  if (BigInt(list.length) < end) return fail(`cannot slice(${start}, ${end}), list is length ${list.length}`)
  return new ArrayList([...list].slice(Number(start), Number(end)))
}

function flatten(list: ListValue, depth = 1n): ListValue {
  if (depth < 0n) return fail('level must be non-negative')
  const flat: CelValue[] = []
  for (const item of list) {
    if (item instanceof ListValue && depth > 0n) flat.push(...flatten(item, depth - 1n))
    else flat.push(item)
  }
  return new ArrayList(flat)
}

function sort(list: ListValue): ListValue {
  return new ArrayList([...list].sort(order))
}

function sortByKeys(list: ListValue, keys: ListValue): ListValue {
  const all = [...list].map((item, i) => ({ item, key: keys.at(i) }))
  return new ArrayList(all.sort((a, b) => order(a.key, b.key)).map(({ item }) => item))
}

function distinct(list: ListValue): ListValue {
  const kept: CelValue[] = []
  for (const item of list) if (!kept.some((one) => equal(one, item))) kept.push(item)
  return new ArrayList(kept)
}

const contains = (list: ListValue, part: ListValue): boolean => [...part].every((item) => indexOf(list, item) >= 0n)

function inserted(map: MapValue, key: CelValue, value: CelValue): MapValue {
  const entries = new Map(map instanceof EntryMap ? map.entries : [])
  const text = mapKey(key)
  if (text === undefined) return fail('unsupported key type')
  if (entries.has(text)) return fail(`insert failed: key ${key} already exists`)
  entries.set(text, [key, value])
  return new EntryMap(entries)
}

function insertedAll(map: MapValue, more: MapValue): MapValue {
  let all = map
  for (const key of more.keys()) all = inserted(all, key, more.get(key)!)
  return all
}

/** Lists: sorted, summed, sliced, flattened; sets; what maps are made with. */
export const LISTS: Library = {
  functions: [
    [
      'lists.range(int) list<int>',
      (count: bigint) => new ArrayList(Array.from({ length: Number(count) }, (_, i) => BigInt(i))),
      newList,
    ],
    ['sets.contains(list<T>, list<T>) bool', contains, itemsByItems],
    [
      'sets.equivalent(list<T>, list<T>) bool',
      (a: ListValue, b: ListValue) => contains(a, b) && contains(b, a),
      itemsBothWays,
    ],
    [
      'sets.intersects(list<T>, list<T>) bool',
      (a: ListValue, b: ListValue) => [...b].some((item) => indexOf(a, item) >= 0n),
      itemsByItems,
    ],
    ['cel.@mapInsert(map<K, V>, K, V) map<K, V>', inserted],
    ['cel.@mapInsert(map<K, V>, map<K, V>) map<K, V>', insertedAll],
  ],
  members: [
    ...COMPARABLE.map((type): Declared => [`list<${type}>.isSorted() bool`, isSorted, wholeTraversal]),
    ...Object.entries(SUMMABLE).map(
      ([type, zero]): Declared => [`list<${type}>.sum() ${type}`, sum(zero), wholeTraversal],
    ),
    ...COMPARABLE.map((type): Declared => [`list<${type}>.max() ${type}`, max, wholeTraversal]),
    ...COMPARABLE.map((type): Declared => [`list<${type}>.min() ${type}`, min, wholeTraversal]),
    ['list<A>.indexOf(A) int', indexOf, wholeTraversal],
    ['list<A>.lastIndexOf(A) int', lastIndexOf, wholeTraversal],
    ['list<T>.slice(int, int) list<T>', slice, newList],
    ['list<list<T>>.flatten() list<T>', flatten, flattening],
    ['list<dyn>.flatten(int) list<dyn>', flatten, flattening],
    ...COMPARABLE.map((type): Declared => [`list<${type}>.sort() list<${type}>`, sort, comparing]),
    ...COMPARABLE.map(
      (type): Declared => [`list<T>.@sortByAssociatedKeys(list<${type}>) list<T>`, sortByKeys, comparingKeys],
    ),
    ['list<T>.reverse() list<T>', (list: ListValue) => new ArrayList([...list].reverse()), newList],
    ['list<T>.distinct() list<T>', distinct, comparing],
  ],
}
