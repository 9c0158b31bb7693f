// Time zones by their IANA names, and what the clock shows in them. The data is the engine's (Intl); Go reads files, whose names
// are exact, so the case of a name counts. Upstream: time.LoadLocation of Go.
import { quote } from './quote.ts'

let known: ReadonlySet<string> | undefined
const formats = new Map<string, Intl.DateTimeFormat | undefined>()

/** Older names stand in no list; their parts begin with a capital all the same. */
const likeAName = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/
const shortName = /^(?:[A-Z]{2,3}|[A-Z][a-z]{3,}.*|[A-Z]+[-+0-9].*)$/

function formatOf(name: string): Intl.DateTimeFormat | undefined {
  if (!formats.has(name)) formats.set(name, makeFormat(name))
  return formats.get(name)
}

function makeFormat(name: string): Intl.DateTimeFormat | undefined {
  known ??= new Set(Intl.supportedValuesOf('timeZone'))
  if (!known.has(name) && (!likeAName.test(name) || (!name.includes('/') && !shortName.test(name)))) return undefined
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}

const isUtc = (name: string): boolean => name === '' || name === 'UTC' || name === 'Local'

/** What Go says against a zone's name; undefined when there is such a zone. The machine's own zone is UTC here. */
export function timeZoneError(name: string): string | undefined {
  if (isUtc(name)) return undefined
  if (name.includes('..') || name.startsWith('/') || name.startsWith('\\')) return 'time: invalid location name'
  return formatOf(name) === undefined ? `unknown time zone ${name}` : undefined
}

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
export function zoneOffset(name: string, epochMs: number): number {
  if (isUtc(name)) return 0
  const format = formatOf(name)
  if (format === undefined) throw new Error(`unknown time zone ${quote(name)}`)
  const at: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(epochMs)) at[type] = Number(value)
  const shown = Date.UTC(at['year']!, at['month']! - 1, at['day']!, at['hour']!, at['minute']!, at['second']!)
  return shown - Math.floor(epochMs / 1000) * 1000
}

/** The instant at which a zone's clock shows a time (given as if it were UTC); in a gap, as Go's time.Date chooses. */
export function instantOf(name: string, shownMs: number): number {
  const before = zoneOffset(name, shownMs)
  if (before === 0 && isUtc(name)) return shownMs
  const guess = shownMs - before
  const offset = zoneOffset(name, guess)
  return offset === before ? guess : shownMs - offset
}
