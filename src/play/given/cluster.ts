// The stage itself: how many nodes, which version, feature gates, admission plugins, the seed. Sentences: grammar/*/given/cluster.peggy.
import { isMap } from '../compare/path.ts'
import type { SentenceFamily } from '../contract.ts'
import { kubeconfigServer } from '../kubeconfig-server.ts'
import { nodesOf, plainNodes, tooLate } from '../stage.ts'

const VERSION = '1.36'

/** Plays given/cluster. */
export const family: SentenceFamily = {
  handlers: {
    'given/cluster/plain': ({ nodes }, play) => {
      const late = tooLate(play, 'what the cluster is')
      if (late === undefined) play.stage.nodes = plainNodes(nodes)
      return late
    },
    'given/cluster/nodes': (_, play, below) => {
      const late = tooLate(play, 'what the cluster is')
      if (late !== undefined) return late
      const nodes = nodesOf(below)
      if ('summary' in nodes) return nodes
      play.stage.nodes = nodes
      return undefined
    },
    'given/cluster/version': ({ version }) => {
      if (version === VERSION || version.startsWith(`${VERSION}.`)) return undefined
      return { summary: 'the cluster is of another version', expected: `v${version}`, actual: `v${VERSION}` }
    },
    'given/cluster/gate': ({ gate, on }, play) => {
      const late = tooLate(play, 'a feature gate')
      if (late === undefined) play.stage.featureGates = { ...play.stage.featureGates, [gate]: on }
      return late
    },
    'given/cluster/admission': ({ plugin, on }, play) => {
      const late = tooLate(play, 'an admission plugin')
      if (late !== undefined) return late
      const list = on ? 'enableAdmissionPlugins' : 'disableAdmissionPlugins'
      play.stage[list] = [...(play.stage[list] ?? []), plugin]
      return undefined
    },
    'given/cluster/configuration': ({ plugin }, play, below) => {
      const late = tooLate(play, 'how an admission plugin is configured')
      if (late !== undefined) return late
      const configuration = below?.type === 'yaml' ? below.value : null
      if (!isMap(configuration))
        return { summary: `the configuration of ${plugin} is a map`, expected: 'keys with values' }
      const outside = kubeconfigServer(configuration, play.options.manifests)
      if (outside !== undefined && 'summary' in outside) return outside
      if (outside !== undefined) play.stage.kubeconfigs = { ...play.stage.kubeconfigs, [outside.file]: outside.server }
      play.stage.admissionConfiguration = { ...play.stage.admissionConfiguration, [plugin]: configuration }
      return undefined
    },
    'given/cluster/scheduler': (_, play, below) => {
      const late = tooLate(play, 'how the scheduler is configured')
      if (late === undefined) play.stage.schedulerConfiguration = below?.type === 'yaml' ? below.value : null
      return late
    },
    'given/cluster/seed': ({ seed }, play) => {
      const late = tooLate(play, 'the seed')
      if (late === undefined) play.stage.seed = seed
      return late
    },
  },
}
