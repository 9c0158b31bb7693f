// What calls cost when they are made. Upstream: cel-go interpreter/runtimecost.go, apiserver/pkg/cel/library/cost.go.
import { textLength } from '../values/arithmetic.ts'
import { type CelValue, ListValue, MapValue, Optional } from '../values/value.ts'
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
  return 1
}

const traversed = (size: number): number => Math.ceil(size * TRAVERSAL)

/** The first argument is walked. */
export const traversal: RuntimeCost = ([first]) => traversed(sizeOf(first!))
/** Both arguments are walked as far as the shorter goes. */
export const shorter: RuntimeCost = ([a, b]) => traversed(Math.min(sizeOf(a!), sizeOf(b!)))
/** Both are copied; lists are not. */
export const bothTexts: RuntimeCost = ([a, b]) =>
  typeof a === 'string' || a instanceof Uint8Array ? traversed(sizeOf(a) + sizeOf(b!)) : 1
/** A regular expression over a text. */
export const regex: RuntimeCost = ([text, pattern]) =>
  traversed(1 + sizeOf(text!)) * Math.ceil(sizeOf(pattern!) * REGEX_LENGTH)
/** One text looked for in another. */
export const search: RuntimeCost = ([text, part]) => traversed(sizeOf(text!)) * traversed(sizeOf(part!))
/** Every item is looked at. */
export const items: RuntimeCost = ([list]) => sizeOf(list!)
/** A text is parsed. */
export const parsing: RuntimeCost = ([text]) => traversed(sizeOf(text!))
/** Items of the second list are looked for in the first. */
export const itemsByItems: RuntimeCost = ([a, b]) => sizeOf(a!) * sizeOf(b!)
/** A decision of an authorizer. */
export const authorization: RuntimeCost = () => 350_000
