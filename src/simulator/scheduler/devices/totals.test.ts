// Extended resources that device classes serve are scored by the devices a node can use.
import { expect, it } from 'vitest'
import type { Handle, Node } from '../contract.ts'
import { NodeInfo } from '../node-info.ts'
import { balancedScore, fitScore } from '../resource-score.ts'
import { deviceTotals } from './totals.ts'

const GPU = 'example.com/gpu'
const named = (name: string, spec: object, status: object = {}) => ({ metadata: { name }, spec, status })
const selectors = [{ cel: { expression: "device.driver == 'gpu.example.com'" } }]
const slice = (name: string, where: object, devices: readonly object[], driver = 'gpu.example.com') =>
  named(name, { driver, pool: { name, generation: 1, resourceSliceCount: 1 }, devices, ...where })
const four = () => ['0', '1', '2', '3'].map((name) => ({ name }))
const taken = { devices: { results: [{ request: 'r', driver: 'gpu.example.com', pool: 'a', device: '1' }] } }

const objects: Readonly<Record<string, readonly object[]>> = {
  'deviceclasses.resource.k8s.io': [named('gpu', { extendedResourceName: GPU, selectors })],
  'resourceslices.resource.k8s.io': [
    slice('a', { nodeName: 'a' }, four()),
    slice('per-device', { perDeviceNodeSelection: true }, [
      { name: 'here', nodeName: 'b' },
      { name: 'there', nodeName: 'c' },
    ]),
    slice('other', { allNodes: true }, four(), 'nic.example.com'),
  ],
  'resourceclaims.resource.k8s.io': [named('mine', {}, { allocation: taken })],
}

const handle = (enabled: boolean): Handle =>
  ({
    client: { lister: { list: (resource: string) => objects[resource] ?? [] } },
    environment: { gates: { enabled: () => enabled } },
  }) as unknown as Handle
const node = (name: string): NodeInfo =>
  new NodeInfo({
    metadata: { name },
    status: { allocatable: { cpu: '4', memory: '4Gi', pods: '10' } },
  } as unknown as Node)

it('counts devices of the class that are for the node, and those of them that are taken', () => {
  const totals = deviceTotals(handle(true), [{ name: GPU, weight: 1 }])
  expect(['a', 'b', 'd'].map((name) => totals?.of(node(name), GPU))).toEqual([
    { allocatable: 4, allocated: 1 },
    { allocatable: 1, allocated: 0 },
    { allocatable: 0, allocated: 0 },
  ])
  expect(totals?.of(node('a'), 'example.com/fpga')).toEqual({ allocatable: 0, allocated: 0 })
})

it('has nothing to count where no class serves what is scored', () => {
  expect(deviceTotals(handle(true), [{ name: 'cpu', weight: 1 }])).toBeUndefined()
  expect(deviceTotals(handle(false), [{ name: GPU, weight: 1 }])).toBeUndefined()
})

it('makes the score of both resource plugins', () => {
  const resources = [{ name: GPU, weight: 1 }]
  const totals = deviceTotals(handle(true), resources)
  const least = fitScore({ type: 'LeastAllocated', resources })
  expect(['a', 'b', 'd'].map((name) => least([1], node(name), totals))).toEqual([50, 0, 0])
  const both = [{ name: 'cpu', weight: 1 }, ...resources]
  expect(balancedScore(both, [2000, 1], node('a'), totals)).toBe(81)
})
