// `'%s is %d'.format([…])`. Upstream: cel-go ext/formatting.go, whose numbers are those of golang.org/x/text in en_US.
import { quote } from '../../../model/quote.ts'
import { doubleText, toText } from '../values/convert.ts'
import { fail } from '../values/failure.ts'
import { type CelValue, Duration, ListValue, MapValue, Timestamp, TypeValue, typeName, Uint } from '../values/value.ts'
import { type FormatClause, formatParts, ONLY } from './format-clauses.ts'
import { exactDecimal, groupedDecimal, scientificText } from './format-numbers.ts'

const DEFAULT_PRECISION = 6

/** The text with its clauses filled in. */
export function formatText(text: string, args: ListValue): string {
  let next = 0
  let out = ''
  for (const part of formatParts(text, () => next < args.length || fail(`index ${next} out of range`))) {
    if (typeof part === 'string') out += part
    else if ('problem' in part) return fail(part.problem)
    else out += formatted(args.at(next++), part)
  }
  return out
}

function formatted(value: CelValue, { verb, precision = DEFAULT_PRECISION }: FormatClause): string {
  switch (verb) {
    case 'd':
      return integer(value) ?? wrong(verb, value)
    case 'f':
      return groupedDecimal(double(value) ?? wrong(verb, value), precision)
    case 'e':
      return scientificText(double(value) ?? wrong(verb, value))
    case 'b':
      return typeof value === 'boolean' ? (value ? '1' : '0') : (integer(value, 2) ?? wrong(verb, value))
    case 'x':
      return hex(value)
    case 'X':
      return hex(value).toUpperCase()
    case 'o':
      return integer(value, 8) ?? wrong(verb, value)
    default:
      return shown(value)
  }
}

const wrong = (verb: string, value: CelValue): never =>
  fail(`error during formatting: ${ONLY[verb]}, was given ${typeName(value)}`)

const isText = (value: CelValue): boolean =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  typeof value === 'bigint' ||
  typeof value === 'number' ||
  value instanceof Uint ||
  value instanceof Uint8Array ||
  value instanceof Timestamp ||
  value instanceof Duration

function shown(value: CelValue): string {
  if (value === null) return 'null'
  if (isText(value)) return toText(value)
  if (value instanceof TypeValue) return value.name
  if (value instanceof ListValue) return `[${[...value].map(literal).join(', ')}]`
  if (value instanceof MapValue || typeName(value) === 'map') return `{${pairs(value).join(', ')}}`
  return wrong('s', value)
}

/** The entries of a map, or of an object that is one. */
function pairs(value: CelValue): readonly string[] {
  const shownPairs = entriesOf(value).map(([key, item]): readonly [string, string] => {
    if (typeof key === 'number' || key === null || typeof key === 'object') {
      if (!(key instanceof Uint)) return fail(`no formatting function for map key of type ${typeName(key)}`)
    }
    return [literal(key), literal(item)]
  })
  return shownPairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, item]) => `${key}:${item}`)
}

function entriesOf(value: CelValue): (readonly [CelValue, CelValue])[] {
  if (value instanceof MapValue) return [...value.keys()].map((key) => [key, value.get(key)!])
  if (typeof value !== 'object' || value === null || !('fields' in value)) return []
  return [...value.fields()].map((field) => [field, value.get(field)!])
}

/** A value as it stands in a list or map: such that CEL could read it. */
function literal(value: CelValue): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') {
    return Number.isFinite(value) ? exactDecimal(value, DEFAULT_PRECISION) : `"${doubleText(value)}"`
  }
  if (value instanceof Uint8Array) return `b${quote(toText(value))}`
  if (value instanceof Timestamp) return `timestamp(${quote(toText(value))})`
  if (value instanceof Duration) return `duration(${quote(toText(value))})`
  return shown(value)
}

function integer(value: CelValue, radix = 10): string | undefined {
  if (typeof value === 'bigint') return value.toString(radix)
  return value instanceof Uint ? value.value.toString(radix) : undefined
}

const NOT_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
}
const double = (value: CelValue): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'string' ? NOT_FINITE[value] : undefined

const hexBytes = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

function hex(value: CelValue): string {
  if (typeof value === 'string') return hexBytes(new TextEncoder().encode(value))
  if (value instanceof Uint8Array) return hexBytes(value)
  return integer(value, 16) ?? wrong('x', value)
}
