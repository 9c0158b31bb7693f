import { expect, it } from 'vitest'
import { stage } from '../stage.fixture.ts'

it('looks at namespaces that are going five seconds after each resync, however long their pods may take', () => {
  const { client, create, until } = stage()
  until(60_000)
  create('nodes', { kind: 'Node', metadata: { name: 'silent' } })
  create('namespaces', { kind: 'Namespace', metadata: { name: 'going' } })
  until(61_000)
  create('pods', {
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'going' },
    spec: {
      nodeName: 'silent',
      terminationGracePeriodSeconds: 3600,
      containers: [{ name: 'c', image: 'nginx' }],
    },
  })
  client.delete('namespaces', '', 'going')
  until(80_000)
  // The kubelet has ended it long before.
  client.delete('pods', 'going', 'p', { gracePeriodSeconds: 0 })
  const isThere = (): boolean => client.lister.get('namespaces', '', 'going') !== undefined
  until(304_999)
  expect(isThere()).toBe(true)
  until(305_000)
  expect(isThere()).toBe(false)
})
