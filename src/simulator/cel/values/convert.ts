// From one type to another. Upstream: ConvertToType in cel-go common/types.
import { fail } from './failure.ts'
import {
  floorDivide,
  formatDuration,
  formatTimestamp,
  isTimestampInRange,
  parseDuration,
  parseTimestamp,
} from './time.ts'
import { type CelValue, Duration, Timestamp, typeName, Uint } from './value.ts'

const MAX_INT = 2n ** 63n - 1n
const MIN_INT = -(2n ** 63n)
const MAX_UINT = 2n ** 64n - 1n
const SECOND = 1_000_000_000n

const cannot = (value: CelValue, to: string): never =>
  fail(`type conversion error from '${typeName(value)}' to '${to}'`)

/** An int that fits in 64 bits. */
export const checkedInt = (value: bigint): bigint =>
  value > MAX_INT || value < MIN_INT ? fail('integer overflow') : value
/** A uint that fits in 64 bits. */
export const checkedUint = (value: bigint): Uint =>
  value > MAX_UINT || value < 0n ? fail('unsigned integer overflow') : new Uint(value)

const INT_TEXT = /^[+-]?\d+$/
const UINT_TEXT = /^\d+$/
const DOUBLE_TEXT = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)$/i

/** int(x). */
export function toInt(value: CelValue): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') {
    if (Number.isNaN(value) || value <= -(2 ** 63) || value >= 2 ** 63) return fail('integer overflow')
    return BigInt(Math.trunc(value))
  }
  if (value instanceof Uint) return checkedInt(value.value)
  if (value instanceof Timestamp) return floorDivide(value.nanos, SECOND)
  if (value instanceof Duration) return value.nanos
  if (typeof value === 'string' && INT_TEXT.test(value)) {
    const parsed = BigInt(value.startsWith('+') ? value.slice(1) : value)
    if (parsed <= MAX_INT && parsed >= MIN_INT) return parsed
  }
  return cannot(value, 'int')
}

/** uint(x). */
export function toUint(value: CelValue): Uint {
  if (value instanceof Uint) return value
  if (typeof value === 'bigint') return checkedUint(value)
  if (typeof value === 'number') {
    if (Number.isNaN(value) || value < 0 || value >= 2 ** 64) return fail('unsigned integer overflow')
    return new Uint(BigInt(Math.trunc(value)))
  }
  if (typeof value === 'string' && UINT_TEXT.test(value) && BigInt(value) <= MAX_UINT) return new Uint(BigInt(value))
  return cannot(value, 'uint')
}

/** double(x). */
export function toDouble(value: CelValue): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Uint) return Number(value.value)
  if (typeof value === 'string' && DOUBLE_TEXT.test(value)) {
    const lower = value.toLowerCase().replace('+', '')
    if (lower.includes('inf')) return lower.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
    if (lower.includes('nan')) return Number.NaN
    return Number.isFinite(Number(value)) ? Number(value) : cannot(value, 'double')
  }
  return cannot(value, 'double')
}

const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

/** bool(x). */
export function toBool(value: CelValue): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'string' && TRUE.has(value)) return true
  if (typeof value === 'string' && FALSE.has(value)) return false
  return cannot(value, 'bool')
}

/** A double as Go's strconv writes it with 'g' and as few digits as needed: from 1e+21 on, or sooner, with an exponent. */
export function doubleText(value: number, largest = 21): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e')
  const exponent = Number(exponentText)
  if (exponent >= -4 && exponent < 21 && exponent < largest) return expanded(value)
  const digits = String(Math.abs(exponent)).padStart(2, '0')
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`
}

function expanded(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text
}

/** string(x). */
export function toText(value: CelValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return doubleText(value, 6)
  if (value instanceof Uint) return String(value.value)
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof Uint8Array) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value)
    } catch {
      return fail('invalid UTF-8 in bytes, cannot convert to string')
    }
  }
  return cannot(value, 'string')
}

/** bytes(x). */
export function toBytes(value: CelValue): Uint8Array {
  if (value instanceof Uint8Array) return value
  return typeof value === 'string' ? new TextEncoder().encode(value) : cannot(value, 'bytes')
}

/** duration(x). */
export function toDuration(value: CelValue): Duration {
  if (value instanceof Duration) return value
  const parsed = typeof value === 'string' ? parseDuration(value) : undefined
  return parsed ?? cannot(value, 'google.protobuf.Duration')
}

/** timestamp(x). */
export function toTimestamp(value: CelValue): Timestamp {
  if (value instanceof Timestamp) return value
  if (typeof value === 'bigint') {
    const nanos = value * SECOND
    return isTimestampInRange(nanos) ? new Timestamp(nanos) : fail('timestamp overflow')
  }
  const parsed = typeof value === 'string' ? parseTimestamp(value) : undefined
  return parsed ?? cannot(value, 'google.protobuf.Timestamp')
}
