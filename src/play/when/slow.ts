// A node that is starved. Sentences: grammar/*/when/slow.peggy.
import type { SentenceFamily } from '../contract.ts'
import { befall } from '../faults.ts'

/** Plays when/slow. */
export const family: SentenceFamily = {
  handlers: {
    'when/slow/times': ({ node, times }, play) => befall(play, { is: 'slow', node, times, milliseconds: 0 }, node),
    'when/slow/longer': ({ node, milliseconds }, play) =>
      befall(play, { is: 'slow', node, times: 1, milliseconds }, node),
    'when/slow/over': ({ node }, play) => befall(play, { is: 'slow', node, times: 1, milliseconds: 0 }, node),
  },
}
