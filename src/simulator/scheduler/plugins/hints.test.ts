// Which events the plugins about nodes and gates ask for, and what they make of each.
import { describe } from 'vitest'
import { aNode, aPod, hintTable } from '../hints.fixture.ts'

const tainted = (...keys: string[]) => aNode({}, { taints: keys.map((key) => ({ key, effect: 'NoSchedule' })) })
const noSchedule = (key: string) => ({ key, operator: 'Exists', effect: 'NoSchedule' })

describe('SchedulingGates', () => {
  const pod = aPod('pod')
  hintTable('scheduling-gates', pod, {
    'its own gates are gone': { on: ['pods', 'UpdatePodSchedulingGatesEliminated'], old: pod, next: pod, is: 'Queue' },
    'those of another are': { on: ['pods', 'UpdatePodSchedulingGatesEliminated'], next: aPod('other'), is: 'Skip' },
    'another change': { on: ['pods', 'UpdatePodLabel'], next: pod, is: 'not asked for' },
    'a node came': { on: ['nodes', 'Add'], next: aNode(), is: 'not asked for' },
  })
})

describe('NodeName', () => {
  hintTable('node-name', aPod('pod'), {
    'a node came': { on: ['nodes', 'Add'], next: aNode(), is: 'Queue' },
    'a node changed': { on: ['nodes', 'UpdateNodeLabel'], old: aNode(), next: aNode(), is: 'not asked for' },
    'a node went': { on: ['nodes', 'Delete'], old: aNode(), is: 'not asked for' },
  })
})

describe('NodeUnschedulable', () => {
  const [open, closed] = [aNode(), aNode({}, { unschedulable: true })]
  const tolerant = aPod('pod', { tolerations: [noSchedule('node.kubernetes.io/unschedulable')] })
  hintTable('node-unschedulable', aPod('pod'), {
    'an open node came': { on: ['nodes', 'Add'], next: open, is: 'Queue' },
    'a cordoned node came': { on: ['nodes', 'Add'], next: closed, is: 'Skip' },
    'a node is uncordoned': { on: ['nodes', 'UpdateNodeTaint'], old: closed, next: open, is: 'Queue' },
    'an open node changed': { on: ['nodes', 'UpdateNodeTaint'], old: open, next: open, is: 'Skip' },
    'a node is cordoned': { on: ['nodes', 'UpdateNodeTaint'], old: open, next: closed, is: 'Skip' },
    'labels changed': { on: ['nodes', 'UpdateNodeLabel'], old: closed, next: open, is: 'not asked for' },
    'the pod tolerates it now': { on: ['pods', 'UpdatePodToleration'], next: tolerant, is: 'Queue' },
    'the pod tolerates something else': {
      on: ['pods', 'UpdatePodToleration'],
      next: aPod('pod', { tolerations: [noSchedule('other')] }),
      is: 'Skip',
    },
    'another pod tolerates it': {
      on: ['pods', 'UpdatePodToleration'],
      next: aPod('other', { tolerations: [noSchedule('node.kubernetes.io/unschedulable')] }),
      is: 'Skip',
    },
  })
})

describe('TaintToleration', () => {
  const pod = aPod('pod', { tolerations: [noSchedule('gpu')] })
  const preferring = aNode({}, { taints: [{ key: 'x', effect: 'PreferNoSchedule' }] })
  hintTable('taint-toleration', pod, {
    'a node without taints came': { on: ['nodes', 'Add'], next: aNode(), is: 'Queue' },
    'a node with a tolerated taint came': { on: ['nodes', 'Add'], next: tainted('gpu'), is: 'Queue' },
    'a node with another taint came': { on: ['nodes', 'Add'], next: tainted('gpu', 'x'), is: 'Skip' },
    'a node that would rather not came': { on: ['nodes', 'Add'], next: preferring, is: 'Queue' },
    'the last untolerated taint went': {
      on: ['nodes', 'UpdateNodeTaint'],
      old: tainted('gpu', 'x'),
      next: tainted('gpu'),
      is: 'Queue',
    },
    'one of two went': { on: ['nodes', 'UpdateNodeTaint'], old: tainted('x', 'y'), next: tainted('x'), is: 'Skip' },
    'it was tolerated before': { on: ['nodes', 'UpdateNodeTaint'], old: tainted('gpu'), next: aNode(), is: 'Skip' },
    'a taint came': { on: ['nodes', 'UpdateNodeTaint'], old: aNode(), next: tainted('x'), is: 'Skip' },
    'labels changed': { on: ['nodes', 'UpdateNodeLabel'], old: tainted('x'), next: aNode(), is: 'not asked for' },
    'the pod got a toleration': { on: ['pods', 'UpdatePodToleration'], old: aPod('pod'), next: pod, is: 'Queue' },
    'another pod got one': { on: ['pods', 'UpdatePodToleration'], next: aPod('other'), is: 'Skip' },
  })
})

describe('NodeAffinity', () => {
  const [east, west] = [aNode({ zone: 'east' }), aNode({ zone: 'west' })]
  const both = aNode({ zone: 'east', disk: 'ssd' })
  const pod = aPod('pod', { nodeSelector: { zone: 'east' } })
  const cases = {
    'a node that matches came': { on: ['nodes', 'Add'], next: east, is: 'Queue' },
    'one that does not': { on: ['nodes', 'Add'], next: west, is: 'Skip' },
    'a node matches now': { on: ['nodes', 'UpdateNodeLabel'], old: west, next: east, is: 'Queue' },
    'it matched before': { on: ['nodes', 'UpdateNodeLabel'], old: east, next: both, is: 'Skip' },
    'it matches no more': { on: ['nodes', 'UpdateNodeLabel'], old: east, next: west, is: 'Skip' },
    'taints changed': { on: ['nodes', 'UpdateNodeTaint'], old: west, next: east, is: 'not asked for' },
    'the pod changed': { on: ['pods', 'UpdatePodLabel'], next: pod, is: 'not asked for' },
  } as const
  hintTable('node-affinity', pod, cases)

  describe('with an affinity added by the profile', () => {
    const matchExpressions = [{ key: 'disk', operator: 'In', values: ['ssd'] }]
    const added = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } }
    const args = { addedAffinity: added }
    hintTable(
      'node-affinity',
      pod,
      {
        'a node that matches the pod alone came': { on: ['nodes', 'Add'], next: east, is: 'Skip' },
        'one that matches both': { on: ['nodes', 'Add'], next: both, is: 'Queue' },
        'it matched the pod before': { on: ['nodes', 'UpdateNodeLabel'], old: east, next: both, is: 'Skip' },
      },
      { args },
    )
  })
})

describe('NodePorts', () => {
  const using = (name: string, hostPort: number, placed = true) =>
    aPod(name, {
      containers: [{ ports: [{ hostPort, containerPort: 1, protocol: 'TCP' }] }],
      ...(placed ? { nodeName: 'node' } : {}),
    })
  hintTable('node-ports', using('pod', 80, false), {
    'its port is given up': { on: ['pods', 'Delete'], old: using('other', 80), is: 'Queue' },
    'another port is': { on: ['pods', 'Delete'], old: using('other', 81), is: 'Skip' },
    'a pod without ports went': { on: ['pods', 'Delete'], old: aPod('other', { nodeName: 'node' }), is: 'Skip' },
    'a pod that had no place went': { on: ['pods', 'Delete'], old: using('other', 80, false), is: 'Skip' },
    'a node came': { on: ['nodes', 'Add'], next: aNode(), is: 'Queue' },
    'a node changed': { on: ['nodes', 'UpdateNodeAllocatable'], old: aNode(), next: aNode(), is: 'not asked for' },
  })
})

describe('NodeDeclaredFeatures', () => {
  const declaring = (...declaredFeatures: string[]) => aNode({}, {}, { declaredFeatures })
  hintTable('node-declared-features', aPod('pod'), {
    'a node came': { on: ['nodes', 'Add'], next: declaring(), is: 'Queue' },
    'a node declares more': {
      on: ['nodes', 'UpdateNodeDeclaredFeature'],
      old: declaring(),
      next: declaring('X'),
      is: 'Queue',
    },
    'a node declares the same': {
      on: ['nodes', 'UpdateNodeDeclaredFeature'],
      old: declaring('X'),
      next: declaring('X'),
      is: 'Skip',
    },
    'the pod needs the same': { on: ['pods', 'UpdatePodLabel'], old: aPod('pod'), next: aPod('pod'), is: 'Skip' },
    'another pod changed': { on: ['pods', 'Update'], old: aPod('other'), next: aPod('other'), is: 'Skip' },
  })
})
