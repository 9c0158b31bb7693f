import { expect, it } from 'vitest'
import type { Namespace } from '../../../generated/api/core.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

it('tells of pods that are past their grace and held by nothing, and looks again soon after what it has said', () => {
  const { clock, environment } = new Simulator({ nodes: [{ name: 'node-1' }] })
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const create = (resource: string, object: object): void => {
    const made = client.create(resource, { apiVersion: 'v1', ...object } as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
  }
  create('namespaces', { kind: 'Namespace', metadata: { name: 'shop' } })
  wait(1)
  const spec = { nodeName: 'elsewhere', terminationGracePeriodSeconds: 2, containers: [{ name: 'c', image: 'nginx' }] }
  create('pods', { kind: 'Pod', metadata: { name: 'p', namespace: 'shop' }, spec })
  client.delete('namespaces', '', 'shop')
  const failure = (): unknown => {
    const { status } = client.lister.get<Namespace>('namespaces', '', 'shop')!
    const told = status.conditions?.map(({ type, status: is, reason, message }) => [type, is, reason, message])
    return told?.[2]
  }
  wait(4)
  expect(failure()).toBeUndefined()
  wait(2)
  expect(failure()).toEqual([
    'NamespaceDeletionContentFailure',
    'True',
    'ContentDeletionFailed',
    'Failed to delete all resource types, 1 remaining: unexpected items still remain in namespace: shop for gvr: /v1, Resource=pods',
  ])
  client.delete('pods', 'shop', 'p', { gracePeriodSeconds: 0 })
  wait(6)
  expect(client.lister.get('namespaces', '', 'shop')).toBeUndefined()
})
