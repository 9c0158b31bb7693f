// Timestamps and durations as text. Upstream: cel-go common/types/{timestamp,duration}.go over Go's time package.
import { Duration, Timestamp } from './value.ts'

const SECOND = 1_000_000_000n
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/
const MIN_SECONDS = -62_135_596_800n
const MAX_SECONDS = 253_402_300_799n

/** Whether a moment is one CEL knows (years 1 to 9999). */
export function isTimestampInRange(nanos: bigint): boolean {
  const seconds = floorDivide(nanos, SECOND)
  return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS
}

/** Divides, rounding down. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b
  return a % b < 0n ? quotient - 1n : quotient
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** RFC 3339; undefined when it is not. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = RFC3339.exec(text)
  if (match === null) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const leap = month === 2 && ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0) ? 1 : 0
  const days = (DAYS[month - 1] ?? 0) + leap
  if (month < 1 || day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return undefined
  const fraction = BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0'))
  const moment = new Date(0)
  moment.setUTCFullYear(year, month - 1, day)
  moment.setUTCHours(hour, minute, second)
  const offset = offsetMinutes(match[8]!)
  const nanos = BigInt(moment.getTime()) * 1_000_000n + fraction - BigInt(offset) * 60n * SECOND
  return isTimestampInRange(nanos) ? new Timestamp(nanos, offset) : undefined
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))
  return zone.startsWith('-') ? -minutes : minutes
}

function fractionText(nanos: bigint): string {
  return nanos === 0n ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`
}

/** RFC 3339 with as many digits as are needed, in the zone it was written in. */
export function formatTimestamp({ nanos, offset }: Timestamp): string {
  const seconds = floorDivide(nanos, SECOND)
  const whole = new Date(Number(seconds) * 1000 + offset * 60_000).toISOString().slice(0, 19)
  return `${whole}${fractionText(nanos - seconds * SECOND)}${zoneText(offset)}`
}

function zoneText(offset: number): string {
  if (offset === 0) return 'Z'
  const minutes = Math.abs(offset)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${offset < 0 ? '-' : '+'}${hours}:${rest}`
}

/** Seconds: `5400s`, `0.5s`. */
export function formatDuration({ nanos }: Duration): string {
  const sign = nanos < 0n ? '-' : ''
  const positive = nanos < 0n ? -nanos : nanos
  return `${sign}${positive / SECOND}${fractionText(positive % SECOND)}s`
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
}
const DURATION = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/
const DURATION_PART = /(\d*)(?:\.(\d*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g
const MAX = 2n ** 63n - 1n

/** Go's durations: `1h30m`, `1.5s`; undefined when it is none. */
export function parseDuration(text: string): Duration | undefined {
  if (!DURATION.test(text)) return undefined
  let nanos = 0n
  for (const [, whole = '', fraction = '', unit = 's'] of text.matchAll(DURATION_PART)) {
    const size = UNITS[unit]!
    nanos += BigInt(whole || '0') * size
    if (fraction !== '') nanos += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length)
  }
  if (nanos > MAX) return undefined
  return new Duration(text.startsWith('-') ? -nanos : nanos)
}
