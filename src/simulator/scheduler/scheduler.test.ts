// The scheduler in a cluster of its own: through the API, without controllers and kubelets.
import { describe, expect, it } from 'vitest'
import type { Event, PersistentVolume, PersistentVolumeClaim } from '../../generated/api/core.v1.ts'
import type { ResourceClaim } from '../../generated/api/resource.v1.ts'
import { ADMINISTRATOR, type Explanation, Simulator, type SimulatorOptions } from '../compose.ts'
import type { Pod } from './contract.ts'

class Stage {
  readonly simulator: Simulator

  constructor(options: SimulatorOptions = {}) {
    const disableAdmissionPlugins = ['ServiceAccount', 'TaintNodesByCondition']
    this.simulator = new Simulator({ controllers: [], disableAdmissionPlugins, ...options })
  }

  request(method: string, path: string, body?: unknown, contentType?: string): unknown {
    const request = {
      method,
      path,
      user: ADMINISTRATOR,
      ...(body ? { body } : {}),
      ...(contentType ? { contentType } : {}),
    }
    const { code, body: answer } = this.simulator.server.handle(request)
    if (code >= 300) throw new Error(JSON.stringify(answer))
    return answer
  }

  node(name: string, resources: Record<string, string> = {}, labels: Record<string, string> = {}): void {
    const allocatable = { cpu: '2', memory: '4Gi', pods: '10', ...resources }
    const metadata = { name, labels: { 'kubernetes.io/hostname': name, ...labels } }
    this.request('POST', '/api/v1/nodes', { metadata, status: { capacity: allocatable, allocatable } })
  }

  pod(name: string, spec: object = {}, labels: Record<string, string> = {}): void {
    const containers = [{ name: 'c', image: 'img', resources: { requests: { cpu: '1' } } }]
    this.request('POST', '/api/v1/namespaces/default/pods', {
      metadata: { name, labels },
      spec: { containers, ...spec },
    })
    this.settle()
  }

  status(path: string, status: object): void {
    this.request('PATCH', `${path}/status`, { status }, 'application/merge-patch+json')
  }

  settle(milliseconds = 100): void {
    const { clock } = this.simulator
    clock.runTo(clock.now() + milliseconds)
  }

  get(name: string): Pod {
    return this.simulator.store.get<Pod & { metadata: object }>('pods', 'default', name)!
  }

  where(name: string): string {
    const { spec, status } = this.get(name)
    return spec.nodeName ?? status.conditions?.find(({ type }) => type === 'PodScheduled')?.message ?? ''
  }

  events(reason: string): string[] {
    return this.simulator.store
      .list<Event>('events')
      .filter((event) => event.reason === reason)
      .map((event) => `${event.reportingComponent} ${event.involvedObject.name}: ${event.message}`)
  }
}

describe('profiles', () => {
  it('place the pods that ask for them, each in its own way; unknown names wait', () => {
    const packing = {
      schedulerName: 'packing',
      plugins: { score: { disabled: [{ name: 'NodeResourcesBalancedAllocation' }] } },
      pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated' } } }],
    }
    const stage = new Stage({ scheduler: { profiles: [{}, packing] } })
    stage.node('a')
    stage.node('b', { cpu: '4' })
    stage.pod('one', { nodeName: 'a' })
    stage.pod('spread')
    stage.pod('packed', { schedulerName: 'packing' })
    stage.pod('waiting', { schedulerName: 'nobody' })
    expect(['spread', 'packed', 'waiting'].map((name) => stage.where(name))).toEqual(['b', 'a', ''])
    expect(stage.events('Scheduled')).toEqual([
      'packing packed: Successfully assigned default/packed to a',
      'default-scheduler spread: Successfully assigned default/spread to b',
    ])
  })
})

describe('explaining', () => {
  it('tells what each plugin said of each node, and changes nothing', () => {
    const stage = new Stage()
    for (const name of ['a', 'b', 'c']) stage.node(name)
    stage.request('PATCH', '/api/v1/nodes/a', { spec: { unschedulable: true } }, 'application/merge-patch+json')
    const told: Explanation[] = []
    const stop = stage.simulator.scheduler!.onDecision((explanation) => told.push(explanation))
    stage.pod('p')
    stop()
    stage.pod('q')
    const scores = {
      TaintToleration: 300,
      NodeResourcesFit: 72,
      DynamicResources: 0,
      NodeResourcesBalancedAllocation: 62,
      ImageLocality: 0,
    }
    const refused = { node: 'a', refusedBy: 'NodeUnschedulable', reasons: ['node(s) were unschedulable'] }
    const nodes = [refused, { node: 'b', scores, total: 434 }, { node: 'c', scores, total: 434 }]
    expect(told.map(({ node, nodes: all }) => ({ node, all }))).toEqual([{ node: stage.where('p'), all: nodes }])
    stage.request('DELETE', '/api/v1/namespaces/default/pods/q', { gracePeriodSeconds: 0 })
    stage.settle()
    expect(stage.simulator.scheduler!.explain(stage.get('p'))?.nodes).toEqual(nodes)
  })
})

describe('preemption', () => {
  it('evicts with grace, waits, and takes the place', () => {
    const stage = new Stage()
    const spec = { preemptionPolicy: 'PreemptLowerPriority' }
    stage.node('a')
    stage.request('POST', '/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name: 'high' }, value: 100 })
    stage.pod('low-1', spec)
    stage.pod('low-2', spec)
    stage.pod('high', { priorityClassName: 'high' })
    expect(stage.get('high').status.nominatedNodeName).toBe('a')
    expect(stage.where('high')).toBe('0/1 nodes are available: 1 Insufficient cpu.')
    const victims = ['low-1', 'low-2'].filter((name) => stage.get(name).metadata.deletionTimestamp !== undefined)
    expect(victims).toHaveLength(1)
    const { uid } = stage.get('high').metadata
    expect(stage.events('Preempted')).toEqual([`default-scheduler ${victims[0]}: Preempted by pod ${uid} on node a`])
    stage.request('DELETE', `/api/v1/namespaces/default/pods/${victims[0]}`, { gracePeriodSeconds: 0 })
    stage.settle(5000)
    expect([stage.where('high'), stage.get('high').status.nominatedNodeName]).toEqual(['a', undefined])
  })
})

describe('volumes', () => {
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'local', resources: { requests: { storage: '1Gi' } } },
  }
  const volume = {
    metadata: { name: 'disk' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '2Gi' },
      storageClassName: 'local',
      local: { path: '/mnt' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['b'] }] }],
        },
      },
    },
  }
  const spec = { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] }
  const claims = '/api/v1/namespaces/default/persistentvolumeclaims'

  function stageWithVolume(): Stage {
    const stage = new Stage()
    for (const name of ['a', 'b']) stage.node(name)
    stage.request('POST', '/apis/storage.k8s.io/v1/storageclasses', {
      metadata: { name: 'local' },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    })
    stage.request('POST', '/api/v1/persistentvolumes', volume)
    stage.status('/api/v1/persistentvolumes/disk', { phase: 'Available' })
    stage.request('POST', claims, claim)
    stage.pod('p', spec)
    return stage
  }

  it('are asked for on the chosen node, and the pod is bound when they are', () => {
    const stage = stageWithVolume()
    const disk = stage.request('GET', '/api/v1/persistentvolumes/disk') as PersistentVolume
    expect(disk.spec.claimRef?.name).toBe('data')
    expect([stage.where('p'), stage.get('p').status.nominatedNodeName]).toEqual(['', 'b'])
    const current = stage.request('GET', `${claims}/data`) as PersistentVolumeClaim
    const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' }
    stage.request('PUT', `${claims}/data`, {
      ...current,
      metadata: { ...current.metadata, annotations },
      spec: { ...current.spec, volumeName: 'disk' },
    })
    stage.settle(1000)
    expect(stage.where('p')).toBe('b')
  })

  it('that are never bound send the pod back after ten minutes', () => {
    const stage = stageWithVolume()
    stage.settle(600_000)
    const text = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded'
    expect(stage.events('FailedScheduling')).toEqual([`default-scheduler p: ${text}`])
  })
})

describe('devices', () => {
  const claims = '/apis/resource.k8s.io/v1/namespaces/default/resourceclaims'
  const fast = { cel: { expression: "device.attributes['gpu.example.com'].speed > 5" } }

  function stageWithDevices(): Stage {
    const stage = new Stage()
    for (const name of ['a', 'b']) stage.node(name)
    const spec = { selectors: [{ cel: { expression: "device.driver == 'gpu.example.com'" } }] }
    stage.request('POST', '/apis/resource.k8s.io/v1/deviceclasses', { metadata: { name: 'gpu' }, spec })
    for (const [name, speed] of [
      ['a', 1],
      ['b', 9],
    ] as const) {
      stage.request('POST', '/apis/resource.k8s.io/v1/resourceslices', {
        metadata: { name: `slice-${name}` },
        spec: {
          driver: 'gpu.example.com',
          nodeName: name,
          pool: { name, generation: 1, resourceSliceCount: 1 },
          devices: [{ name: 'gpu-0', attributes: { speed: { int: speed } } }],
        },
      })
    }
    return stage
  }

  function claim(stage: Stage, name: string, selectors: object[], deviceClassName = 'gpu'): void {
    const requests = [{ name: 'r', exactly: { deviceClassName, selectors } }]
    stage.request('POST', claims, { metadata: { name }, spec: { devices: { requests } } })
    stage.pod(`for-${name}`, { resourceClaims: [{ name: 'd', resourceClaimName: name }] })
  }

  it('are found by class and selector, and written into the claim', () => {
    const stage = stageWithDevices()
    claim(stage, 'one', [fast])
    expect(stage.where('for-one')).toBe('b')
    const { metadata, status } = stage.request('GET', `${claims}/one`) as ResourceClaim
    expect(metadata.finalizers).toEqual(['resource.kubernetes.io/delete-protection'])
    expect(status).toEqual({
      allocation: {
        allocationTimestamp: status.allocation?.allocationTimestamp,
        devices: { results: [{ request: 'r', driver: 'gpu.example.com', pool: 'b', device: 'gpu-0' }] },
        nodeSelector: {
          nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['b'] }] }],
        },
      },
      reservedFor: [{ resource: 'pods', name: 'for-one', uid: stage.get('for-one').metadata.uid }],
    })
  })

  it('are not given twice; classes must exist', () => {
    const stage = stageWithDevices()
    claim(stage, 'one', [fast])
    claim(stage, 'two', [fast])
    claim(stage, 'three', [], 'tpu')
    const preemption = 'preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.'
    expect(['two', 'three'].map((name) => stage.where(`for-${name}`))).toEqual([
      `0/2 nodes are available: 2 cannot allocate all claims. still not schedulable, ${preemption}`,
      `0/2 nodes are available: request r: device class tpu does not exist. no new claims to deallocate, ${preemption}`,
    ])
  })
})
