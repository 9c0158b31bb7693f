// Security profiles of nodes. Sentences: grammar/*/given/profile.peggy.
import type { NodeEvent } from '../../cluster/port.ts'
import type { SentenceFamily } from '../contract.ts'
import { happenToNode } from '../node-events.ts'
import type { Play } from '../play.ts'
import type { Failure } from '../result.ts'

/** Plays given/profile. */
export const family: SentenceFamily = {
  handlers: {
    'given/profile/on': ({ kind, profile, node }, play) => onNodes(play, node, { is: 'hasProfile', kind, profile }),
    'given/profile/none': ({ node }, play) => onNodes(play, node, { is: 'hasNoAppArmor' }),
  },
}

async function onNodes(play: Play, node: string | undefined, event: NodeEvent): Promise<Failure | undefined> {
  if (node !== undefined) return happenToNode(play, node, event)
  for (const { name } of play.stage.nodes ?? [{ name: 'node-1' }]) {
    const failure = await happenToNode(play, name, event)
    if (failure !== undefined) return failure
  }
  return undefined
}
