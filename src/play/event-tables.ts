// The events of an object against a table: in the order they were first recorded, with the times the cluster gave them. Times
// are told since the cluster started and cut off where the table's are, as Kubernetes cuts its own to the second.
import type { ApiObject } from '../cluster/port.ts'
import { formatDuration, parseDuration } from '../model/duration.ts'
import { differences, mismatchText } from './compare/match.ts'
import { isMap } from './compare/path.ts'
import { sameText } from './compare/text.ts'
import { countOf, messageOf } from './history/words.ts'
import type { Failure } from './result.ts'

/** The rows of a table of events. */
export type Rows = readonly Readonly<Record<string, string>>[]

interface Told {
  readonly at: number
  readonly last: number
  readonly texts: Readonly<Record<string, string>>
}

const TIMES = new Set(['at', 'last'])

/** Where the events differ from the rows: from all of them, or from those that must be among them in this order. */
export function tableMiss(
  rows: Rows,
  events: readonly ApiObject[],
  whole: boolean,
  start: number,
): Failure | undefined {
  const told = events.map((event) => tell(event, start))
  const columns = Object.keys(rows[0] ?? {})
  const timed = columns.some((column) => TIMES.has(column))
  const actual = told.map((t) => lineOf(t, timed)).join('\n')
  if (whole) {
    const shown = told.map((t, i) => Object.fromEntries(columns.map((c) => [c, cell(t, c, rows[i]?.[c])])))
    const list = differences(rows, shown, 'whole')
    return list.length === 0 ? undefined : { summary: 'the events are others', details: list.map(mismatchText), actual }
  }
  let at = 0
  for (const row of rows) {
    const next = told.findIndex(
      (t, i) =>
        i >= at && Object.entries(row).every(([c, value]) => value === '' || sameText(value, cell(t, c, value))),
    )
    if (next === -1)
      return { summary: `there is no event ${Object.values(row).join(' ')} at its place in the order`, actual }
    at = next + 1
  }
  return undefined
}

function tell(event: ApiObject, start: number): Told {
  const at = firstOf(event) - start
  return {
    at,
    last: Math.max(at, lastOf(event) - start),
    texts: {
      type: String(event['type'] ?? ''),
      reason: String(event['reason'] ?? ''),
      message: messageOf(event),
      count: String(countOf(event)),
    },
  }
}

function lineOf({ at, last, texts }: Told, timed: boolean): string {
  const text = `${texts['type']} ${texts['reason']}: ${texts['message']?.replaceAll('\n', '\\n')}`
  if (!timed) return text
  const times = Number(texts['count'])
  return `${secondsText(at)}  ${text}${times > 1 ? ` (${times} times, last at ${secondsText(last)})` : ''}`
}

/** What stands in a column; a time that is the expected one, as far as that goes, is told as that one is. */
function cell(told: Told, column: string, expected: string | undefined): string {
  if (column !== 'at' && column !== 'last') return told.texts[column] ?? ''
  const wanted = expected === undefined ? undefined : parseDuration(expected)
  if (expected === undefined || typeof wanted !== 'number') return secondsText(told[column])
  const unit = finest(expected)
  return Math.floor(told[column] / unit + 1e-6) === Math.round(wanted / unit) ? expected : secondsText(told[column])
}

/** The smallest step a written duration tells, in milliseconds: a second, or what the last digit behind the point stands for. */
function finest(text: string): number {
  if (text.endsWith('ms')) return 1
  return 1000 / 10 ** (/\.(\d+)s$/.exec(text)?.[1]?.length ?? 0)
}

/** In seconds and tenths. */
const secondsText = (ms: number): string =>
  ms < 1000 ? `${Math.floor(ms / 100) / 10}s` : formatDuration(Math.floor(ms / 100) * 100)

/** The order in which they were first recorded; their times alone are no help where some are in seconds, others in microseconds. */
export function byTime(a: ApiObject, b: ApiObject): number {
  const [first, second] = [stampOf(a), stampOf(b)]
  if (first !== undefined && second !== undefined && first !== second) return first < second ? -1 : 1
  const order = firstOf(a) - firstOf(b)
  return order !== 0 ? order : Number(a.metadata?.resourceVersion ?? 0) - Number(b.metadata?.resourceVersion ?? 0)
}

/** Recorders name an event by its object and the nanosecond in which it was first recorded. */
const NAMED_BY_TIME = /\.([0-9a-f]{16})$/
const stampOf = ({ metadata }: ApiObject): string | undefined => NAMED_BY_TIME.exec(metadata?.name ?? '')?.[1]

const timeOf = (text: unknown): number | undefined => (typeof text === 'string' ? Date.parse(text) : undefined)

/** To the nanosecond where a recorder has named it by that, else as the event tells it. */
function firstOf(event: ApiObject): number {
  const stamp = stampOf(event)
  if (stamp !== undefined) return Number(BigInt(`0x${stamp}`) / 1000n) / 1000
  const { eventTime, firstTimestamp, deprecatedFirstTimestamp, metadata } = event
  return timeOf(eventTime ?? firstTimestamp ?? deprecatedFirstTimestamp ?? metadata?.creationTimestamp) ?? 0
}

function lastOf(event: ApiObject): number {
  const { series } = event
  const seen = isMap(series) ? series['lastObservedTime'] : undefined
  return timeOf(seen ?? event['lastTimestamp'] ?? event['deprecatedLastTimestamp']) ?? 0
}
