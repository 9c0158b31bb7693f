import { expect, it } from 'vitest'
import type { Event } from '../../../generated/api/core.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

function cluster() {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }] })
  const { clock, environment } = simulator
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const create = (resource: string, object: object): void => {
    const made = client.create(resource, { apiVersion: 'v1', ...object } as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
  }
  create('namespaces', { kind: 'Namespace', metadata: { name: 'shop' } })
  wait(1)
  return { simulator, client, wait, create }
}

it('tells in the namespace default that Endpoints could not be made: what it sent did not name theirs', () => {
  const { client, wait, create } = cluster()
  const spec = { hard: { 'count/endpoints': '0' } }
  create('resourcequotas', { kind: 'ResourceQuota', metadata: { name: 'none', namespace: 'shop' }, spec })
  wait(1)
  const service = { selector: { app: 'web' }, ports: [{ port: 80 }] }
  create('services', { kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec: service })
  wait(1)
  const told = client.lister.list<Event>('events').filter(({ reason }) => reason === 'FailedToCreateEndpoint')
  expect(told.map(({ metadata, involvedObject, message }) => [metadata.namespace, involvedObject, message])).toEqual([
    [
      'default',
      { kind: 'Endpoints', apiVersion: 'v1', name: 'web' },
      'Failed to create endpoint for service shop/web: endpoints "web" is forbidden: exceeded quota: none, requested: count/endpoints=1, used: count/endpoints=0, limited: count/endpoints=0',
    ],
  ])
})

it('deletes at its start the Endpoints that have no service, but for those leaders are elected by', () => {
  const { simulator, client, wait, create } = cluster()
  create('endpoints', { kind: 'Endpoints', metadata: { name: 'left', namespace: 'shop' } })
  const annotations = { 'control-plane.alpha.kubernetes.io/leader': '{}' }
  create('endpoints', { kind: 'Endpoints', metadata: { name: 'lock', namespace: 'shop', annotations } })
  wait(1)
  const names = (): unknown[] =>
    client.lister.list<KubeObject>('endpoints', 'shop').map(({ metadata }) => metadata.name)
  expect(names()).toEqual(['left', 'lock'])
  simulator.controllers.setController('endpoints', false)
  simulator.controllers.setController('endpoints', true)
  wait(1)
  expect(names()).toEqual(['lock'])
})
