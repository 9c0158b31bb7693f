// Operators on numbers, texts, times, lists. Upstream: cel-go common/types (Add, Subtract …), overflow.go.
import { checkedInt, checkedUint } from './convert.ts'
import { fail, noSuchOverload } from './failure.ts'
import { isTimestampInRange } from './time.ts'
import { ArrayList, type CelValue, Duration, ListValue, MapValue, Timestamp, Uint } from './value.ts'

const MAX_INT = 2n ** 63n - 1n
const MIN_INT = -(2n ** 63n)

function duration(nanos: bigint): Duration {
  return nanos > MAX_INT || nanos < MIN_INT ? fail('duration overflow') : new Duration(nanos)
}

function timestamp(nanos: bigint, { offset }: Timestamp): Timestamp {
  return isTimestampInRange(nanos) ? new Timestamp(nanos, offset) : fail('timestamp overflow')
}

/** a + b. */
export function add(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'string' && typeof b === 'string') return a + b
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a + b)
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (a instanceof ListValue && b instanceof ListValue) return new ArrayList(a.plus(b) ?? [...a, ...b])
  if (a instanceof Uint && b instanceof Uint) return checkedUint(a.value + b.value)
  if (a instanceof Duration && b instanceof Duration) return duration(a.nanos + b.nanos)
  if (a instanceof Timestamp && b instanceof Duration) return timestamp(a.nanos + b.nanos, a)
  if (a instanceof Duration && b instanceof Timestamp) return timestamp(a.nanos + b.nanos, b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    const out = new Uint8Array(a.length + b.length)
    out.set(a)
    out.set(b, a.length)
    return out
  }
  return noSuchOverload()
}

/** a - b. */
export function subtract(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a - b)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (a instanceof Uint && b instanceof Uint) return checkedUint(a.value - b.value)
  if (a instanceof Duration && b instanceof Duration) return duration(a.nanos - b.nanos)
  if (a instanceof Timestamp && b instanceof Duration) return timestamp(a.nanos - b.nanos, a)
  if (a instanceof Timestamp && b instanceof Timestamp) return duration(a.nanos - b.nanos)
  return noSuchOverload()
}

/** a * b. */
export function multiply(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'bigint' && typeof b === 'bigint') return checkedInt(a * b)
  if (typeof a === 'number' && typeof b === 'number') return a * b
  if (a instanceof Uint && b instanceof Uint) return checkedUint(a.value * b.value)
  return noSuchOverload()
}

/** a / b. */
export function divide(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'number' && typeof b === 'number') return a / b
  if (typeof a === 'bigint' && typeof b === 'bigint') return b === 0n ? fail('division by zero') : checkedInt(a / b)
  if (a instanceof Uint && b instanceof Uint)
    return b.value === 0n ? fail('division by zero') : new Uint(a.value / b.value)
  return noSuchOverload()
}

/** a % b. */
export function modulo(a: CelValue, b: CelValue): CelValue {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    if (b === 0n) return fail('modulus by zero')
    return a === MIN_INT && b === -1n ? fail('integer overflow') : a % b
  }
  if (a instanceof Uint && b instanceof Uint)
    return b.value === 0n ? fail('modulus by zero') : new Uint(a.value % b.value)
  return noSuchOverload()
}

/** -a. */
export function negate(a: CelValue): CelValue {
  if (typeof a === 'bigint') return checkedInt(-a)
  if (typeof a === 'number') return -a
  return noSuchOverload()
}

/** How many there are: code points, bytes, items, entries. */
export function size(value: CelValue): bigint {
  if (typeof value === 'string') return BigInt(textLength(value))
  if (value instanceof ListValue) return BigInt(value.length)
  if (value instanceof MapValue) return BigInt(value.size)
  if (value instanceof Uint8Array) return BigInt(value.length)
  return noSuchOverload()
}

const SURROGATE = /[\ud800-\udbff]/

/** The length of a text in code points. */
export function textLength(text: string): number {
  if (!SURROGATE.test(text)) return text.length
  let length = 0
  for (const _ of text) length++
  return length
}

const whole = (value: number): boolean => Number.isInteger(value)

/** list[index]. */
export function itemAt(list: ListValue, index: CelValue): CelValue {
  const at =
    typeof index === 'bigint'
      ? Number(index)
      : index instanceof Uint
        ? Number(index.value)
        : typeof index === 'number' && whole(index)
          ? index
          : undefined
  if (at === undefined)
    return fail(`unsupported index type '${typeof index === 'number' ? 'double' : 'string'}' in list`)
  return at < 0 || at >= list.length ? fail(`index out of bounds: ${at}`) : list.at(at)
}
