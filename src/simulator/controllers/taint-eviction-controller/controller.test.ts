import { expect, it } from 'vitest'
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
