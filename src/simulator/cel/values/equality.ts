// When two values are equal, and which is less. Numbers are compared across their types.
// Upstream: cel-go common/types (Equal, Compare), compare.go.
import { fail } from './failure.ts'
import {
  type CelValue,
  Duration,
  ListValue,
  MapValue,
  OpaqueValue,
  Optional,
  StructValue,
  Timestamp,
  TypeValue,
  Uint,
} from './value.ts'

const isNumeric = (value: CelValue): value is bigint | number | Uint =>
  typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint

const unboxed = (value: bigint | number | Uint): bigint | number => (value instanceof Uint ? value.value : value)

const sameNumber = (a: bigint | number, b: bigint | number): boolean => a <= b && a >= b

/** Whether two values are equal; values of different types are not. */
export function equal(a: CelValue, b: CelValue): boolean {
  if (a === b) return !Number.isNaN(a)
  // An int equals a double of the same value: neither is less.
  if (isNumeric(a)) return isNumeric(b) && sameNumber(unboxed(a), unboxed(b))
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  if (a instanceof ListValue) return b instanceof ListValue && equalLists(a, b)
  if (a instanceof MapValue) return b instanceof MapValue && equalMaps(a, b)
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanos === b.nanos
  if (a instanceof Duration) return b instanceof Duration && a.nanos === b.nanos
  if (a instanceof OpaqueValue) return b instanceof OpaqueValue && a.type === b.type && a.equals(b)
  if (a instanceof StructValue) return b instanceof StructValue && equalStructs(a, b)
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name
  if (a instanceof Optional) return b instanceof Optional && equalOptionals(a, b)
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0
  return false
}

function equalLists(a: ListValue, b: ListValue): boolean {
  const known = a.sameAs(b)
  if (known !== undefined) return known
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (!equal(a.at(i), b.at(i))) return false
  return true
}

function equalMaps(a: MapValue, b: MapValue): boolean {
  if (a.size !== b.size) return false
  for (const key of a.keys()) {
    const other = b.get(key)
    if (other === undefined || !equal(a.get(key)!, other)) return false
  }
  return true
}

function equalStructs(a: StructValue, b: StructValue): boolean {
  const known = a.sameAs(b)
  if (known !== undefined) return known
  if (a.typeName !== b.typeName) return false
  const fields = [...a.fields()]
  if (fields.length !== [...b.fields()].length) return false
  return fields.every((field) => {
    const other = b.get(field)
    return other !== undefined && equal(a.get(field)!, other)
  })
}

function equalOptionals(a: Optional, b: Optional): boolean {
  if (a.value === undefined || b.value === undefined) return a.value === b.value
  return equal(a.value, b.value)
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1
  return Math.sign(a.length - b.length)
}

/** Texts in the order of their code points. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    // Surrogates stand for points above all others.
    const high = (code: number): boolean => code >= 0xd800 && code <= 0xdfff
    if (high(x) !== high(y)) return high(x) ? 1 : -1
    return x < y ? -1 : 1
  }
  return Math.sign(a.length - b.length)
}

/** Beside a double, an int within its range is the double next to it. */
function compareNumbers(x: bigint | number, y: bigint | number): number {
  const [p, q] = typeof x === typeof y ? [x, y] : [Number(x), Number(y)]
  return p < q ? -1 : p > q ? 1 : 0
}

/** Negative, zero or positive; undefined for values that have no order. */
export function compare(a: CelValue, b: CelValue): number | undefined {
  if (isNumeric(a) && isNumeric(b)) {
    const x = unboxed(a)
    const y = unboxed(b)
    if (Number.isNaN(x) || Number.isNaN(y)) return fail('NaN values cannot be ordered')
    return compareNumbers(x, y)
  }
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b)
  if (a instanceof Timestamp && b instanceof Timestamp) return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0
  if (a instanceof Duration && b instanceof Duration) return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b)
  return undefined
}
