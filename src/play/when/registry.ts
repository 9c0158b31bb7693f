// What happens to the registries images are pulled from. Sentences: grammar/*/when/registry.peggy.
import type { SentenceFamily } from '../contract.ts'

/** Plays when/registry. */
export const family: SentenceFamily = {
  handlers: {
    'when/registry/down': async ({ registry }, play) => {
      await (await play.cluster()).setRegistry({ name: registry, down: { from: 0 } })
      return undefined
    },
    'when/registry/back': async ({ registry }, play) => {
      await (await play.cluster()).setRegistry({ name: registry, down: false })
      return undefined
    },
  },
}
