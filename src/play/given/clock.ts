// The date the cluster starts at and the patience of the Thens. Sentences: grammar/*/given/clock.peggy.
import type { SentenceFamily } from '../contract.ts'
import { dateOf } from '../dates.ts'
import { tooLate } from '../stage.ts'

/** Plays given/clock. */
export const family: SentenceFamily = {
  handlers: {
    'given/clock/date': ({ date }, play) => {
      const late = tooLate(play, 'the date')
      if (late !== undefined) return late
      const start = dateOf(date)
      if (start === undefined) return { summary: `"${date}" is no date such as 2026-03-01 or 2026-03-01T09:00:00Z` }
      play.stage.start = start
      return undefined
    },
    'given/clock/patience': ({ milliseconds }, play) => {
      play.patience = milliseconds
      return undefined
    },
  },
}
