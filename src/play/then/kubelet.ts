// Kubelets that do not start. Sentences: grammar/*/then/kubelet.peggy.
import type { SentenceFamily } from '../contract.ts'

/** Plays then/kubelet. */
export const family: SentenceFamily = {
  handlers: {
    'then/kubelet/failed': async ({ node }, play, below) => {
      const expected = below?.type === 'text' ? below.text.trim() : ''
      const actual = await (await play.cluster()).kubeletError(node)
      if (actual === expected) return undefined
      return actual === undefined
        ? { summary: `the kubelet of node "${node}" has started`, expected }
        : { summary: `the kubelet of node "${node}" does not start for another reason`, expected, actual }
    },
  },
}
