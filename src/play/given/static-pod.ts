// Pods a node has from its own files. Sentences: grammar/*/given/static-pod.peggy.
import type { SentenceFamily } from '../contract.ts'
import { putStaticPod } from '../node-events.ts'

/** Plays given/static-pod. */
export const family: SentenceFamily = {
  handlers: {
    'given/static-pod/file': ({ file, node }, play) => putStaticPod(play, node, file),
  },
}
