// The files of a node's own pods come, change and go. Sentences: grammar/*/when/static-pod.peggy.
import type { SentenceFamily } from '../contract.ts'
import { happenToNode, nameOfFile, putStaticPod } from '../node-events.ts'

/** Plays when/static-pod. */
export const family: SentenceFamily = {
  handlers: {
    'when/static-pod/put': ({ file, node }, play) => putStaticPod(play, node, file),
    'when/static-pod/remove': ({ file, node }, play) =>
      happenToNode(play, node, { is: 'hasStaticPod', file: nameOfFile(file) }),
  },
}
