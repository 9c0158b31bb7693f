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
