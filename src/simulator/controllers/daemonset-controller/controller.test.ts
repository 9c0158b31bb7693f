import { expect, it } from 'vitest'
import type { ControllerRevision } from '../../../generated/api/apps.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

it('adopts a revision again as soon as it is nobody’s', () => {
  const { clock, environment } = new Simulator({ nodes: [{ name: 'node-1' }] })
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const create = (resource: string, object: object): void => {
    const made = client.create(resource, object as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
  }
  create('namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } })
  wait(1)
  const labels = { app: 'agent' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }
  const metadata = { name: 'agent', namespace: 'shop' }
  create('daemonsets.apps', {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: { selector: { matchLabels: labels }, template },
  })
  wait(30)
  const revision = (): ControllerRevision =>
    client.lister.list<ControllerRevision>('controllerrevisions.apps', 'shop')[0]!
  const { name = '', ownerReferences } = revision().metadata
  const body = { metadata: { ownerReferences: null } }
  client.patch('controllerrevisions.apps', 'shop', name, 'application/merge-patch+json', body)
  expect(revision().metadata.ownerReferences).toBeUndefined()
  wait(1)
  expect(revision().metadata.ownerReferences).toEqual(ownerReferences)
})
