// Security profiles of nodes. Sentences: grammar/*/given/profile.peggy.
import type { SentenceFamily } from '../contract.ts'
import { onNodes } from '../node-events.ts'

/** Plays given/profile. */
export const family: SentenceFamily = {
  handlers: {
    'given/profile/on': ({ kind, profile, node }, play) => onNodes(play, node, { is: 'hasProfile', kind, profile }),
    'given/profile/none': ({ node }, play) => onNodes(play, node, { is: 'hasNoAppArmor' }),
  },
}
