// Cron schedules: `*/5 * * * *`, `@daily`, `@every 90m`. Read with the error texts of the library Kubernetes uses, and played.
// Upstream: github.com/robfig/cron/v3 parser.go, spec.go, constantdelay.go (ParseStandard: five fields or a descriptor).
import { getField } from './cron-field.ts'
import { parseDuration } from './duration.ts'
import { instantOf, timeZoneError, zoneOffset } from './time-zone.ts'

/** A schedule ready to be played. */
export interface CronSchedule {
  /** The first instant after `epochMs` that it names, in a zone unless it names one itself; undefined if there is none in five years. */
  next(epochMs: number, timeZone?: string): number | undefined
}

/** One field's values as a set; `star` says it was not restricted. */
export interface CronField {
  readonly values: ReadonlySet<number>
  readonly star: boolean
}

interface Fields {
  readonly minute: CronField
  readonly hour: CronField
  readonly dayOfMonth: CronField
  readonly month: CronField
  readonly dayOfWeek: CronField
}

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}
const EVERY = '@every '
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const MAX_YEARS = 5

/** Reads a schedule, or says what is wrong with it as the API does. */
export function parseCron(text: string): CronSchedule | { error: string } {
  if (text === '') return { error: 'empty spec string' }
  if (!text.startsWith('TZ=') && !text.startsWith('CRON_TZ=')) return parseFields(text, undefined)
  const blank = text.indexOf(' ')
  if (blank < 0) return { error: 'invalid schedule format: runtime error: slice bounds out of range [:-1]' }
  const zone = text.slice(text.indexOf('=') + 1, blank)
  const problem = timeZoneError(zone)
  if (problem !== undefined) return { error: `provided bad location ${zone}: ${problem}` }
  return parseFields(text.slice(blank).trim(), zone)
}

function parseFields(text: string, zone: string | undefined): CronSchedule | { error: string } {
  if (text.startsWith('@')) return parseDescriptor(text, zone)
  const fields = text.split(/\s+/).filter((field) => field !== '')
  if (fields.length !== 5) {
    return { error: `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]` }
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields as [string, string, string, string, string]
  const parsed = [
    getField(minute, 'minute'),
    getField(hour, 'hour'),
    getField(dayOfMonth, 'dayOfMonth'),
    getField(month, 'month'),
    getField(dayOfWeek, 'dayOfWeek'),
  ] as const
  for (const field of parsed) if ('error' in field) return field
  const [m, h, d, mo, w] = parsed as readonly [CronField, CronField, CronField, CronField, CronField]
  return played({ minute: m, hour: h, dayOfMonth: d, month: mo, dayOfWeek: w }, zone)
}

function parseDescriptor(text: string, zone: string | undefined): CronSchedule | { error: string } {
  const fields = DESCRIPTORS[text]
  if (fields !== undefined) return parseFields(fields, zone)
  if (!text.startsWith(EVERY)) return { error: `unrecognized descriptor: ${text}` }
  const delay = parseDuration(text.slice(EVERY.length))
  if (typeof delay === 'object') return { error: `failed to parse duration ${text}: ${delay.error}` }
  const seconds = Math.max(Math.trunc(delay / SECOND), 1) * SECOND
  return { next: (epochMs) => Math.floor(epochMs / SECOND) * SECOND + seconds }
}

const played = (fields: Fields, zone: string | undefined): CronSchedule => ({
  next: (epochMs, timeZone = 'UTC') => nextOf(fields, epochMs, zone ?? timeZone),
})

/** An instant with what a zone's clock shows then. */
interface Shown {
  readonly instant: number
  /** The shown time as if it were UTC. */
  readonly date: Date
}

function nextOf(fields: Fields, epochMs: number, zone: string): number | undefined {
  const at = (instant: number): Shown => ({ instant, date: new Date(instant + zoneOffset(zone, instant)) })
  const shows = (year: number, month: number, day = 1): Shown => at(instantOf(zone, Date.UTC(year, month, day)))
  let now = at(Math.floor(epochMs / SECOND) * SECOND + SECOND)
  if (now.instant % MINUTE !== 0) now = at(Math.ceil(now.instant / MINUTE) * MINUTE)
  const lastYear = now.date.getUTCFullYear() + MAX_YEARS
  for (;;) {
    const { date } = now
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
    if (year > lastYear) return undefined
    if (!fields.month.values.has(month + 1)) now = shows(year, month + 1)
    else if (!dayMatches(fields, date)) now = midnight(shows(year, month, day + 1), at)
    else if (!fields.hour.values.has(date.getUTCHours())) now = at(now.instant - (date.getTime() % HOUR) + HOUR)
    else if (!fields.minute.values.has(date.getUTCMinutes())) now = at(now.instant + MINUTE)
    else return now.instant
  }
}

/** Where a clock jumps at midnight the day begins an hour beside it. */
function midnight(shown: Shown, at: (instant: number) => Shown): Shown {
  const hour = shown.date.getUTCHours()
  if (hour === 0) return shown
  return at(shown.instant + (hour > 12 ? DAY - hour * HOUR : -hour * HOUR))
}

function dayMatches({ dayOfMonth, dayOfWeek }: Fields, date: Date): boolean {
  const inMonth = dayOfMonth.values.has(date.getUTCDate())
  const inWeek = dayOfWeek.values.has(date.getUTCDay())
  return dayOfMonth.star || dayOfWeek.star ? inMonth && inWeek : inMonth || inWeek
}
