// The registries images are pulled from. Sentences: grammar/*/given/registry.peggy.
import type { SentenceFamily } from '../contract.ts'

/** Plays given/registry. */
export const family: SentenceFamily = {
  handlers: {
    'given/registry/needs': async ({ registry, user, password }, play) => {
      await play.onCluster((cluster) => cluster.setRegistry({ name: registry, needs: { user, password } }))
      return undefined
    },
    'given/registry/down': async ({ registry, from, until }, play) => {
      const down = { from, ...(until === undefined ? {} : { until }) }
      await play.onCluster((cluster) => cluster.setRegistry({ name: registry, down }))
      return undefined
    },
  },
}
