// Parts of timestamps and durations. Upstream: cel-go common/types/timestamp.go, common/stdlib/standard.go.
import { timeZoneError, zoneOffset } from '../../../model/time-zone.ts'
import { fail } from '../values/failure.ts'
import { floorDivide } from '../values/time.ts'
import type { Duration, Timestamp } from '../values/value.ts'
import type { Declared } from './declaration.ts'

const MILLI = 1_000_000n
const OFFSET = /^([+-]?)(\d\d):(\d\d)$/

/** The moment as a date that shows the time of the zone where others show UTC. */
function shown({ nanos }: Timestamp, zone: string | undefined): Date {
  const ms = Number(floorDivide(nanos, MILLI))
  if (zone === undefined || zone === '' || zone === 'UTC') return new Date(ms)
  const offset = OFFSET.exec(zone)
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3])
    return new Date(ms + (offset[1] === '-' ? -minutes : minutes) * 60_000)
  }
  if (timeZoneError(zone) !== undefined) return fail(`unknown time zone ${zone}`)
  return new Date(ms + zoneOffset(zone, ms))
}

const DAY = 86_400_000
const dayOfYear = (date: Date): number =>
  Math.floor((date.getTime() - new Date(0).setUTCFullYear(date.getUTCFullYear(), 0, 1)) / DAY)

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDayOfYear: dayOfYear,
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDate: (date) => date.getUTCDate(),
  getDayOfWeek: (date) => date.getUTCDay(),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (date) => date.getUTCMilliseconds(),
}

const ofDuration =
  (unit: bigint) =>
  ({ nanos }: Duration): bigint =>
    nanos / unit

/** getFullYear … of timestamps, in UTC or a zone, and of durations. */
export const TIME_MEMBERS: readonly Declared[] = [
  ...Object.entries(PARTS).flatMap(([name, part]): readonly Declared[] => {
    const run = (time: Timestamp, zone?: string): bigint => BigInt(part(shown(time, zone)))
    return [
      [`timestamp.${name}() int`, run],
      [`timestamp.${name}(string) int`, run],
    ]
  }),
  ['duration.getHours() int', ofDuration(3_600_000n * MILLI)],
  ['duration.getMinutes() int', ofDuration(60_000n * MILLI)],
  ['duration.getSeconds() int', ofDuration(1000n * MILLI)],
  ['duration.getMilliseconds() int', ofDuration(MILLI)],
]
