// A node runs short of what its pods need, and recovers. Sentences: grammar/*/when/pressure.peggy.
import type { NodeEvent } from '../../cluster/port.ts'
import { isQuantityError, parseQuantity, quantityValue } from '../../model/quantity.ts'
import type { SentenceFamily } from '../contract.ts'
import { happenToNode } from '../node-events.ts'

/** Plays when/pressure. */
export const family: SentenceFamily = {
  handlers: {
    'when/pressure/short': ({ node, resource }, play) => happenToNode(play, node, { is: 'runsShort', resource }),
    'when/pressure/left': ({ node, resource, amount }, play) => {
      const quantity = parseQuantity(amount)
      if (isQuantityError(quantity))
        return { summary: `"${amount}" is no quantity`, expected: 'a quantity such as 50Mi' }
      const event: NodeEvent = { is: 'runsShort', resource, left: quantityValue(quantity) }
      return happenToNode(play, node, event)
    },
    'when/pressure/recovers': ({ node }, play) => happenToNode(play, node, { is: 'recovers' }),
  },
}
