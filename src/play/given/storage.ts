// What is behind volumes. Sentences: grammar/*/given/storage.peggy.
import type { SentenceFamily } from '../contract.ts'

/** Plays given/storage. */
export const family: SentenceFamily = {
  handlers: {
    'given/storage/driver': async ({ driver, node }, play) => {
      const added = await (await play.cluster()).addCsiDriver(driver, node)
      return added ? undefined : { summary: `there is no node "${node}"` }
    },
  },
}
