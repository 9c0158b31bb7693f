// Times as the API stores them: RFC3339 in UTC with whole seconds (metav1.Time) or six digits (metav1.MicroTime).
// The rest of the simulator counts in milliseconds since the epoch.
import { type Moment, parseGoTime, type TimeLayout } from './go-time.ts'

/** Prints epoch milliseconds as metav1.Time does: whole seconds, UTC. */
export function formatTime(epochMs: number): string {
  const seconds = Math.floor(epochMs / 1000)
  if (seconds === lastSeconds) return lastText
  lastText = `${new Date(seconds * 1000).toISOString().slice(0, -5)}Z`
  lastSeconds = seconds
  return lastText
}

// Much is written in the same second of cluster time.
let lastSeconds = Number.NaN
let lastText = ''

/** Prints epoch milliseconds as metav1.MicroTime does: six fractional digits, UTC. */
export function formatMicroTime(epochMs: number): string {
  const whole = Math.floor(epochMs / 1000)
  const micros = Math.floor((epochMs - whole * 1000) * 1000)
  return `${formatTime(whole * 1000).slice(0, -1)}.${String(micros).padStart(6, '0')}Z`
}

/** The day of a moment in UTC as `2006-01-02`. */
export const formatDate = (epochMs: number): string => formatTime(epochMs).slice(0, 10)

/** Whether a text is a day as `formatDate` writes it. */
export const isDate = (text: string): boolean =>
  text.length === 10 &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  formatDate(Date.parse(`${text}T00:00:00Z`)) === text

/** Epoch milliseconds of a time the API wrote; throws on anything that is not one. */
export function parseTime(text: string): number {
  const moment = parseGoTime(text, 'seconds')
  if ('error' in moment) throw new Error(moment.error)
  return moment.seconds * 1000 + moment.nanos / 1e6
}

/** A time as the API prints it back after reading `text`, or Go's error. A zero time is null. */
export function canonicalTime(text: string, layout: TimeLayout): { time: string | null } | { error: string } {
  if (layout === 'seconds' && text === lastText) return { time: text }
  const moment = parseGoTime(text, layout)
  return 'error' in moment ? moment : { time: printMoment(moment, layout) }
}

const GO_ZERO_SECONDS = -62135596800

function printMoment(moment: Moment, layout: TimeLayout): string | null {
  if (moment.seconds === GO_ZERO_SECONDS && moment.nanos === 0) return null
  const seconds = formatTime(moment.seconds * 1000)
  if (layout === 'seconds') return seconds
  return `${seconds.slice(0, -1)}.${String(Math.floor(moment.nanos / 1000)).padStart(6, '0')}Z`
}
