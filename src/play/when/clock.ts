// The clocks of nodes. Sentences: grammar/*/when/clock.peggy.
import type { SentenceFamily } from '../contract.ts'
import { befall } from '../faults.ts'

/** Plays when/clock. */
export const family: SentenceFamily = {
  handlers: {
    'when/clock/ahead': ({ node, milliseconds }, play) =>
      befall(play, { is: 'clock', node, ahead: milliseconds }, node),
    'when/clock/right': ({ node }, play) => befall(play, { is: 'clock', node, ahead: 0 }, node),
  },
}
