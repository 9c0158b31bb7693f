// What an image does when it is run. Sentences: grammar/*/given/image.peggy.
import type { SentenceFamily } from '../contract.ts'

/** Plays given/image. */
export const family: SentenceFamily = {
  handlers: {
    'given/image/starts': async ({ image, milliseconds }, play) => {
      await play.setImage({ name: image, startsAfter: milliseconds })
      return undefined
    },
    'given/image/exits': async ({ image, code, milliseconds }, play) => {
      await play.setImage({ name: image, exits: { after: milliseconds, code } })
      return undefined
    },
    'given/image/unpullable': async ({ image, because }, play) => {
      await play.setImage({ name: image, cannotBePulled: because })
      return undefined
    },
    'given/image/pull': async ({ image, milliseconds }, play) => {
      await play.setImage({ name: image, pullTakes: milliseconds })
      return undefined
    },
  },
}
