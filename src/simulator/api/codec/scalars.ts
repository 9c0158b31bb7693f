// Decoders of everything that is not a struct, list or map. Each takes a body's value and gives what the API writes for it.
// Upstream: literalStore in encoding/json, and the UnmarshalJSON of Quantity, Time, MicroTime, IntOrString and RawExtension.

import type { JsonValue } from '../../../model/json.ts'
import { canonicalizeQuantity } from '../../../model/quantity.ts'
import { canonicalTime } from '../../../model/time.ts'
import { corruptBase64At, normalizeBase64 } from './base64.ts'
import { type DecodeState, kindOf, kindWithNumber } from './decode-state.ts'
import { LiteralNumber, literalOf, parseInt64 } from './literal-number.ts'

/** Turns a body's value into what the API writes; `undefined` and null give the type's zero value. */
export type Decode = (value: unknown, state: DecodeState) => JsonValue

/** Strings, under the name Go has for the type. */
export function stringDecoder(goType: string): Decode {
  return (value, state) => {
    if (typeof value === 'string') return value
    if (value !== null) state.wrongType(kindOf(value), goType)
    return ''
  }
}

/** Booleans. */
export function boolDecoder(goType: string): Decode {
  return (value, state) => {
    if (typeof value === 'boolean') return value
    if (value !== null) state.wrongType(kindOf(value), goType)
    return false
  }
}

function decodeInteger(value: unknown, low: number, high: number): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value >= low && value <= high ? value : undefined
  if (typeof value !== 'number' && typeof value !== 'bigint' && !(value instanceof LiteralNumber)) return undefined
  const parsed = parseInt64(literalOf(value))
  return parsed !== undefined && parsed >= low && parsed <= high ? parsed : undefined
}

/** Integers between two bounds. */
export function integerDecoder(goType: string, low: number, high: number): Decode {
  return (value, state) => {
    const integer = decodeInteger(value, low, high)
    if (integer !== undefined) return integer
    if (value !== null) state.wrongType(kindWithNumber(value), goType)
    return 0
  }
}

/** Floating-point numbers. */
export function floatDecoder(goType: string): Decode {
  return (value, state) => {
    if (typeof value === 'number') return value
    if (typeof value === 'bigint' || value instanceof LiteralNumber) {
      const number = Number(literalOf(value))
      if (Number.isFinite(number)) return number
    }
    if (value !== null) state.wrongType(kindWithNumber(value), goType)
    return 0
  }
}

const blank =
  /^[ \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[ \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g

/** The raw JSON a quantity's UnmarshalJSON sees, quotes gone. A character that JSON escapes is enough to spoil it. */
function quantityText(value: unknown): string {
  if (typeof value === 'string')
    return value.charCodeAt(0) > 32 && value.charCodeAt(value.length - 1) <= 122 ? value : value.replace(blank, '')
  if (typeof value === 'object' && !(value instanceof LiteralNumber)) return '{}'
  if (typeof value === 'boolean') return String(value)
  return literalOf(value as number)
}

/** Quantities, in canonical form. */
export const decodeQuantity: Decode = (value, state) => {
  if (value === null) return '0'
  const canonical = canonicalizeQuantity(quantityText(value))
  if (typeof canonical === 'string') return canonical
  state.fail(canonical.message)
  return '0'
}

function timeDecoder(layout: 'seconds' | 'micros'): Decode {
  return (value, state) => {
    if (value === null) return null
    if (typeof value !== 'string') {
      state.wrongTypeInside(kindOf(value), 'string')
      return null
    }
    const read = canonicalTime(value, layout)
    if ('time' in read) return read.time
    state.fail(read.error)
    return null
  }
}

/** metav1.Time; its zero value is null. */
export const decodeTime = timeDecoder('seconds')

/** metav1.MicroTime; its zero value is null. */
export const decodeMicroTime = timeDecoder('micros')

/** An int32 or a string. */
export const decodeIntOrString: Decode = (value, state) => {
  if (typeof value === 'string') return value
  const integer = decodeInteger(value, -2147483648, 2147483647)
  if (integer !== undefined) return integer
  if (value !== null) state.wrongTypeInside(kindWithNumber(value), 'int32')
  return 0
}

const decodeByte = integerDecoder('uint8', 0, 255)

/** Bytes: base64 text, or a list of numbers as Go also takes. */
export const decodeBytes: Decode = (value, state) => {
  if (value === null) return null
  if (typeof value === 'string') {
    const corrupt = corruptBase64At(value)
    if (corrupt < 0) return normalizeBase64(value)
    state.save(`illegal base64 data at input byte ${corrupt}`)
    return null
  }
  if (Array.isArray(value))
    return Buffer.from(value.map((byte) => decodeByte(byte, state) as number)).toString('base64')
  state.wrongType(kindOf(value), '[]uint8')
  return null
}

/** Values the API keeps as they are: a deep copy, numbers as plain numbers. */
export const decodeAny: Decode = (value) => copyJson(value)

/** A deep copy of a body's value as plain JSON. */
export function copyJson(value: unknown): JsonValue {
  if (typeof value !== 'object') {
    if (typeof value === 'bigint') return Number(value)
    return value === undefined ? null : (value as JsonValue)
  }
  if (value === null) return null
  if (Array.isArray(value)) return value.map(copyJson)
  if (value instanceof LiteralNumber) return Number(value.text)
  const copy: { [key: string]: JsonValue } = {}
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key]
    if (inner !== undefined) setKey(copy, key, copyJson(inner))
  }
  return copy
}

/** Sets a key that comes from outside: `__proto__` becomes an ordinary key. */
export function setKey(target: { [key: string]: JsonValue }, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}
