// Go's time.Duration in text ("1h30m", "250ms"), and the ages kubectl prints.
// Upstream: time.ParseDuration and Duration.String of Go; apimachinery/pkg/util/duration/duration.go. Durations are JS numbers
// of milliseconds here (fractions down to the nanosecond), as everywhere in the simulator.
import { quote } from './quote.ts'

const unitNanos = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
])

const MAX_NANOS = 2 ** 63
const part = /([0-9]*)(\.[0-9]*)?([^0-9.]*)/y

/** Reads a duration as time.ParseDuration does; milliseconds, or Go's error. */
export function parseDuration(text: string): number | { error: string } {
  const invalid = { error: `time: invalid duration ${quote(text)}` }
  const negative = text[0] === '-'
  const body = negative || text[0] === '+' ? text.slice(1) : text
  if (body === '0') return 0
  if (body === '') return invalid
  let nanos = 0
  part.lastIndex = 0
  while (part.lastIndex < body.length) {
    const [, whole = '', fraction = '', unit = ''] = part.exec(body) as RegExpExecArray
    if (whole === '' && fraction.length < 2) return invalid
    if (unit === '') return { error: `time: missing unit in duration ${quote(text)}` }
    const size = unitNanos.get(unit)
    if (size === undefined) return { error: `time: unknown unit ${quote(unit)} in duration ${quote(text)}` }
    nanos += Number(whole || '0') * size
    if (fraction.length > 1) nanos += Math.trunc(Number(`0${fraction}`) * size)
    if (nanos > MAX_NANOS) return invalid
  }
  return ((negative ? -1 : 1) * nanos) / 1e6
}

/** Prints milliseconds as Go's Duration.String: `1h0m0s`, `1.5s`, `250ms`, `0s`. */
export function formatDuration(ms: number): string {
  const nanos = Math.round(Math.abs(ms) * 1e6)
  if (nanos === 0) return '0s'
  const sign = ms < 0 ? '-' : ''
  if (nanos < 1e3) return `${sign}${nanos}ns`
  if (nanos < 1e6) return `${sign}${decimal(nanos, 1e3)}µs`
  if (nanos < 1e9) return `${sign}${decimal(nanos, 1e6)}ms`
  const minutes = Math.floor(nanos / 60e9)
  const seconds = `${decimal(nanos - minutes * 60e9, 1e9)}s`
  if (minutes === 0) return sign + seconds
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${sign}${minutes}m${seconds}` : `${sign}${hours}h${minutes % 60}m${seconds}`
}

function decimal(nanos: number, unit: number): string {
  const whole = Math.floor(nanos / unit)
  const rest = nanos - whole * unit
  if (rest === 0) return String(whole)
  return `${whole}.${String(rest)
    .padStart(Math.round(Math.log10(unit)), '0')
    .replace(/0+$/, '')}`
}

const withRest = (value: number, unit: string, rest: number, restUnit: string) =>
  rest === 0 ? `${value}${unit}` : `${value}${unit}${rest}${restUnit}`

/** The age kubectl prints for milliseconds: `5m30s`, `3h`, `2d4h` (duration.HumanDuration). */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 120) return `${seconds}s`
  const minutes = Math.trunc(seconds / 60)
  if (minutes < 10) return withRest(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  const days = Math.trunc(hours / 24)
  if (hours < 192) return withRest(days, 'd', hours % 24, 'h')
  const years = Math.trunc(days / 365)
  if (years < 2) return `${days}d`
  return years < 8 ? withRest(years, 'y', days % 365, 'd') : `${years}y`
}

/** The same with one unit only (duration.ShortHumanDuration). */
export function shortHumanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.trunc(seconds / 60)
  if (minutes < 60) return `${minutes}m`
  const hours = Math.trunc(minutes / 60)
  if (hours < 24) return `${hours}h`
  return hours < 24 * 365 ? `${Math.trunc(hours / 24)}d` : `${Math.trunc(hours / 24 / 365)}y`
}
