import { describe, expect, it } from 'vitest'
import type { KubeObject } from '../api/types.ts'
import { attributesOf, refusal } from './lib/cluster.fixture.ts'
import { plugin as features } from './node-declared-feature-validator.ts'
import { plugin as resize } from './pod-resize-validator.ts'
import { plugin as topology } from './pod-topology-labels.ts'

const pod = (generation: number, spec: object) => ({
  metadata: { name: 'p', generation },
  spec: { nodeName: 'n', containers: [], ...spec },
})
const update = (object: object, oldObject: object) =>
  attributesOf('pods', object, {
    operation: 'UPDATE',
    subresource: 'resize',
    oldObject: oldObject as unknown as KubeObject,
  })
const cluster = (node: object) => ({ nodes: [{ metadata: { name: 'n' }, ...node } as unknown as KubeObject] })
const asking = (cpu: string, memory: string) => ({
  containers: [{ name: 'c', image: 'i', resources: { requests: { cpu, memory } } }],
})

describe('PodResizeValidator', () => {
  it('refuses what the node can never give, in its smallest units', () => {
    const node = { status: { allocatable: { cpu: '2', memory: '1Gi' } } }
    const attributes = update(pod(2, asking('3', '2Gi')), pod(1, asking('1', '1Gi')))
    expect(refusal(resize, attributes, cluster(node))).toBe(
      `pods "p" is forbidden: node didn't have enough allocatable resources: cpu, requested: 3000, allocatable: 2000; memory, requested: 2147483648, allocatable: 1073741824`,
    )
    expect(refusal(resize, update(pod(2, asking('2', '1Gi')), pod(1, asking('1', '1Gi'))), cluster(node))).toBe(
      undefined,
    )
  })

  it('refuses any on nodes that do not run Linux', () => {
    const node = { metadata: { name: 'n', labels: { 'kubernetes.io/os': 'windows' } } }
    expect(refusal(resize, update(pod(2, {}), pod(1, {})), cluster(node))).toBe(
      'pods "p" is forbidden: pod resize is only supported on linux nodes, node "n" is "windows"',
    )
  })
})

it('NodeDeclaredFeatureValidator asks the node what it can follow', () => {
  const attributes = update(pod(2, { resources: { limits: { cpu: '2' } } }), pod(1, {}))
  const declared = ['InPlacePodLevelResourcesVerticalScaling']
  expect(refusal(features, attributes, cluster({ status: { declaredFeatures: declared } }))).toBe(undefined)
  expect(refusal(features, attributes, cluster({ status: {} }))).toBe(
    'pods "p" is forbidden: pod update requires features InPlacePodLevelResourcesVerticalScaling which are not available on node "n"',
  )
})

it('PodTopologyLabels copies zone and region from the node', () => {
  const labels = { 'topology.kubernetes.io/zone': 'a', 'topology.kubernetes.io/region': 'r', other: 'x' }
  const object = pod(1, {})
  expect(refusal(topology, attributesOf('pods', object), cluster({ metadata: { name: 'n', labels } }))).toBe(undefined)
  expect(object.metadata).toMatchObject({
    labels: { 'topology.kubernetes.io/zone': 'a', 'topology.kubernetes.io/region': 'r' },
  })
})
