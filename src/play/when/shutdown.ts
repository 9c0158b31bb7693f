// A node is shut down in order. Sentences: grammar/*/when/shutdown.peggy.
import type { SentenceFamily } from '../contract.ts'
import { happenToNode } from '../node-events.ts'

/** Plays when/shutdown. */
export const family: SentenceFamily = {
  handlers: {
    'when/shutdown/node': ({ node, gracefully }, play) => happenToNode(play, node, { is: 'shutsDown', gracefully }),
    'when/shutdown/cancelled': ({ node }, play) => happenToNode(play, node, { is: 'shutdownCancelled' }),
    'when/shutdown/reboot': ({ node, milliseconds }, play) => happenToNode(play, node, { is: 'reboots', milliseconds }),
  },
}
