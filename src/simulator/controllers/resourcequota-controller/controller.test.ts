import { expect, it } from 'vitest'
import type { Pod, ResourceQuota } from '../../../generated/api/core.v1.ts'
import { stage } from '../stage.fixture.ts'

it('counts again every five minutes since it began: pods that are past their grace count no more', () => {
  const { client, create, until, now } = stage()
  until(100_000)
  create('resourcequotas', {
    kind: 'ResourceQuota',
    metadata: { name: 'q', namespace: 'default' },
    spec: { hard: { pods: '5' } },
  })
  create('nodes', { kind: 'Node', metadata: { name: 'silent' } })
  const pod = create<Pod>('pods', {
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default', finalizers: ['example.com/held'] },
    spec: { containers: [{ name: 'c', image: 'nginx' }] },
  })
  client.createSubresource('pods', 'default', 'p', 'binding', {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: 'p', namespace: 'default' },
    target: { kind: 'Node', name: 'silent' },
  } as never)
  client.delete('pods', 'default', pod.metadata.name ?? '')
  const used = (): string | undefined =>
    client.lister.get<ResourceQuota>('resourcequotas', 'default', 'q')?.status.used?.['pods']
  const changes: unknown[] = []
  for (let at = 101_000; at < 700_000; at += 1000) {
    until(at)
    if (used() !== (changes.at(-1) as unknown[] | undefined)?.[1]) changes.push([now() / 1000, used()])
  }
  expect(changes).toEqual([
    [101, '1'],
    [300, '0'],
  ])
})

it('retries a count that could not be written with the default delays, without end', () => {
  const { create, until, refuse } = stage()
  const asked = refuse(500, ({ method, resource }) => method === 'PUT' && resource === 'resourcequotas')
  create('resourcequotas', {
    kind: 'ResourceQuota',
    metadata: { name: 'q', namespace: 'default' },
    spec: { hard: { pods: '5' } },
  })
  until(200_000)
  expect(asked).toEqual(Array.from({ length: 16 }, (_, i) => 5 * (2 ** i - 1)))
})

it('counts objects of a definition that is older than its last look, and others with the next count of all', () => {
  const { client, create, until } = stage()
  until(1000)
  const schema = { openAPIV3Schema: { type: 'object' } }
  create('customresourcedefinitions.apiextensions.k8s.io', {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  })
  const count = 'count/widgets.example.com'
  const quota = (name: string): unknown =>
    create('resourcequotas', {
      kind: 'ResourceQuota',
      metadata: { name, namespace: 'default' },
      spec: { hard: { [count]: '2' } },
    })
  const used = (name: string): unknown =>
    client.lister.get<ResourceQuota>('resourcequotas', 'default', name)?.status.used
  const widget = (name: string) =>
    client.create('widgets.example.com', {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name, namespace: 'default' },
    })
  until(10_000)
  quota('early')
  until(20_000)
  expect(used('early')).toBeUndefined()
  const refused = widget('a')
  expect(refused.ok ? '' : refused.status.message).toBe(
    'widgets.example.com "a" is forbidden: status unknown for quota: early, resources: count/widgets.example.com',
  )
  until(40_000)
  quota('late')
  until(299_000)
  expect([used('early'), used('late')]).toEqual([undefined, { [count]: '0' }])
  until(301_000)
  expect(used('early')).toEqual({ [count]: '0' })
  expect(widget('a').ok).toBe(true)
  expect(used('late')).toEqual({ [count]: '1' })
  client.delete('widgets.example.com', 'default', 'a')
  until(302_000)
  expect(used('late')).toEqual({ [count]: '0' })
})
