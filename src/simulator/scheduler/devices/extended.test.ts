// What containers ask for of an extended resource becomes requests for devices.
import { describe, expect, it } from 'vitest'
import type { Container } from '../../../generated/api/core.v1.ts'
import type { DeviceClass } from '../../../generated/api/resource.v1.ts'
import type { Lister } from '../../api/types.ts'
import type { Pod } from '../contract.ts'
import { classOfResource } from './classes.ts'
import { nodeClaim } from './extended.ts'

const cls = (name: string, extendedResourceName?: string, creationTimestamp = '2026-01-01T00:00:00Z'): DeviceClass => ({
  metadata: { name, creationTimestamp },
  spec: { ...(extendedResourceName === undefined ? {} : { extendedResourceName }) },
})

const listerOf = (...classes: DeviceClass[]): Lister =>
  ({
    list: () => classes,
    get: (_resource: string, _namespace: string, name: string) =>
      classes.find(({ metadata }) => metadata.name === name),
  }) as unknown as Lister

const container = (name: string, requests: Record<string, string>, restartPolicy?: string): Container =>
  ({ name, resources: { requests }, ...(restartPolicy === undefined ? {} : { restartPolicy }) }) as unknown as Container

const pod = (containers: Container[], initContainers: Container[] = []): Pod =>
  ({ metadata: { name: 'p' }, spec: { containers, initContainers }, status: {} }) as unknown as Pod

const gpus = listerOf(cls('gpu', 'example.com/gpu'))
const request = (name: string, count: number) => ({
  name,
  exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count },
})
const mapping = (containerName: string, requestName: string) => ({
  containerName,
  resourceName: 'example.com/gpu',
  requestName,
})

describe('requests for devices', () => {
  it('are named after the container and the place of the resource among its requests', () => {
    const claim = nodeClaim(
      gpus,
      pod([container('a', { cpu: '1', 'example.com/gpu': '2' }), container('b', { cpu: '1' })]),
      ['example.com/gpu'],
    )
    expect(claim).toEqual({
      requests: [request('container-0-request-1', 2)],
      mappings: [mapping('a', 'container-0-request-1')],
    })
  })

  it('of init containers come out of those of later containers; of what they need beyond that the largest counts', () => {
    const init = [
      container('one', { 'example.com/gpu': '1' }),
      container('four', { 'example.com/gpu': '4' }),
      container('three', { 'example.com/gpu': '3' }),
    ]
    expect(nodeClaim(gpus, pod([container('app', { 'example.com/gpu': '2' })], init), ['example.com/gpu'])).toEqual({
      requests: [request('container-1-request-0', 2), request('container-3-request-0', 2)],
      mappings: [
        mapping('app', 'container-3-request-0'),
        mapping('one', 'container-3-request-0'),
        mapping('four', 'container-3-request-0'),
        mapping('four', 'container-1-request-0'),
        mapping('three', 'container-3-request-0'),
        mapping('three', 'container-1-request-0'),
      ],
    })
  })

  it('of sidecars last, and serve the init containers before them only', () => {
    const init = [
      container('before', { 'example.com/gpu': '1' }),
      container('sidecar', { 'example.com/gpu': '1' }, 'Always'),
      container('after', { 'example.com/gpu': '1' }),
    ]
    expect(nodeClaim(gpus, pod([container('app', {})], init), ['example.com/gpu'])).toEqual({
      requests: [request('container-1-request-0', 1), request('container-2-request-0', 1)],
      mappings: [
        mapping('sidecar', 'container-1-request-0'),
        mapping('before', 'container-1-request-0'),
        mapping('after', 'container-2-request-0'),
      ],
    })
  })
})

describe('the class of a resource', () => {
  it('is the newest that has the name, then the first; or the one the name spells', () => {
    const lister = listerOf(
      cls('old', 'example.com/gpu', '2025-01-01T00:00:00Z'),
      cls('second', 'example.com/gpu'),
      cls('first', 'example.com/gpu'),
    )
    const of = (resource: string) => classOfResource(lister, resource)?.metadata.name
    expect([of('example.com/gpu'), of('deviceclass.resource.kubernetes.io/old'), of('example.com/fpga')]).toEqual([
      'first',
      'old',
      undefined,
    ])
  })
})
