import { describe, expect, it } from 'vitest'
import type { Container, Pod, PodSpec } from '../generated/api/core.v1.ts'
import { computeQosClass } from './pod-qos.ts'
import { numericResources, podLimits, podRequests } from './pod-resources.ts'
import { resourceListOf } from './resource-list.ts'

const container = (name: string, requests: Record<string, string>, more: Partial<Container> = {}) =>
  ({ name, resources: { requests }, ...more }) as Container
const pod = (spec: Partial<PodSpec>, status = {}) => ({ metadata: {}, spec, status }) as unknown as Pod

describe('podRequests', () => {
  it('takes the larger of the running containers and each init phase, sidecars in both', () => {
    const it = pod({
      initContainers: [
        container('first', { cpu: '2' }),
        container('side', { cpu: '500m', memory: '1Gi' }, { restartPolicy: 'Always' }),
        container('second', { cpu: '1', memory: '3Gi' }),
      ],
      containers: [container('a', { cpu: '1' }), container('b', { cpu: '750m', 'x.org/gpu': '1' })],
      overhead: { cpu: '10m' },
    })
    expect(resourceListOf(podRequests(it))).toEqual({ cpu: '2260m', memory: '4Gi', 'x.org/gpu': '1' })
    expect(numericResources(podRequests(it))).toEqual({
      milliCpu: 2260,
      memory: 4 * 1024 ** 3,
      ephemeralStorage: 0,
      scalar: { 'x.org/gpu': 1 },
    })
  })
  it('gives way to pod-level resources and counts a resize under way', () => {
    const containers = [container('a', { cpu: '1', memory: '1Gi' })]
    expect(resourceListOf(podRequests(pod({ containers, resources: { requests: { cpu: '3' } } })))).toEqual({
      cpu: '3',
      memory: '1Gi',
    })
    const status = {
      containerStatuses: [{ name: 'a', resources: { requests: { cpu: '2' } }, allocatedResources: { cpu: '1500m' } }],
    }
    expect(resourceListOf(podRequests(pod({ containers }, status), { useStatus: true }))).toEqual({
      cpu: '2',
      memory: '1Gi',
    })
    const infeasible = { ...status, conditions: [{ type: 'PodResizePending', reason: 'Infeasible' }] }
    expect(resourceListOf(podRequests(pod({ containers }, infeasible), { useStatus: true }))).toEqual({ cpu: '2' })
  })
  it('adds overhead only to limits that are there', () => {
    const limited = { name: 'a', resources: { limits: { cpu: '1' } } } as Container
    expect(resourceListOf(podLimits(pod({ containers: [limited], overhead: { cpu: '1', memory: '1Mi' } })))).toEqual({
      cpu: '2',
    })
  })
})

describe('computeQosClass', () => {
  const both = { cpu: '1', memory: '1Gi' }
  it.each([
    ['Guaranteed', { requests: both, limits: { cpu: '1000m', memory: '1024Mi' } }],
    ['Burstable', { requests: { cpu: '1' }, limits: both }],
    ['Burstable', { requests: { cpu: '1' } }],
    ['BestEffort', { requests: { cpu: '0', 'x.org/gpu': '1' } }],
  ])('%s', (expected, resources) => {
    expect(computeQosClass(pod({ containers: [{ name: 'a', resources } as Container] }))).toBe(expected)
  })
  it('goes by pod-level resources where they are set', () => {
    expect(
      computeQosClass(pod({ containers: [container('a', { cpu: '1' })], resources: { limits: both, requests: both } })),
    ).toBe('Guaranteed')
  })
})
