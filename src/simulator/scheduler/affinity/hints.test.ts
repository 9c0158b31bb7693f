// Which events InterPodAffinity asks for, and what it makes of each.
import { describe } from 'vitest'
import { aNode, aPod, hintTable } from '../hints.fixture.ts'

const term = (app: string, topologyKey = 'zone') => ({ labelSelector: { matchLabels: { app } }, topologyKey })
const wanting = (...terms: object[]) =>
  aPod('pod', { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } })
const avoiding = (name: string, ...terms: object[]) =>
  aPod(name, { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } })
const other = (labels: Record<string, string>, spec: object = { nodeName: 'node' }) =>
  aPod('other', spec, { metadata: { labels } })
const [web, db] = [other({ app: 'web' }), other({ app: 'db' })]

describe('InterPodAffinity, for a pod that wants others', () => {
  hintTable('inter-pod-affinity', wanting(term('web')), {
    'one of those came': { on: ['pods', 'Add'], next: web, is: 'Queue' },
    'another came': { on: ['pods', 'Add'], next: db, is: 'Skip' },
    'one that has no place came': { on: ['pods', 'Add'], next: other({ app: 'web' }, {}), is: 'Skip' },
    'one became one of those': { on: ['pods', 'UpdatePodLabel'], old: db, next: web, is: 'Queue' },
    'one was one before': { on: ['pods', 'UpdatePodLabel'], old: web, next: web, is: 'Skip' },
    'one is one no more': { on: ['pods', 'UpdatePodLabel'], old: web, next: db, is: 'Skip' },
    'the pod itself has other labels': {
      on: ['pods', 'UpdatePodLabel'],
      old: aPod('pod'),
      next: aPod('pod'),
      is: 'Queue',
    },
    'one of those went': { on: ['pods', 'Delete'], old: web, is: 'Skip' },
    'one that avoids the pod went': {
      on: ['pods', 'Delete'],
      pod: aPod('pod', {}, { metadata: { labels: { app: 'web' } } }),
      old: { ...avoiding('other', term('web')), spec: { ...avoiding('other', term('web')).spec, nodeName: 'node' } },
      is: 'Queue',
    },
    'a toleration changed': { on: ['pods', 'UpdatePodToleration'], old: web, next: web, is: 'not asked for' },
    'a node with the key came': { on: ['nodes', 'Add'], next: aNode({ zone: 'a' }), is: 'Queue' },
    'a node without it came': { on: ['nodes', 'Add'], next: aNode(), is: 'Skip' },
    'a node got the key': { on: ['nodes', 'UpdateNodeLabel'], old: aNode(), next: aNode({ zone: 'a' }), is: 'Queue' },
    'a node moved': {
      on: ['nodes', 'UpdateNodeLabel'],
      old: aNode({ zone: 'a' }),
      next: aNode({ zone: 'b' }),
      is: 'Queue',
    },
    'a node lost the key': { on: ['nodes', 'UpdateNodeLabel'], old: aNode({ zone: 'a' }), next: aNode(), is: 'Skip' },
    'a node stayed': {
      on: ['nodes', 'UpdateNodeLabel'],
      old: aNode({ zone: 'a' }),
      next: aNode({ zone: 'a' }),
      is: 'Skip',
    },
    'taints changed': {
      on: ['nodes', 'UpdateNodeTaint'],
      old: aNode(),
      next: aNode({ zone: 'a' }),
      is: 'not asked for',
    },
  })

  describe('that are several things at once', () => {
    const both = { labelSelector: { matchLabels: { tier: 'front' } }, topologyKey: 'zone' }
    hintTable('inter-pod-affinity', wanting(term('web'), both), {
      'one that is one of them came': { on: ['pods', 'Add'], next: web, is: 'Skip' },
      'one that is all of them came': { on: ['pods', 'Add'], next: other({ app: 'web', tier: 'front' }), is: 'Queue' },
    })
  })
})

describe('InterPodAffinity, for a pod that avoids others', () => {
  hintTable('inter-pod-affinity', avoiding('pod', term('web')), {
    'one of those went': { on: ['pods', 'Delete'], old: web, is: 'Queue' },
    'another went': { on: ['pods', 'Delete'], old: db, is: 'Skip' },
    'one that had no place went': { on: ['pods', 'Delete'], old: other({ app: 'web' }, {}), is: 'Skip' },
    'one is one no more': { on: ['pods', 'UpdatePodLabel'], old: web, next: db, is: 'Queue' },
    'one became one': { on: ['pods', 'UpdatePodLabel'], old: db, next: web, is: 'Skip' },
    'one came': { on: ['pods', 'Add'], next: web, is: 'Skip' },
    'a node came': { on: ['nodes', 'Add'], next: aNode(), is: 'Queue' },
    'a node lost the key': { on: ['nodes', 'UpdateNodeLabel'], old: aNode({ zone: 'a' }), next: aNode(), is: 'Queue' },
    'a node moved': {
      on: ['nodes', 'UpdateNodeLabel'],
      old: aNode({ zone: 'a' }),
      next: aNode({ zone: 'b' }),
      is: 'Queue',
    },
    'a node got the key': { on: ['nodes', 'UpdateNodeLabel'], old: aNode(), next: aNode({ zone: 'a' }), is: 'Skip' },
  })
})
