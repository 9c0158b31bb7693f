// Which events PodTopologySpread asks for, and what it makes of each.
import { describe } from 'vitest'
import { aNode, aPod, hintTable } from '../hints.fixture.ts'

const constraint = (topologyKey: string, more: object = {}) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: { matchLabels: { app: 'web' } },
  ...more,
})
const spread = (constraints: object[], spec: object = {}) =>
  aPod('pod', { topologySpreadConstraints: constraints, ...spec })
const other = (labels: Record<string, string>, spec: object = { nodeName: 'node' }, metadata: object = {}) =>
  aPod('other', spec, { metadata: { labels, ...metadata } })
const [web, db] = [other({ app: 'web' }), other({ app: 'db' })]
const tolerating = { tolerations: [{ key: 'x', operator: 'Exists' }] }
const tainted = aNode({ zone: 'a', host: 'x' }, { taints: [{ key: 'x', effect: 'NoSchedule' }] })
const zoned = aNode({ zone: 'a', host: 'x' })

describe('PodTopologySpread', () => {
  const pod = spread([constraint('zone'), constraint('host')])
  hintTable('pod-topology-spread', pod, {
    'one that is counted came': { on: ['pods', 'Add'], next: web, is: 'Queue' },
    'another came': { on: ['pods', 'Add'], next: db, is: 'Skip' },
    'one without a place came': { on: ['pods', 'Add'], next: other({ app: 'web' }, {}), is: 'Skip' },
    'one of another namespace came': {
      on: ['pods', 'Add'],
      next: other({ app: 'web' }, { nodeName: 'node' }, { namespace: 'elsewhere' }),
      is: 'Skip',
    },
    'one that was counted went': { on: ['pods', 'Delete'], old: web, is: 'Queue' },
    'another went': { on: ['pods', 'Delete'], old: db, is: 'Skip' },
    'one is counted now': { on: ['pods', 'UpdatePodLabel'], old: db, next: web, is: 'Queue' },
    'one is counted no more': { on: ['pods', 'UpdatePodLabel'], old: web, next: db, is: 'Queue' },
    'one is counted still': {
      on: ['pods', 'UpdatePodLabel'],
      old: web,
      next: other({ app: 'web', x: 'y' }),
      is: 'Skip',
    },
    'the pod tolerates more': {
      on: ['pods', 'UpdatePodToleration'],
      old: pod,
      next: spread([], tolerating),
      is: 'Skip',
    },
    'it asks for less': { on: ['pods', 'UpdatePodScaleDown'], old: web, next: web, is: 'not asked for' },
    'a node with all keys came': { on: ['nodes', 'Add'], next: zoned, is: 'Queue' },
    'a node with one of them came': { on: ['nodes', 'Add'], next: aNode({ zone: 'a' }), is: 'Skip' },
    'a node with all keys went': { on: ['nodes', 'Delete'], old: zoned, is: 'Queue' },
    'a node with one of them went': { on: ['nodes', 'Delete'], old: aNode({ zone: 'a' }), is: 'Skip' },
    'a node got the last key': {
      on: ['nodes', 'UpdateNodeLabel'],
      old: aNode({ zone: 'a' }),
      next: zoned,
      is: 'Queue',
    },
    'a node lost a key': { on: ['nodes', 'UpdateNodeLabel'], old: zoned, next: aNode({ zone: 'a' }), is: 'Queue' },
    'a node moved': {
      on: ['nodes', 'UpdateNodeLabel'],
      old: zoned,
      next: aNode({ zone: 'b', host: 'x' }),
      is: 'Queue',
    },
    'another label changed': {
      on: ['nodes', 'UpdateNodeLabel'],
      old: zoned,
      next: aNode({ zone: 'a', host: 'x', y: 'z' }),
      is: 'Skip',
    },
    'a node that counts has other taints': { on: ['nodes', 'UpdateNodeTaint'], old: tainted, next: zoned, is: 'Queue' },
    'one that does not count has': {
      on: ['nodes', 'UpdateNodeTaint'],
      old: aNode({}, { taints: [{ key: 'x' }] }),
      next: aNode(),
      is: 'Skip',
    },
    'it has more room': { on: ['nodes', 'UpdateNodeAllocatable'], old: zoned, next: zoned, is: 'not asked for' },
  })

  describe('that looks at taints', () => {
    const honouring = spread([constraint('zone', { nodeTaintsPolicy: 'Honor' })])
    hintTable('pod-topology-spread', honouring, {
      'the pod tolerates more': {
        on: ['pods', 'UpdatePodToleration'],
        old: honouring,
        next: spread([constraint('zone', { nodeTaintsPolicy: 'Honor' })], tolerating),
        is: 'Queue',
      },
      'another pod tolerates more': { on: ['pods', 'UpdatePodToleration'], old: web, next: web, is: 'Skip' },
    })
  })
})
