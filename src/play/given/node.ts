// Nodes added to the stage, and the network they wait for. Sentences: grammar/*/given/node.peggy.
import type { NodeSpec } from '../../cluster/port.ts'
import type { SentenceFamily } from '../contract.ts'
import { happenToNode } from '../node-events.ts'
import type { Play } from '../play.ts'
import { nodesOf } from '../stage.ts'

/** Plays given/node. */
export const family: SentenceFamily = {
  handlers: {
    'given/node/one': ({ name, labels, taints }, play) =>
      add(play, [{ name, ...(labels ? { labels } : {}), ...(taints ? { taints } : {}) }]),
    'given/node/table': (_, play, below) => {
      const nodes = nodesOf(below)
      return 'summary' in nodes ? nodes : add(play, nodes)
    },
    'given/node/network': ({ node, ready }, play) => happenToNode(play, node, { is: 'networkPlugin', ready }),
  },
}

async function add(play: Play, nodes: readonly NodeSpec[]): Promise<undefined> {
  if (!play.running) {
    play.stage.nodes = [...(play.stage.nodes ?? []), ...nodes]
    return undefined
  }
  const cluster = await play.cluster()
  for (const node of nodes) await cluster.addNode(node)
  return undefined
}
