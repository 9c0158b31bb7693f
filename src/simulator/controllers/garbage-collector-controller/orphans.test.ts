import { expect, it } from 'vitest'
import type { ConfigMap } from '../../../generated/api/core.v1.ts'
import { stage } from '../stage.fixture.ts'

it('orphans all dependents it may though one is refused, and keeps the owner until that one is', () => {
  const { client, create, until, refuse, relent } = stage()
  const owner = create<ConfigMap>('configmaps', {
    kind: 'ConfigMap',
    metadata: { name: 'owner', namespace: 'default' },
  })
  const { uid } = owner.metadata
  for (const name of ['a', 'b', 'c'])
    create('configmaps', {
      kind: 'ConfigMap',
      metadata: {
        name,
        namespace: 'default',
        ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid }],
      },
    })
  until(1000)
  const asked = refuse(500, ({ method, resource, name }) => {
    return method === 'PATCH' && resource === 'configmaps' && name === 'a'
  })
  client.delete('configmaps', 'default', 'owner', { propagationPolicy: 'Orphan' })
  until(2000)
  const owners = (name: string) =>
    client.lister.get<ConfigMap>('configmaps', 'default', name)?.metadata.ownerReferences?.length
  expect(['a', 'b', 'c'].map(owners)).toEqual([1, undefined, undefined])
  expect(client.lister.get('configmaps', 'default', 'owner')).toBeDefined()
  expect(asked.map((at) => at - 1000)).toEqual([0, 5, 15, 35, 75, 155, 315, 635])
  relent()
  until(4000)
  expect([owners('a'), client.lister.get('configmaps', 'default', 'owner')]).toEqual([undefined, undefined])
})
