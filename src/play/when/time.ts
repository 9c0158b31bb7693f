// Time that passes. Sentences: grammar/*/when/time.peggy.
import type { SentenceFamily } from '../contract.ts'
import { dateOf } from '../dates.ts'

/** Plays when/time. */
export const family: SentenceFamily = {
  handlers: {
    'when/time/passes': async ({ milliseconds }, play) => {
      await (await play.cluster()).pass(milliseconds)
      return undefined
    },
    'when/time/reaches': async ({ date }, play) => {
      const at = dateOf(date)
      if (at === undefined) return { summary: `"${date}" is no date such as 2026-03-01 or 2026-03-01T09:00:00Z` }
      const cluster = await play.cluster()
      const left = at - cluster.now()
      if (left < 0)
        return { summary: 'that moment is past', expected: date, actual: new Date(cluster.now()).toISOString() }
      await cluster.pass(left)
      return undefined
    },
  },
}
