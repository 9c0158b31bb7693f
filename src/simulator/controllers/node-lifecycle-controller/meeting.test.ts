import { expect, it } from 'vitest'
import type { Node } from '../../../generated/api/core.v1.ts'
import { bringAbout } from '../../faults.ts'
import { stage } from '../stage.fixture.ts'

const HOUR_MS = 3_600_000

it('greets a node that comes back after it was deleted', () => {
  const { client, create, until, events } = stage({ nodes: [{ name: 'node-1' }] })
  until(6000)
  client.delete('nodes', '', 'node-1')
  until(12_000)
  create('nodes', { kind: 'Node', metadata: { name: 'node-1' } })
  until(18_000)
  // Gone and back between two looks: it does not notice.
  client.delete('nodes', '', 'node-1')
  create('nodes', { kind: 'Node', metadata: { name: 'node-1' } })
  until(30_000)
  expect(events('node-controller').map(([, reason, message]) => [reason, message])).toEqual([
    ['RegisteredNode', 'Node node-1 event: Registered Node node-1 in Controller'],
    ['RemovingNode', 'Node node-1 event: Removing Node node-1 from Controller'],
    ['RegisteredNode', 'Node node-1 event: Registered Node node-1 in Controller'],
  ])
})

it('takes nodes for reachable when it starts, and taints those that are not anew', () => {
  const { simulator, client, until } = stage({ nodes: [{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }] })
  bringAbout(simulator, { is: 'kubelet', node: 'node-2', what: 'stops' })
  until(HOUR_MS)
  const added = (): unknown =>
    client.lister.get<Node>('nodes', '', 'node-2')?.spec.taints?.find(({ effect }) => effect === 'NoExecute')?.timeAdded
  const before = added()
  expect(before).toBeDefined()
  simulator.controllers.setController('node-lifecycle', false)
  simulator.controllers.setController('node-lifecycle', true)
  until(HOUR_MS + 50)
  expect(added()).toBeUndefined()
  until(HOUR_MS + 20_000)
  expect(added()).not.toBe(before)
})

it('takes no change of a status for a sign of life but the kubelet’s own', () => {
  const { simulator, client, until } = stage({ nodes: [{ name: 'node-1' }, { name: 'node-2' }] })
  until(10_000)
  bringAbout(simulator, { is: 'kubelet', node: 'node-2', what: 'stops' })
  for (let second = 15; second < 70; second += 5) {
    until(second * 1000)
    const status = { daemonEndpoints: { kubeletEndpoint: { Port: 10_000 + second } } }
    client.patch('nodes', '', 'node-2', 'application/merge-patch+json', { status }, 'status')
  }
  until(75_000)
  const ready = client.lister.get<Node>('nodes', '', 'node-2')?.status.conditions?.find(({ type }) => type === 'Ready')
  expect([ready?.status, ready?.reason]).toEqual(['Unknown', 'NodeStatusUnknown'])
})
