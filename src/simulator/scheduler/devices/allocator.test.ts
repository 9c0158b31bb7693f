// The search for devices: what it finds on a node, in full, or why it finds nothing.
import { describe, expect, it } from 'vitest'
import type { Device, DeviceClass, ResourceClaim, ResourceSlice } from '../../../generated/api/resource.v1.ts'
import { mustParseQuantity } from '../../../model/quantity.ts'
import type { KubeObject, Lister } from '../../api/types.ts'
import type { Node } from '../contract.ts'
import type { AllocatedState } from './allocated.ts'
import { Allocator } from './allocator.ts'
import type { Features } from './features.ts'
import { requestsOf } from './requests.ts'
import { allocationResult } from './result.ts'

const features: Features = {
  adminAccess: true,
  prioritizedList: true,
  partitionableDevices: true,
  deviceTaints: true,
  bindingConditions: true,
  consumableCapacity: true,
  extendedResources: true,
}
const nothing: AllocatedState = { devices: new Set(), shared: new Set(), capacity: new Map() }
const node = { metadata: { name: 'a', labels: { zone: 'east' } }, spec: {}, status: {} } as unknown as Node
const gpus: DeviceClass = {
  metadata: { name: 'gpu' },
  spec: { selectors: [{ cel: { expression: "device.driver == 'gpu.example.com'" } }] },
}

const slice = (name: string, spec: Partial<ResourceSlice['spec']>, slices = 1): ResourceSlice => ({
  metadata: { name },
  spec: {
    driver: 'gpu.example.com',
    pool: { name: 'pool', generation: 1, resourceSliceCount: slices },
    ...(spec.perDeviceNodeSelection || spec.nodeSelector || spec.allNodes ? {} : { nodeName: 'a' }),
    ...spec,
  },
})

const claim = (devices: ResourceClaim['spec']['devices']): ResourceClaim => ({
  metadata: { name: 'mine', namespace: 'default' },
  spec: { devices },
  status: {},
})

interface Case {
  readonly claim: ResourceClaim
  readonly slices: readonly ResourceSlice[]
  readonly allocated?: Partial<AllocatedState>
  readonly features?: Partial<Features>
}

/** The result for the claim; or why there is none. */
function allocate(given: Case): unknown {
  const lister = { get: () => gpus as KubeObject } as unknown as Lister
  const chosen = { ...features, ...given.features }
  const requests = requestsOf(lister, given.claim, chosen)
  if ('refused' in requests) return requests.refused
  const asked = { claim: given.claim, requests }
  const found = new Allocator(chosen, { ...nothing, ...given.allocated }, given.slices).allocate(node, [asked])
  if (found === undefined || !('given' in found)) return found
  let shares = 0
  return allocationResult(asked, found.given[0]!, 'a', chosen, () => `share-${++shares}`)
}

const results = (given: Case): unknown => (allocate(given) as { devices?: { results: unknown } })?.devices?.results
const names = (given: Case): unknown =>
  (results(given) as { device: string }[] | undefined)?.map(({ device }) => device)
const one = { name: 'r', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 } }
const wanting = (capacity: Record<string, string>, count = 1) =>
  claim({ requests: [{ name: 'r', exactly: { ...one.exactly, count, capacity: { requests: capacity } } }] })
const shared = (name: string, memory: Device['capacity'] & object): Device => ({
  name,
  allowMultipleAllocations: true,
  capacity: memory,
})

describe('consumable capacity', () => {
  const policy = { default: '2Gi', validRange: { min: '2Gi', step: '2Gi', max: '6Gi' } }
  const gpu = shared('gpu-0', { memory: { value: '8Gi', requestPolicy: policy }, cores: { value: '4' } })

  it('is taken as asked for, rounded up to a step; who asks for nothing takes the default, or all', () => {
    const slices = [slice('s', { devices: [gpu] })]
    expect(allocate({ claim: wanting({ memory: '3Gi', cores: '1' }), slices })).toEqual({
      devices: {
        results: [
          {
            request: 'r',
            driver: 'gpu.example.com',
            pool: 'pool',
            device: 'gpu-0',
            shareID: 'share-1',
            consumedCapacity: { cores: '1', memory: '4Gi' },
          },
        ],
      },
      nodeSelector: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }] },
    })
    expect(results({ claim: claim({ requests: [one] }), slices })).toMatchObject([
      { consumedCapacity: { cores: '4', memory: '2Gi' } },
    ])
  })

  it('is refused beyond the policy, for capacities the device has not, and when too little is left', () => {
    const slices = [slice('s', { devices: [gpu] })]
    const used = { memory: mustParseQuantity('6Gi'), cores: mustParseQuantity('1') }
    const allocated = { capacity: new Map([['gpu.example.com/pool/gpu-0', new Map(Object.entries(used))]]) }
    expect(allocate({ claim: wanting({ memory: '7Gi' }), slices })).toBeUndefined()
    expect(allocate({ claim: wanting({ bandwidth: '1' }), slices })).toBeUndefined()
    expect(allocate({ claim: wanting({ memory: '3Gi', cores: '1' }), slices, allocated })).toBeUndefined()
    expect(names({ claim: wanting({ memory: '2Gi', cores: '3' }), slices, allocated })).toEqual(['gpu-0'])
  })

  it('is rounded up to the next valid value', () => {
    const valid = { default: '1Gi', validValues: ['1Gi', '4Gi'] }
    const slices = [slice('s', { devices: [shared('gpu-0', { memory: { value: '8Gi', requestPolicy: valid } })] })]
    expect(results({ claim: wanting({ memory: '1500Mi' }), slices })).toMatchObject([
      { consumedCapacity: { memory: '4Gi' } },
    ])
    expect(allocate({ claim: wanting({ memory: '5Gi' }), slices })).toBeUndefined()
  })

  it('is shared by the requests of a claim until it is used up, once per device and request', () => {
    const slices = [slice('s', { devices: [shared('gpu-0', { memory: { value: '4Gi' } }), shared('gpu-1', {})] })]
    const asked = (...amounts: string[]) =>
      claim({
        requests: amounts.map((memory, i) => ({
          name: `r${i}`,
          exactly: { ...one.exactly, capacity: { requests: { memory } } },
        })),
      })
    expect(results({ claim: asked('1Gi', '3Gi'), slices })).toMatchObject([
      { device: 'gpu-0', shareID: 'share-1', consumedCapacity: { memory: '1Gi' } },
      { device: 'gpu-0', shareID: 'share-2', consumedCapacity: { memory: '3Gi' } },
    ])
    expect(allocate({ claim: asked('1Gi', '3Gi', '1Gi'), slices })).toBeUndefined()
    expect(allocate({ claim: wanting({ memory: '1Gi' }, 2), slices })).toBeUndefined()
  })

  it('of a device that is not shared has to be there, and is not told', () => {
    const slices = [
      slice('s', { devices: [{ name: 'small', capacity: { memory: { value: '1Gi' } } }, { name: 'none' }] }),
    ]
    expect(results({ claim: wanting({ memory: '1Gi' }), slices })).toEqual([
      { request: 'r', driver: 'gpu.example.com', pool: 'pool', device: 'small' },
    ])
    expect(allocate({ claim: wanting({ memory: '2Gi' }), slices })).toBeUndefined()
  })

  it('cannot be asked for while it is switched off', () => {
    expect(
      allocate({ claim: wanting({ memory: '1Gi' }), slices: [], features: { consumableCapacity: false } }),
    ).toEqual({
      error: 'claim default/mine, request r: has capacity requests, but the DRAConsumableCapacity feature is disabled',
    })
  })
})

describe('shared counters', () => {
  const part = (name: string, memory: string, more: Partial<Device> = {}): Device => ({
    name,
    consumesCounters: [{ counterSet: 'gpu-0', counters: { memory: { value: memory } } }],
    ...more,
  })
  const counters = slice(
    'counters',
    { sharedCounters: [{ name: 'gpu-0', counters: { memory: { value: '40Gi' } } }] },
    2,
  )
  const parts = (...devices: Device[]): ResourceSlice[] => [slice('parts', { devices }, 2), counters]
  const count = (n: number) => claim({ requests: [{ name: 'r', exactly: { ...one.exactly, count: n } }] })

  it('let partitions be taken as long as there is enough for them', () => {
    const slices = parts(part('whole', '40Gi'), part('half-0', '20Gi'), part('half-1', '20Gi'))
    expect(names({ claim: count(1), slices })).toEqual(['whole'])
    expect(names({ claim: count(2), slices })).toEqual(['half-0', 'half-1'])
    expect(allocate({ claim: count(3), slices })).toBeUndefined()
    const allocated = { devices: new Set(['gpu.example.com/pool/half-1']) }
    expect(names({ claim: count(1), slices, allocated })).toEqual(['half-0'])
  })

  it('count partitions of other nodes, which may be the only ones that are taken', () => {
    const elsewhere = [
      slice('east', { perDeviceNodeSelection: true, devices: [part('x', '30Gi', { nodeName: 'a' })] }, 3),
      slice('west', { nodeName: 'b', devices: [part('y', '20Gi')] }, 3),
      slice('counters', { ...counters.spec, pool: { name: 'pool', generation: 1, resourceSliceCount: 3 } }),
    ]
    expect(names({ claim: count(1), slices: elsewhere })).toEqual(['x'])
    const allocated = { devices: new Set(['gpu.example.com/pool/y']) }
    expect(allocate({ claim: count(1), slices: elsewhere, allocated })).toBeUndefined()
  })

  it('are taken once by a device that several share', () => {
    const both = { allowMultipleAllocations: true, capacity: { memory: { value: '20Gi' } } }
    const slices = parts(part('left', '20Gi', both), part('right', '30Gi', both))
    const asked = claim({
      requests: ['r0', 'r1'].map((name) => ({
        name,
        exactly: { ...one.exactly, capacity: { requests: { memory: '10Gi' } } },
      })),
    })
    expect(names({ claim: asked, slices })).toEqual(['left', 'left'])
  })

  it('a pool that contradicts itself gives nothing, and is told of only when no other has a device', () => {
    const unknown = parts({ ...part('x', '1Gi'), consumesCounters: [{ counterSet: 'gpu-1', counters: {} }] })
    expect(allocate({ claim: count(1), slices: unknown })).toEqual({
      refused: 'invalid resource pools were encountered',
    })
    const other = slice('z', {
      devices: [{ name: 'plain' }],
      pool: { name: 'z', generation: 1, resourceSliceCount: 1 },
    })
    expect(names({ claim: count(1), slices: [...unknown, other] })).toEqual(['plain'])
    const all = claim({ requests: [{ name: 'r', exactly: { deviceClassName: 'gpu', allocationMode: 'All' } }] })
    const where = 'claim default/mine, request r: asks for all devices, but resource pool gpu.example.com/pool'
    expect(allocate({ claim: all, slices: unknown })).toEqual({ error: `${where} is currently invalid` })
    expect(allocate({ claim: all, slices: [counters] })).toEqual({ error: `${where} is currently being updated` })
  })
})

describe('binding conditions', () => {
  it('are told in the result; such devices come last, and may tie the claim to the node', () => {
    const later: Device = {
      name: 'fabric',
      bindsToNode: true,
      bindingConditions: ['Attached'],
      bindingFailureConditions: ['AttachFailed'],
    }
    const pool = { generation: 1, resourceSliceCount: 1 }
    const slices = [
      slice('a', { allNodes: true, pool: { name: 'a', ...pool }, devices: [later] }),
      slice('b', { allNodes: true, pool: { name: 'b', ...pool }, devices: [{ name: 'here' }] }),
    ]
    expect(allocate({ claim: claim({ requests: [one] }), slices })).toEqual({
      devices: { results: [{ request: 'r', driver: 'gpu.example.com', pool: 'b', device: 'here' }] },
    })
    expect(allocate({ claim: claim({ requests: [one] }), slices: slices.slice(0, 1) })).toEqual({
      devices: {
        results: [
          {
            request: 'r',
            driver: 'gpu.example.com',
            pool: 'a',
            device: 'fabric',
            bindingConditions: ['Attached'],
            bindingFailureConditions: ['AttachFailed'],
          },
        ],
      },
      nodeSelector: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] }] },
    })
  })
})

describe('constraints', () => {
  const device = (name: string, numa: number): Device => ({ name, attributes: { numa: { int: numa } } })
  const slices = [slice('s', { devices: [device('x', 0), device('y', 0), device('z', 1), { name: 'bare' }] })]
  const two = ['r0', 'r1'].map((name) => ({ ...one, name }))
  const constrained = (constraint: object) => claim({ requests: two, constraints: [constraint] })

  it('keep devices alike or apart; one without the attribute is never taken', () => {
    expect(names({ claim: constrained({ matchAttribute: 'gpu.example.com/numa' }), slices })).toEqual(['x', 'y'])
    expect(names({ claim: constrained({ distinctAttribute: 'gpu.example.com/numa' }), slices })).toEqual(['x', 'z'])
    expect(names({ claim: constrained({ matchAttribute: 'gpu.example.com/model' }), slices })).toBeUndefined()
  })

  it('name requests, or single alternatives', () => {
    const asked = claim({
      requests: [
        two[0]!,
        {
          name: 'r1',
          firstAvailable: [
            { name: 'best', ...one.exactly, count: 3 },
            { name: 'next', ...one.exactly },
          ],
        },
      ],
      constraints: [{ requests: ['r0', 'r1/next'], distinctAttribute: 'gpu.example.com/numa' }],
    })
    expect(results({ claim: asked, slices })).toMatchObject([
      { request: 'r0', device: 'x' },
      { request: 'r1/best', device: 'y' },
      { request: 'r1/best', device: 'z' },
      { request: 'r1/best', device: 'bare' },
    ])
    expect(
      results({ claim: asked, slices, allocated: { devices: new Set(['gpu.example.com/pool/bare']) } }),
    ).toMatchObject([
      { request: 'r0', device: 'x' },
      { request: 'r1/next', device: 'z' },
    ])
  })
})

describe('configuration', () => {
  it('is told for each request it is for', () => {
    const opaque = (text: string) => ({ opaque: { driver: 'gpu.example.com', parameters: { text } } })
    const asked = claim({
      requests: ['r0', 'r1'].map((name) => ({ ...one, name })),
      config: [{ requests: ['r0', 'r1'], ...opaque('both') }, opaque('any')],
    })
    const slices = [slice('s', { devices: [{ name: 'x' }, { name: 'y' }] })]
    const own = gpus.spec
    gpus.spec = { ...own, config: [opaque('class')] }
    const { devices } = allocate({ claim: asked, slices }) as { devices: { config: unknown } }
    gpus.spec = own
    expect(devices.config).toEqual([
      { source: 'FromClass', requests: ['r0', 'r1'], ...opaque('class') },
      { source: 'FromClaim', requests: ['r0', 'r1'], ...opaque('both') },
      { source: 'FromClaim', requests: ['r0', 'r1'], ...opaque('both') },
      { source: 'FromClaim', ...opaque('any') },
    ])
  })
})

describe('taints', () => {
  const taint = { key: 'sick', value: 'yes', effect: 'NoSchedule' }
  const devices: Device[] = [
    { name: 'x', taints: [taint] },
    { name: 'y', taints: [{ ...taint, effect: 'None' }] },
  ]

  it('keep devices from those that do not tolerate them', () => {
    const slices = [slice('s', { devices })]
    expect(names({ claim: claim({ requests: [one] }), slices })).toEqual(['y'])
    const tolerations = [{ key: 'sick', operator: 'Exists' }]
    const tolerant = claim({ requests: [{ name: 'r', exactly: { ...one.exactly, tolerations } }] })
    expect(results({ claim: tolerant, slices })).toMatchObject([{ device: 'x', tolerations }])
  })
})
