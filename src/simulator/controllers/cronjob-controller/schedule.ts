// Which scheduled time a CronJob has come to, and when to look again. Upstream: pkg/controller/cronjob/utils.go.
import type { CronJob } from '../../../generated/api/batch.v1.ts'
import { type CronSchedule, parseCron } from '../../../model/cron.ts'
import { parseTime } from '../../../model/time.ts'
import { timeZoneError } from '../../../model/time-zone.ts'

/** Looks a moment after the time, never before it. */
const DELTA_MS = 100
const MANY = 100
const NEVER = Number.POSITIVE_INFINITY

/** The times of one CronJob. */
export interface Times {
  /** The first after a moment; never, far away. */
  next(after: number): number
}

interface Recent {
  readonly earliest: number
  readonly recent: number | undefined
  readonly missed: 'none' | 'few' | 'many'
  readonly tooDense: boolean
}

const parsed = new Map<string, CronSchedule | { error: string }>()

/** Reads a schedule in its zone. */
export function timesOf({ spec }: CronJob): Times | { error: string } {
  const { schedule, timeZone } = spec
  const zoned = timeZone !== undefined && !schedule.includes('TZ') && timeZoneError(timeZone) === undefined
  const text = zoned ? `TZ=${timeZone} ${schedule}` : schedule
  let known = parsed.get(text)
  if (known === undefined) {
    known = parseCron(text)
    parsed.set(text, known)
  }
  if ('error' in known) return known
  const cron = known
  return { next: (after) => cron.next(after) ?? NEVER }
}

function mostRecent({ metadata, spec, status }: CronJob, now: number, times: Times, withDeadline: boolean): Recent {
  let earliest = parseTime(status.lastScheduleTime ?? metadata.creationTimestamp ?? '')
  if (withDeadline && spec.startingDeadlineSeconds !== undefined)
    earliest = Math.max(earliest, now - spec.startingDeadlineSeconds * 1000)
  const first = times.next(earliest)
  const none = { earliest, missed: 'none', tooDense: false } as const
  // A time that never comes is to upstream one long past: as if times came too densely.
  if (first === NEVER) return { ...none, recent: undefined, tooDense: true }
  if (now < first) return { ...none, recent: undefined }
  const second = times.next(first)
  if (second !== NEVER && now < second) return { ...none, recent: first }
  const between = second === NEVER ? 0 : Math.round((second - first) / 1000)
  if (between < 1) return { ...none, recent: undefined, tooDense: true }
  const count = Math.trunc(Math.trunc((now - first) / 1000) / between) + 1
  let recent: number | undefined
  for (let t = times.next(first + (count - 2) * between * 1000); t <= now; t = times.next(t)) recent = t
  return { earliest, recent, missed: count > MANY ? 'many' : 'few', tooDense: false }
}

/** Milliseconds until the next time; none where it never comes. */
export function untilNext(cronJob: CronJob, now: number, times: Times): number {
  const { earliest, recent, missed, tooDense } = mostRecent(cronJob, now, times, false)
  const from = tooDense ? now : (recent ?? (missed === 'none' ? earliest : now))
  const next = times.next(from)
  return next === NEVER ? 0 : next + DELTA_MS - now
}

/** The time a Job is due for, if there is one. */
export function dueTime(
  cronJob: CronJob,
  now: number,
  times: Times,
): { readonly at: number | undefined; readonly tooMany: boolean; readonly error: string | undefined } {
  const { recent, missed, tooDense } = mostRecent(cronJob, now, times, true)
  const error = tooDense ? 'time difference between two schedules is less than 1 second' : undefined
  if (recent === undefined || recent > now) return { at: undefined, tooMany: false, error }
  return { at: recent, tooMany: missed === 'many', error }
}
