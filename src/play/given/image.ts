// What an image does when it is run. Sentences: grammar/*/given/image.peggy.
import { isQuantityError, parseQuantity, quantityValue } from '../../model/quantity.ts'
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
    'given/image/prints': async ({ image, line }, play) => {
      await play.setImage({ name: image, prints: [line] })
      return undefined
    },
    'given/image/listens': async ({ image, port }, play) => {
      await play.setImage({ name: image, listens: [port] })
      return undefined
    },
    'given/image/answers': async ({ image, path, code, milliseconds }, play) => {
      await play.setImage({ name: image, answers: [{ path, code, from: milliseconds }] })
      return undefined
    },
    'given/image/memory': async ({ image, memory, milliseconds }, play) => {
      const quantity = parseQuantity(memory)
      if (isQuantityError(quantity))
        return { summary: `"${memory}" is no quantity`, expected: 'a quantity such as 200Mi' }
      await play.setImage({ name: image, memory: [{ bytes: quantityValue(quantity), from: milliseconds }] })
      return undefined
    },
    'given/image/cpu': async ({ image, cpu }, play) => {
      if (isQuantityError(parseQuantity(cpu)))
        return { summary: `"${cpu}" is no quantity`, expected: 'a quantity such as 250m' }
      await play.onCluster((cluster) => cluster.setMetric({ is: 'usage', of: { image }, resource: 'cpu', amount: cpu }))
      return undefined
    },
    'given/image/deaf': async ({ image }, play) => {
      await play.setImage({ name: image, ignoresTerm: true })
      return undefined
    },
  },
}
