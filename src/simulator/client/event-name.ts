// Names of events: `<object>.<16 hex digits>`. Upstream appends the time in nanoseconds; so do we, counting the events of a
// moment where virtual time has no nanoseconds, so that names sort in the order the events came.
// Upstream: client-go/tools/record/util/util.go (GenerateEventName).
import type { Clock } from '../engine/clock.ts'

const NANOS_PER_MILLI = 1_000_000n
/** Names are object names too: at most so long. */
const MAX_NAME = 253

interface Moment {
  at: number
  count: bigint
}

/** Shared by all who write events in one cluster: it is known by its clock. */
const moments = new WeakMap<Clock, Moment>()

/** A fresh name for an event about an object; `now` where its recorder's clock is wrong. */
export function eventName(objectName: string, clock: Clock, now = clock.now()): string {
  let moment = moments.get(clock)
  if (moment === undefined) {
    moment = { at: clock.now(), count: 0n }
    moments.set(clock, moment)
  }
  moment.count = moment.at === clock.now() ? moment.count + 1n : 0n
  moment.at = clock.now()
  const nanos = BigInt(Math.trunc(now)) * NANOS_PER_MILLI + moment.count
  const suffix = `.${nanos.toString(16).padStart(16, '0')}`
  return objectName.slice(0, MAX_NAME - suffix.length) + suffix
}
