import { describe, expect, it } from 'vitest'
import type { LimitRangeItem, Pod } from '../../../generated/api/core.v1.ts'
import { attributesOf, type Cluster, refusal } from '../lib/cluster.fixture.ts'
import { plugin } from './plugin.ts'

type Amounts = Record<string, string>
interface Asked {
  readonly requests?: Amounts
  readonly limits?: Amounts
}

const cluster = (...limits: readonly LimitRangeItem[]): Cluster => ({
  limitranges: [{ metadata: { name: 'lr', namespace: 'default' }, spec: { limits } } as never],
})
const podOf = (
  containers: readonly Asked[],
  init: readonly (Asked & { sidecar?: boolean })[] = [],
  whole?: Asked,
): Pod =>
  ({
    metadata: { name: 'p' },
    spec: {
      containers: containers.map((resources, i) => ({ name: `c${i}`, resources: { ...resources } })),
      initContainers: init.map(({ sidecar, ...resources }, i) => ({
        name: `i${i}`,
        resources,
        ...(sidecar ? { restartPolicy: 'Always' } : {}),
      })),
      ...(whole ? { resources: whole } : {}),
    },
  }) as unknown as Pod
const judged = (pod: Pod, ...limits: readonly LimitRangeItem[]): string | undefined =>
  refusal(plugin, attributesOf('pods', pod), cluster(...limits))

describe('defaults', () => {
  it('fills in what is missing and says so', () => {
    const pod = podOf([{ requests: { cpu: '1' } }, {}], [{}])
    const item = {
      type: 'Container',
      default: { memory: '1Gi', cpu: '2' },
      defaultRequest: { memory: '1Mi', cpu: '1' },
    }
    expect(judged(pod, item)).toBeUndefined()
    expect(pod.spec.containers?.[0]?.resources).toEqual({
      requests: { cpu: '1', memory: '1Mi' },
      limits: { cpu: '2', memory: '1Gi' },
    })
    expect(pod.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: memory request for container c0; cpu, memory limit for container c0; cpu, memory request for container c1; cpu, memory limit for container c1; cpu, memory request for init container i0; cpu, memory limit for init container i0',
    })
  })

  it('leaves pods alone when nothing is missing, and updates always', () => {
    const pod = podOf([{ requests: { cpu: '1' }, limits: { cpu: '1' } }])
    const item = { type: 'Container', default: { cpu: '2' }, defaultRequest: { cpu: '2' } }
    expect(judged(pod, item)).toBeUndefined()
    expect(pod.metadata.annotations).toBeUndefined()
    expect(plugin.handles(attributesOf('pods', pod, { operation: 'UPDATE' }))).toBe(false)
    expect(plugin.handles(attributesOf('pods', pod, { operation: 'UPDATE', subresource: 'resize' }))).toBe(true)
  })
})

describe('bounds of containers', () => {
  const HEAD = 'pods "p" is forbidden: '

  it('names the value that is out of bounds', () => {
    const min = { type: 'Container', min: { cpu: '100m' } }
    const max = { type: 'Container', max: { memory: '1Gi' } }
    expect(judged(podOf([{}]), min)).toBe(`${HEAD}minimum cpu usage per Container is 100m.  No request is specified`)
    expect(judged(podOf([{ requests: { cpu: '99m' } }]), min)).toBe(
      `${HEAD}minimum cpu usage per Container is 100m, but request is 99m`,
    )
    expect(judged(podOf([{ requests: { cpu: '1' }, limits: { cpu: '10m' } }]), min)).toBe(
      `${HEAD}minimum cpu usage per Container is 100m, but limit is 10m`,
    )
    expect(judged(podOf([{ requests: { memory: '1Mi' } }]), max)).toBe(
      `${HEAD}maximum memory usage per Container is 1Gi.  No limit is specified`,
    )
    expect(judged(podOf([{ limits: { memory: '1025Mi' } }]), max)).toBe(
      `${HEAD}maximum memory usage per Container is 1Gi, but limit is 1025Mi`,
    )
    expect(judged(podOf([{ limits: { memory: '1Gi' } }], [{ limits: { memory: '1Gi' } }]), max)).toBeUndefined()
  })

  it('joins several problems, the same one once', () => {
    const both = { type: 'Container', min: { cpu: '2' }, max: { cpu: '4' } }
    expect(judged(podOf([{ requests: { cpu: '1' }, limits: { cpu: '8' } }, { limits: { cpu: '8' } }]), both)).toBe(
      `${HEAD}[minimum cpu usage per Container is 2, but request is 1, maximum cpu usage per Container is 4, but limit is 8, minimum cpu usage per Container is 2.  No request is specified]`,
    )
  })

  it('measures ratios', () => {
    const ratio = { type: 'Container', maxLimitRequestRatio: { cpu: '1500m' } }
    expect(judged(podOf([{ requests: { cpu: '2' }, limits: { cpu: '3' } }]), ratio)).toBeUndefined()
    expect(judged(podOf([{ requests: { cpu: '300m' }, limits: { cpu: '500m' } }]), ratio)).toBe(
      `${HEAD}cpu max limit to request ratio per Container is 1500m, but provided ratio is 1.666667`,
    )
    expect(judged(podOf([{ requests: { cpu: '0' }, limits: { cpu: '1' } }]), ratio)).toBe(
      `${HEAD}cpu max limit to request ratio per Container is 1500m, but no request is specified or request is 0`,
    )
    expect(judged(podOf([{ requests: { cpu: '1' } }]), ratio)).toBe(
      `${HEAD}cpu max limit to request ratio per Container is 1500m, but no limit is specified or limit is 0`,
    )
  })
})

describe('bounds of pods and claims', () => {
  const max = { type: 'Pod', max: { cpu: '1' } }
  const cpu = (amount: string): Asked => ({ limits: { cpu: amount } })

  it('sums containers, sidecars included, and takes the largest init container', () => {
    expect(judged(podOf([cpu('400m'), cpu('800m')]), max)).toBe(
      'pods "p" is forbidden: maximum cpu usage per Pod is 1, but limit is 1200m',
    )
    expect(judged(podOf([cpu('100m')], [cpu('2')]), max)).toBe(
      'pods "p" is forbidden: maximum cpu usage per Pod is 1, but limit is 2',
    )
    expect(judged(podOf([cpu('100m')], [{ ...cpu('600m'), sidecar: true }, cpu('600m')]), max)).toBe(
      'pods "p" is forbidden: maximum cpu usage per Pod is 1, but limit is 1200m',
    )
  })

  it('believes the pod where it speaks for itself', () => {
    expect(judged(podOf([cpu('800m'), cpu('800m')], [], cpu('1')), max)).toBeUndefined()
  })

  it('looks at what a claim requests', () => {
    const item = { type: 'PersistentVolumeClaim', min: { storage: '2Gi' }, max: { storage: '10Gi' } }
    const claim = (storage: string) => ({ metadata: { name: 'c' }, spec: { resources: { requests: { storage } } } })
    const judge = (storage: string) =>
      refusal(plugin, attributesOf('persistentvolumeclaims', claim(storage)), cluster(item))
    expect([judge('1Gi'), judge('20Gi'), judge('5Gi')]).toEqual([
      'persistentvolumeclaims "c" is forbidden: minimum storage usage per PersistentVolumeClaim is 2Gi, but request is 1Gi',
      'persistentvolumeclaims "c" is forbidden: maximum storage usage per PersistentVolumeClaim is 10Gi, but request is 20Gi',
      undefined,
    ])
  })
})
