// Kubernetes quantities ("500m", "1.5Gi", "1e3"): parsing, arithmetic and the exact text the API prints for them.
// Upstream: apimachinery/pkg/api/resource/{quantity,suffix,math,amount}.go. Upstream keeps two forms, a scaled int64 and a
// big decimal; so do we (`decimal`), because overflow and negative rounding differ. Numbers stay JS numbers while they are
// safe integers and become bigint beyond, so that ordinary pods never touch bigint; zero is always the number 0.

import { digitCount, removeFactors, scaleUp, tidyInteger, toInt64 } from './quantity-integer.ts'
import { type QuantityFormat, splitQuantity, suffixOf } from './quantity-text.ts'

export type { QuantityFormat } from './quantity-text.ts'

/** An immutable amount: `unscaled` × 10^`scale`, with the notation it is printed in. */
export interface Quantity {
  readonly unscaled: number | bigint
  readonly scale: number
  readonly format: QuantityFormat
  /** True where upstream holds a big decimal instead of an int64. */
  readonly decimal: boolean
  /** The text the parser keeps as is because it counts as canonical; undefined where it has to be built. */
  readonly kept: string | undefined
}

/** Why a text is not a quantity; `message` is upstream's wording. */
export interface QuantityError {
  readonly message: string
}

const formatWrong: QuantityError = {
  message: "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
}
const suffixWrong: QuantityError = { message: "unable to parse quantity's suffix" }

const NANO = -9
const MAX_INT64 = 9223372036854775807n
const MAX_FAST_DIGITS = 18
const CACHE_LIMIT = 4096

/** The quantity zero, as `resource.Quantity{}` is printed. */
export const zeroQuantity: Quantity = { unscaled: 0, scale: 0, format: 'DecimalSI', decimal: false, kept: '0' }

/** Tells a parse failure from a quantity. */
export function isQuantityError(value: Quantity | QuantityError): value is QuantityError {
  return 'message' in value
}

const parsed = new Map<string, Quantity | QuantityError>()

/** Reads a quantity as `resource.ParseQuantity` does (no trimming); results are remembered, up to a bound. */
export function parseQuantity(text: string): Quantity | QuantityError {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const result = parse(text)
  if (parsed.size >= CACHE_LIMIT) parsed.clear()
  parsed.set(text, result)
  return result
}

/** Reads a quantity that is known to be well formed, such as one the API has stored; throws on anything else. */
export function mustParseQuantity(text: string): Quantity {
  const result = parseQuantity(text)
  if ('message' in result) throw new Error(`cannot parse '${text}': ${result.message}`)
  return result
}

function parse(text: string): Quantity | QuantityError {
  if (text === '') return formatWrong
  if (text === '0') return zeroQuantity
  const parts = splitQuantity(text)
  if (parts === undefined) return formatWrong
  const unit = suffixOf(parts.suffix)
  if (unit === undefined) return suffixWrong
  const { negative, whole, fraction } = parts
  const digits = whole + fraction
  if (unit.format === 'BinarySI') {
    const precision = 15 - whole.length - Math.trunc((unit.exponent * 3) / 10) - 1
    if (fraction !== '' || precision < 0) return parseDecimal(digits, fraction.length, negative, unit)
    const value = Number(digits)
    const unscaled = value * 2 ** unit.exponent
    const kept = (value & 7) !== 0 ? text : undefined
    return { unscaled: negative ? 0 - unscaled : unscaled, scale: 0, format: 'BinarySI', decimal: false, kept }
  }
  const scale = unit.exponent - fraction.length
  if (digits.length > MAX_FAST_DIGITS || scale < NANO) return parseDecimal(digits, fraction.length, negative, unit)
  const kept = scale % 3 === 0 && !digits.endsWith('000') && digits[0] !== '0' ? text : undefined
  return { unscaled: integer(digits, negative), scale, format: unit.format, decimal: false, kept }
}

function integer(digits: string, negative: boolean): number | bigint {
  const value = digits.length <= 15 ? Number(digits) : tidyInteger(BigInt(digits))
  return negative && value !== 0 ? -value : value
}

/** The slow path: big decimals, rounded up to nano, binary ones capped at the largest int64. */
function parseDecimal(
  digits: string,
  places: number,
  negative: boolean,
  unit: { base: number; exponent: number; format: QuantityFormat },
): Quantity {
  let value = BigInt(digits)
  let scale = -places
  let format = unit.format
  if (unit.base === 10) scale += unit.exponent
  else value <<= BigInt(unit.exponent)
  if (value !== 0n && scale < NANO) {
    value = divideUp(value, NANO - scale)
    scale = NANO
  }
  if (format === 'BinarySI') {
    const one = 10n ** BigInt(-scale)
    if (value > MAX_INT64 * one) {
      value = MAX_INT64
      scale = 0
    } else if (value > 0n && value < one) format = 'DecimalSI'
  }
  return { unscaled: tidyInteger(negative ? -value : value), scale, format, decimal: true, kept: undefined }
}

/** Divides by 10^places, away from zero. */
function divideUp(value: bigint, places: number): bigint {
  const negative = value < 0n
  const magnitude = negative ? -value : value
  if (digitCount(magnitude) <= places) return negative ? -1n : 1n
  const divisor = 10n ** BigInt(places)
  const quotient = magnitude / divisor
  const up = quotient * divisor === magnitude ? quotient : quotient + 1n
  return negative ? -up : up
}

const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const decimalSuffixes: Record<number, string> = {
  [-9]: 'n',
  [-6]: 'u',
  [-3]: 'm',
  0: '',
  3: 'k',
  6: 'M',
  9: 'G',
  12: 'T',
  15: 'P',
  18: 'E',
}

/** The text the API prints for a quantity: kept as written when the parser calls it canonical, else rebuilt. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.kept !== undefined) return quantity.kept
  if (isZero(quantity)) return '0'
  if (quantity.format === 'BinarySI') {
    const whole = wholeValue(quantity)
    if (whole !== undefined && (whole <= -1024 || whole >= 1024)) {
      const { value, times } = removeFactors(whole, 1024)
      return `${value}${binarySuffixes[times] ?? ''}`
    }
  }
  const { value, times } = removeFactors(quantity.unscaled, 10)
  let exponent = quantity.scale + times
  let mantissa = value
  const over = ((exponent % 3) + 3) % 3
  if (over !== 0) {
    mantissa = scaleUp(mantissa, over)
    exponent -= over
  }
  if (quantity.format === 'DecimalExponent') return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`
  return `${mantissa}${decimalSuffixes[exponent] ?? ''}`
}

/** The value as an integer, or undefined when it has a fraction. */
function wholeValue(quantity: Quantity): number | bigint | undefined {
  if (quantity.scale === 0) return quantity.unscaled
  if (quantity.scale > 0) return scaleUp(quantity.unscaled, quantity.scale)
  const divisor = 10n ** BigInt(-quantity.scale)
  const value = BigInt(quantity.unscaled)
  return value % divisor === 0n ? tidyInteger(value / divisor) : undefined
}

/** −1, 0 or 1 as `a` is less than, equal to or greater than `b`. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  let left = a.unscaled
  let right = b.unscaled
  if (a.scale !== b.scale) {
    const bySign = sign(a) - sign(b)
    if (bySign !== 0) return bySign < 0 ? -1 : 1
    if (left === 0) return 0
    const magnitude = digitCount(left) + a.scale - (digitCount(right) + b.scale)
    if (magnitude !== 0) return magnitude < 0 === left > 0 ? -1 : 1
    if (a.scale > b.scale) left = scaleUp(left, a.scale - b.scale)
    else right = scaleUp(right, b.scale - a.scale)
  }
  return left < right ? -1 : left > right ? 1 : 0
}

/** The sum; a zero left side takes over the notation of the right one. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return combine(a, b.unscaled, b)
}

/** The difference; a zero left side takes over the notation of the right one. */
export function subQuantity(a: Quantity, b: Quantity): Quantity {
  return combine(a, b.unscaled === 0 ? 0 : -b.unscaled, b)
}

function combine(a: Quantity, addend: number | bigint, b: Quantity): Quantity {
  const format = isZero(a) ? b.format : a.format
  if (isZero(b) && !isZero(a)) return { ...a, decimal: a.decimal || b.decimal, kept: undefined }
  if (isZero(a)) return { unscaled: addend, scale: b.scale, format, decimal: a.decimal || b.decimal, kept: undefined }
  const scale = Math.min(a.scale, b.scale)
  const unscaled = sum(scaleUp(a.unscaled, a.scale - scale), scaleUp(addend, b.scale - scale))
  const decimal = a.decimal || b.decimal || !fitsInt64(unscaled)
  return { unscaled, scale, format, decimal, kept: undefined }
}

function sum(left: number | bigint, right: number | bigint): number | bigint {
  if (typeof left === 'number' && typeof right === 'number') {
    const total = left + right
    if (Number.isSafeInteger(total)) return total
  }
  return tidyInteger(BigInt(left) + BigInt(right))
}

function fitsInt64(value: number | bigint): boolean {
  return typeof value === 'number' || (value <= MAX_INT64 && value >= -MAX_INT64 - 1n)
}

/** The quantity times an integer, in the same notation. */
export function multiplyQuantity(quantity: Quantity, factor: number): Quantity {
  const unscaled = tidyInteger(BigInt(quantity.unscaled) * BigInt(factor))
  return { ...quantity, unscaled, decimal: quantity.decimal || !fitsInt64(unscaled), kept: undefined }
}

/** The quantity with the opposite sign. */
export function negateQuantity(quantity: Quantity): Quantity {
  return { ...quantity, unscaled: quantity.unscaled === 0 ? 0 : -quantity.unscaled, kept: undefined }
}

/** Rounded away from zero to 10^`scale` (`Quantity.RoundUp`); returns the same object when nothing is to be done. */
export function roundUpQuantity(quantity: Quantity, scale: number): Quantity {
  if (quantity.scale >= scale) return quantity
  const value = BigInt(quantity.unscaled)
  const unscaled = value === 0n ? 0 : tidyInteger(divideUp(value, scale - quantity.scale))
  return { ...quantity, unscaled, scale, kept: undefined }
}

/** `Value()`: the int64 value, rounded up. */
export function quantityValue(quantity: Quantity): number {
  return scaledValue(quantity, 0)
}

/** `MilliValue()`: the int64 value times 1000, rounded up. */
export function quantityMilliValue(quantity: Quantity): number {
  return scaledValue(quantity, -3)
}

function scaledValue(quantity: Quantity, target: number): number {
  const { unscaled, scale, decimal } = quantity
  if (scale === target && typeof unscaled === 'number') return unscaled
  if (scale < target) {
    const value = BigInt(unscaled)
    if (value === 0n) return 0
    const up = divideUp(value, target - scale)
    return toInt64(decimal && value < 0n && up * 10n ** BigInt(target - scale) !== value ? up + 2n : up)
  }
  const value = scaleUp(unscaled, Math.min(scale - target, 64))
  if (fitsInt64(value)) return Number(value)
  return decimal ? toInt64(BigInt(value)) : 0
}

/** The nearest JS number, for shares and percentages. */
export function quantityAsNumber(quantity: Quantity): number {
  const { scale } = quantity
  const value = Number(quantity.unscaled)
  if (scale === 0) return value
  return scale < 0 && scale >= -22 ? value / 10 ** -scale : value * 10 ** scale
}

/** Whether the amount is zero. */
export function isZero(quantity: Quantity): boolean {
  return quantity.unscaled === 0
}

/** −1, 0 or 1 after the sign of the amount. */
export function sign(quantity: Quantity): number {
  return quantity.unscaled === 0 ? 0 : quantity.unscaled < 0 ? -1 : 1
}

/** A quantity from an integer, as `resource.NewQuantity`. */
export function quantityOf(value: number, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { unscaled: value, scale: 0, format, decimal: false, kept: undefined }
}

/** A quantity from thousandths, as `resource.NewMilliQuantity`. */
export function milliQuantityOf(value: number, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { unscaled: value, scale: -3, format, decimal: false, kept: undefined }
}

const canonical = new Map<string, string | QuantityError>()

/** What the API stores for a text: printed once when it is encoded, and once more after it is read back from storage. */
export function canonicalizeQuantity(text: string): string | QuantityError {
  const known = canonical.get(text)
  if (known !== undefined) return known
  const first = parseQuantity(text)
  const result = 'message' in first ? first : formatQuantity(mustParseQuantity(formatQuantity(first)))
  if (canonical.size >= CACHE_LIMIT) canonical.clear()
  canonical.set(text, result)
  return result
}
