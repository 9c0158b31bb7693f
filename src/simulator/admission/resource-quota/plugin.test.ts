import { describe, expect, it } from 'vitest'
import type { Pod, ResourceQuota } from '../../../generated/api/core.v1.ts'
import { attributesOf, contextOf, refusal } from '../lib/cluster.fixture.ts'
import { plugin } from './plugin.ts'

type Amounts = Record<string, string>

const quota = (hard: Amounts, used: Amounts, spec: Partial<ResourceQuota['spec']> = {}): ResourceQuota => ({
  metadata: { name: 'q', namespace: 'default' },
  spec: { hard, ...spec },
  status: { hard, used },
})
const pod = (requests: Amounts = {}, limits: Amounts = {}): Pod =>
  ({
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', resources: { requests, limits } }] },
  }) as unknown as Pod
const judged = (object: object, key: string, ...quotas: ResourceQuota[]) =>
  refusal(plugin, attributesOf(key, object), { resourcequotas: quotas })
const HEAD = 'pods "p" is forbidden: '

describe('pods', () => {
  it('must fit', () => {
    expect(judged(pod(), 'pods', quota({ pods: '1' }, { pods: '1' }))).toBe(
      `${HEAD}exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1`,
    )
    const hard = { 'requests.cpu': '1', 'requests.memory': '1Gi' }
    const full = quota(hard, { 'requests.cpu': '500m', 'requests.memory': '0' })
    expect(judged(pod({ cpu: '600m', memory: '2Gi' }), 'pods', full)).toBe(
      `${HEAD}exceeded quota: q, requested: requests.cpu=600m,requests.memory=2Gi, used: requests.cpu=500m,requests.memory=0, limited: requests.cpu=1,requests.memory=1Gi`,
    )
    expect(judged(pod({ cpu: '500m', memory: '1Gi' }), 'pods', full)).toBeUndefined()
  })

  it('must say what they want of what is limited', () => {
    const limited = quota({ 'limits.cpu': '1', memory: '1Gi' }, { 'limits.cpu': '0', memory: '0' })
    expect(judged(pod(), 'pods', limited)).toBe(`${HEAD}failed quota: q: must specify limits.cpu for: c; memory for: c`)
  })

  it('wait for the first count', () => {
    expect(judged(pod(), 'pods', quota({ pods: '1', 'count/pods': '1' }, {}))).toBe(
      `${HEAD}status unknown for quota: q, resources: count/pods,pods`,
    )
  })

  it('are counted by scope', () => {
    const best = quota({ pods: '0' }, { pods: '0' }, { scopes: ['BestEffort'] })
    expect(judged(pod({ cpu: '1' }), 'pods', best)).toBeUndefined()
    expect(judged(pod(), 'pods', best)).toBe(
      `${HEAD}exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0`,
    )
  })
})

it('counts other things, and only what changes of them', () => {
  const services = quota({ 'services.nodeports': '1' }, { 'services.nodeports': '0' })
  const service = (ports: number) => ({
    metadata: { name: 's', resourceVersion: '1' },
    spec: { type: 'NodePort', ports: Array.from({ length: ports }, (_, i) => ({ port: i + 1 })) },
  })
  expect(judged(service(2), 'services', services)).toBe(
    'services "s" is forbidden: exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=0, limited: services.nodeports=1',
  )
  const update = { operation: 'UPDATE', oldObject: service(1) as never } as const
  const cluster = { resourcequotas: [services] }
  expect(refusal(plugin, attributesOf('services', service(2), update), cluster)).toBeUndefined()
  expect(judged({ metadata: { name: 'm' } }, 'configmaps', quota({ configmaps: '0' }, { configmaps: '0' }))).toBe(
    'configmaps "m" is forbidden: exceeded quota: q, requested: configmaps=1, used: configmaps=0, limited: configmaps=0',
  )
})

it('writes what is used, but not on a dry run', () => {
  const written: unknown[] = []
  const context = {
    ...contextOf({ resourcequotas: [quota({ pods: '2' }, { pods: '1' })] }),
    writeStatus: (_resource: string, object: unknown) => void written.push((object as ResourceQuota).status.used),
  }
  plugin.validate?.(attributesOf('pods', pod(), { dryRun: true }), context)
  plugin.validate?.(attributesOf('pods', pod()), context)
  expect(written).toEqual([{ pods: '2' }])
})
