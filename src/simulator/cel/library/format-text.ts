// `'%s is %d'.format([…])`. Upstream: cel-go ext/formatting.go.
import { doubleText } from '../values/convert.ts'
import { fail } from '../values/failure.ts'
import { formatDuration, formatTimestamp } from '../values/time.ts'
import { type CelValue, Duration, ListValue, MapValue, Timestamp, TypeValue, typeName, Uint } from '../values/value.ts'

const CLAUSE = /%(?:(%)|(?:\.(\d+))?([A-Za-z]))/g
const DEFAULT_PRECISION = 6

/** The text with its clauses filled in. */
export function formatText(text: string, args: ListValue): string {
  let next = 0
  const out = text.replace(CLAUSE, (_, percent: string | undefined, precision: string | undefined, verb: string) => {
    if (percent !== undefined) return '%'
    if (next >= args.length) return fail(`index ${next} out of range`)
    return formatted(args.at(next++), verb, precision === undefined ? DEFAULT_PRECISION : Number(precision))
  })
  return out
}

function formatted(value: CelValue, verb: string, precision: number): string {
  switch (verb) {
    case 's':
      return shown(value)
    case 'd':
      return decimal(value)
    case 'f':
      return real(value, 'fixed-point', (number) => number.toFixed(precision))
    case 'e':
      return real(value, 'scientific', (number) => scientific(number, precision))
    case 'b':
      return binary(value)
    case 'x':
      return hex(value)
    case 'X':
      return hex(value).toUpperCase()
    case 'o':
      if (typeof value === 'bigint') return value.toString(8)
      if (value instanceof Uint) return value.value.toString(8)
      return wrong('octal', 'integers', value)
    default:
      return fail(`could not parse formatting clause: unrecognized formatting clause "${verb}"`)
  }
}

const wrong = (clause: string, wanted: string, value: CelValue): never =>
  fail(`error during formatting: ${clause} clause can only be used on ${wanted}, was given ${typeName(value)}`)

function shown(value: CelValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return doubleText(value)
  if (value === null) return 'null'
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (value instanceof Uint) return String(value.value)
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof TypeValue) return value.name
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (value instanceof ListValue) return `[${[...value].map(shown).join(', ')}]`
  if (value instanceof MapValue) {
    const entries = [...value.keys()].map((key) => `${shown(key)}: ${shown(value.get(key)!)}`)
    return `{${entries.sort().join(', ')}}`
  }
  return fail(
    `error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${typeName(value)}`,
  )
}

function decimal(value: CelValue): string {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint) return String(value.value)
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return wrong('decimal', 'integers', value)
}

function real(value: CelValue, clause: string, format: (value: number) => string): string {
  const number = value instanceof Uint ? Number(value.value) : typeof value === 'bigint' ? Number(value) : value
  if (typeof number !== 'number') return wrong(clause, 'doubles', value)
  return Number.isFinite(number) ? format(number) : String(number)
}

function scientific(value: number, precision: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(precision).split('e')
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}

function binary(value: CelValue): string {
  if (typeof value === 'bigint') return value.toString(2)
  if (value instanceof Uint) return value.value.toString(2)
  if (typeof value === 'boolean') return value ? '1' : '0'
  return wrong('binary', 'integers and bools', value)
}

const hexBytes = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

function hex(value: CelValue): string {
  if (typeof value === 'bigint') return value.toString(16)
  if (value instanceof Uint) return value.value.toString(16)
  if (typeof value === 'string') return hexBytes(new TextEncoder().encode(value))
  if (value instanceof Uint8Array) return hexBytes(value)
  return wrong('hex', 'integers, byte buffers, and strings', value)
}
