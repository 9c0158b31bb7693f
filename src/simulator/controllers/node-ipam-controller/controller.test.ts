import { expect, it } from 'vitest'
import type { Node } from '../../../generated/api/core.v1.ts'
import { stage } from '../stage.fixture.ts'

it('offers a network three times in a row, says that it could not be assigned, and goes on with the next', () => {
  const { client, create, until, refuse, relent, events } = stage()
  const asked = refuse(500, ({ method, resource, body }) => {
    return method === 'PATCH' && resource === 'nodes' && JSON.stringify(body).includes('podCIDR')
  })
  create('nodes', { kind: 'Node', metadata: { name: 'n' }, spec: {} })
  until(1000)
  const tries = asked.length / 3
  expect(asked.filter((at, i) => at !== asked[i - (i % 3)])).toEqual([])
  const message = 'Node n status is now: CIDRAssignmentFailed'
  expect(events('cidrAllocator')).toEqual([['n', 'CIDRAssignmentFailed', message, tries]])
  relent()
  until(5000)
  const node = client.lister.get<Node>('nodes', '', 'n')
  expect(node?.spec.podCIDR).toBe(`10.244.${tries}.0/24`)
})

it('gives nothing to a node that is going', () => {
  const { client, create, until } = stage()
  create('nodes', { kind: 'Node', metadata: { name: 'n', finalizers: ['example.com/held'] }, spec: {} })
  client.delete('nodes', '', 'n')
  until(1000)
  expect(client.lister.get<Node>('nodes', '', 'n')?.spec.podCIDR).toBeUndefined()
})
