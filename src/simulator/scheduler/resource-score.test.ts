import { expect, it } from 'vitest'
import type { Node } from './contract.ts'
import { NodeInfo } from './node-info.ts'
import { balancedScore, fitScore, resourcesOfStrategy } from './resource-score.ts'

const node = new NodeInfo({
  metadata: { name: 'n' },
  spec: {},
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10', 'example.com/gpu': '8' } },
} as unknown as Node)
const half = [2000, 2 * 2 ** 30]

it('prefers the node with the most room, or the fullest', () => {
  expect(fitScore({})(half, node)).toBe(62)
  expect(fitScore({ type: 'MostAllocated' })(half, node)).toBe(37)
})

it('weighs resources, and leaves out extended ones the pod does not ask for', () => {
  const resources = [
    { name: 'cpu', weight: 3 },
    { name: 'example.com/gpu', weight: 1 },
  ]
  expect(fitScore({ resources })([2000, 2], node)).toBe(56)
  expect(fitScore({ resources })([2000, 0], node)).toBe(50)
})

it('follows the shape of a RequestedToCapacityRatio', () => {
  const shape = [
    { utilization: 0, score: 0 },
    { utilization: 100, score: 10 },
  ]
  const score = fitScore({ type: 'RequestedToCapacityRatio', requestedToCapacityRatio: { shape } })
  expect(score(half, node)).toBe(38)
  expect(score([0, 0], node)).toBe(0)
})

it('likes what makes a node more even', () => {
  const resources = resourcesOfStrategy(undefined)
  expect(balancedScore(resources, [2000, 4 * 2 ** 30], node)).toBe(75)
  expect(balancedScore(resources, [4000, 0], node)).toBe(50)
})
