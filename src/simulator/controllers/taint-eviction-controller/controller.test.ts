import { expect, it } from 'vitest'
import type { Event } from '../../../generated/api/core.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'
import { stage } from '../stage.fixture.ts'

it('tries a deletion five times, ten milliseconds apart, and gives it up', () => {
  const { client, create, until, refuse, events } = stage()
  create('nodes', { kind: 'Node', metadata: { name: 'n' } })
  create('pods', {
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'default' },
    spec: { nodeName: 'n', containers: [{ name: 'c', image: 'nginx' }] },
  })
  until(1000)
  const asked = refuse(500, ({ method, resource, user }) => {
    return method === 'DELETE' && resource === 'pods' && user.endsWith(':node-controller')
  })
  const taints = [{ key: 'gone', effect: 'NoExecute' }]
  client.patch('nodes', '', 'n', 'application/merge-patch+json', { spec: { taints } })
  until(20_000)
  expect([...new Set(asked)]).toEqual([1000, 1010, 1020, 1030, 1040])
  expect(events('taint-eviction-controller')).toEqual([
    ['p', 'TaintManagerEviction', 'Marking for deletion Pod default/p', asked.length / 5],
  ])
})

it('marks a pod for deletion once, though the first such taint is what wakes it', () => {
  const { clock, environment } = new Simulator({ nodes: [{ name: 'node-1' }] })
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const spec = { nodeName: 'node-1', containers: [{ name: 'c', image: 'nginx' }] }
  const metadata = { name: 'p', namespace: 'default' }
  const made = client.create('pods', { apiVersion: 'v1', kind: 'Pod', metadata, spec } as KubeObject)
  expect(made.ok).toBe(true)
  wait(10)
  const taints = [{ key: 'gone', effect: 'NoExecute' }]
  client.patch('nodes', '', 'node-1', 'application/merge-patch+json', { spec: { taints } })
  wait(60)
  const told = client.lister
    .list<Event>('events', 'default')
    .filter(({ reason }) => reason === 'TaintManagerEviction')
    .map(({ message, count }) => [message, count])
  expect(told).toEqual([['Marking for deletion Pod default/p', 1]])
})
