// What calls cost when they are made. Upstream: cel-go interpreter/runtimecost.go, apiserver/pkg/cel/library/cost.go.
import { textLength } from '../values/arithmetic.ts'
import { type CelValue, ListValue, MapValue, OpaqueValue, Optional } from '../values/value.ts'
import type { RuntimeCost } from './declaration.ts'

const TRAVERSAL = 0.1
const REGEX_LENGTH = 0.25

/** How large a value is; 1 for all that has no size. */
export function sizeOf(value: CelValue): number {
  if (typeof value === 'string') return textLength(value)
  if (value instanceof ListValue) return value.length
  if (value instanceof MapValue) return value.size
  if (value instanceof Uint8Array) return value.length
  if (value instanceof Optional && value.value !== undefined) return sizeOf(value.value)
  return value instanceof OpaqueValue ? value.size : 1
}

const traversed = (size: number): number => Math.ceil(size * TRAVERSAL)

/** The first argument is walked. */
export const traversal: RuntimeCost = ([first]) => traversed(sizeOf(first!))
/** Both arguments are walked as far as the shorter goes. */
export const shorter: RuntimeCost = ([a, b]) => traversed(Math.min(sizeOf(a!), sizeOf(b!)))
/** The same, but for values of Kubernetes' libraries. */
export const equality: RuntimeCost = ([a, b]) =>
  a instanceof OpaqueValue ? 1 : traversed(Math.min(sizeOf(a!), sizeOf(b!)))
/** Both are copied; lists are not. */
export const bothTexts: RuntimeCost = ([a, b]) =>
  typeof a === 'string' || a instanceof Uint8Array ? traversed(sizeOf(a) + sizeOf(b!)) : 1
/** A regular expression over a text. */
export const regex: RuntimeCost = ([text, pattern]) =>
  traversed(1 + sizeOf(text!)) * Math.ceil(sizeOf(pattern!) * REGEX_LENGTH)
/** One text looked for in another. */
export const search: RuntimeCost = ([text, part]) => traversed(sizeOf(text!)) * traversed(sizeOf(part!))
/** The whole of a value is walked: a text by its bytes, a list or map by all that is in it. */
export const wholeTraversal: RuntimeCost = ([value]) => whole(value!)

function whole(value: CelValue): number {
  if (typeof value === 'string') return Math.floor(Buffer.byteLength(value) * TRAVERSAL)
  if (value instanceof Uint8Array) return Math.floor(value.length * TRAVERSAL)
  let cost = 0
  if (value instanceof ListValue) {
    for (const item of value) cost += whole(item)
    return cost
  }
  if (!(value instanceof MapValue)) return 1
  for (const key of value.keys()) cost += whole(key) + whole(value.get(key)!)
  return cost
}

/** The first argument is walked, and the result made. */
export const rebuilding: RuntimeCost = ([text]) => Math.ceil(sizeOf(text!) * 2 * TRAVERSAL)
/** The result is made. */
export const building: RuntimeCost = (_, result) => Math.ceil(sizeOf(result) * 2 * TRAVERSAL)

const CALL = 1
const LIST = 10
const STRUCT = 40

const listMade = (factor: number, size: number): number => Math.floor(size * factor) + CALL + LIST

/** A list as long as the result is made. */
export const newList: RuntimeCost = (_, result) => listMade(1, sizeOf(result))
/** A list is made of the items of lists, so many deep. */
export const flattening: RuntimeCost = ([list, depth]) =>
  listMade(depth === undefined ? 1 : Number(depth), sizeOf(list!))
/** Every item is compared with every other. */
export const comparing: RuntimeCost = ([list]) => selfCompared(list as ListValue)
/** Every key is compared with every other. */
export const comparingKeys: RuntimeCost = ([, keys]) => selfCompared(keys as ListValue)

function selfCompared(list: ListValue): number {
  if (list.length === 0) return listMade(2, 0)
  const first = list.at(0)
  const walked = typeof first === 'string' || first instanceof Uint8Array
  return listMade(walked ? 2 + TRAVERSAL : 2, list.length * list.length)
}
/** A text is parsed. */
export const parsing: RuntimeCost = ([text]) => traversed(sizeOf(text!))
/** Items of the second list are looked for in the first. */
export const itemsByItems: RuntimeCost = ([a, b]) => CALL + sizeOf(a!) * sizeOf(b!)
/** The same, and those of the first in the second. */
export const itemsBothWays: RuntimeCost = ([a, b]) => CALL + 2 * sizeOf(a!) * sizeOf(b!)
/** A selector is parsed, and its requirements are kept. */
export const selector: RuntimeCost = ([, text]) => selectorCost(sizeOf(text!))

/** What a selector of that length costs: a requirement for every two characters, each a struct and a list. */
export const selectorCost = (length: number): number =>
  LIST + traversed(length) + Math.ceil(length * 0.5) * (LIST + STRUCT)
/** A decision of an authorizer. */
export const authorization: RuntimeCost = () => 350_000
