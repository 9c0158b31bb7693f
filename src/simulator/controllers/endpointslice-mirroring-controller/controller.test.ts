import { expect, it } from 'vitest'
import type { EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

const SLICES = 'endpointslices.discovery.k8s.io'
const MERGE = 'application/merge-patch+json'

function cluster() {
  const { clock, environment } = new Simulator({ nodes: [{ name: 'node-1' }] })
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const create = (resource: string, object: object): void => {
    const made = client.create(resource, { apiVersion: 'v1', ...object } as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
  }
  const targetRef = { kind: 'Pod', namespace: 'shop', name: 'p', uid: 'u' }
  const subsets = (resourceVersion: string): unknown => [
    { addresses: [{ ip: '10.1.1.1', targetRef: { ...targetRef, resourceVersion } }], ports: [{ port: 80 }] },
  ]
  create('namespaces', { kind: 'Namespace', metadata: { name: 'shop' } })
  wait(1)
  create('services', { kind: 'Service', metadata: { name: 'db', namespace: 'shop' }, spec: { ports: [{ port: 80 }] } })
  create('endpoints', { kind: 'Endpoints', metadata: { name: 'db', namespace: 'shop' }, subsets: subsets('1') })
  wait(1)
  const slices = (): readonly EndpointSlice[] => client.lister.list<EndpointSlice>(SLICES, 'shop')
  return { client, wait, subsets, slices }
}

it('does not write a slice again because its target was seen at another version', () => {
  const { client, wait, subsets, slices } = cluster()
  const [first] = slices()
  client.patch('endpoints', 'shop', 'db', MERGE, { subsets: subsets('2') })
  wait(1)
  expect(slices()).toEqual([first])
})

it('writes a slice that is going as if it stayed, which takes away what holds it, then makes another', () => {
  const { client, wait, slices } = cluster()
  const { name = '' } = slices()[0]!.metadata
  client.patch(SLICES, 'shop', name, MERGE, { metadata: { finalizers: ['example.com/hold'] } })
  client.delete(SLICES, 'shop', name)
  client.patch('endpoints', 'shop', 'db', MERGE, { metadata: { labels: { a: 'b' } } })
  wait(1)
  const told = slices().map(({ metadata }) => [metadata.name, metadata.labels?.['a']])
  expect(told).toEqual([[expect.not.stringMatching(name), 'b']])
})
