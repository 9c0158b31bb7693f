// Ages in the cells of tables. Upstream: translateTimestampSince in pkg/printers/internalversion/printers.go.
import { humanDuration } from '../../../model/duration.ts'
import { parseTime } from '../../../model/time.ts'

/** How long ago an API timestamp was, for people: `5m`, `2d3h`, `<unknown>` for none. `now` in epoch milliseconds. */
export const age = (timestamp: string | null | undefined, now: number): string =>
  timestamp ? humanDuration(now - parseTime(timestamp)) : '<unknown>'
