import { expect, it } from 'vitest'
import type { Node } from '../../../generated/api/core.v1.ts'
import { stage } from '../stage.fixture.ts'

it('takes nodes to the step of a larger cluster with their next change, whatever it is', () => {
  const { client, create, until } = stage()
  for (let i = 0; i < 100; i++) create('nodes', { kind: 'Node', metadata: { name: `n${i}` } })
  until(1000)
  create('nodes', { kind: 'Node', metadata: { name: 'last' } })
  until(1500)
  const node = (name: string): Node => client.lister.get<Node>('nodes', '', name)!
  const ttl = (name: string) => node(name).metadata.annotations?.['node.alpha.kubernetes.io/ttl']
  expect(['n0', 'n99', 'last'].map(ttl)).toEqual(['0', '0', '15'])
  client.updateStatus('nodes', { ...node('n0'), status: { ...node('n0').status, phase: 'Running' } })
  until(2000)
  expect(['n0', 'n99'].map(ttl)).toEqual(['15', '0'])
})
