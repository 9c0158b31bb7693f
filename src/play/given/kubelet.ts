// How kubelets are configured. Sentences: grammar/*/given/kubelet.peggy.
import { kubeletFieldNotSimulated, readKubeletConfiguration } from '../../model/kubelet/read.ts'
import type { SentenceFamily } from '../contract.ts'
import { tooLate } from '../stage.ts'

/** Plays given/kubelet. */
export const family: SentenceFamily = {
  handlers: {
    'given/kubelet/configured': ({ node }, play, below) => {
      const late = tooLate(play, 'how a kubelet is configured')
      if (late !== undefined) return late
      const { fields, errors, notSimulated } = readKubeletConfiguration(below?.type === 'yaml' ? below.value : null)
      const [first, ...others] = errors
      if (first !== undefined)
        return {
          summary: 'this is no KubeletConfiguration',
          actual: first,
          ...(others.length > 0 ? { details: others } : {}),
        }
      for (const name of notSimulated) play.notes.push(kubeletFieldNotSimulated(name))
      const { stage } = play
      if (node === undefined) {
        stage.kubelet = { ...stage.kubelet, ...fields }
        return undefined
      }
      const nodes = stage.nodes ?? [{ name: 'node-1' }]
      if (!nodes.some(({ name }) => name === node)) return { summary: `there is no node "${node}"` }
      stage.nodes = nodes.map((each) =>
        each.name === node ? { ...each, kubelet: { ...each.kubelet, ...fields } } : each,
      )
      return undefined
    },
  },
}
