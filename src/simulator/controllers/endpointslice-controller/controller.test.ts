import { expect, it } from 'vitest'
import type { Event, Service } from '../../../generated/api/core.v1.ts'
import type { EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

const SLICES = 'endpointslices.discovery.k8s.io'
const MERGE = 'application/merge-patch+json'

function cluster() {
  const { clock, store, environment } = new Simulator({ nodes: [{ name: 'node-1' }] })
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const create = (resource: string, object: object): void => {
    const made = client.create(resource, { apiVersion: 'v1', ...object } as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
  }
  const patch = (resource: string, name: string, body: object, subresource = ''): void => {
    const patched = client.patch(resource, 'shop', name, MERGE, body, subresource)
    expect(patched.ok ? undefined : patched.status.message).toBeUndefined()
  }
  create('namespaces', { kind: 'Namespace', metadata: { name: 'shop' } })
  wait(1)
  const spec = { selector: { app: 'web' }, ports: [{ port: 80 }] }
  create('services', { kind: 'Service', metadata: { name: 'web', namespace: 'shop' }, spec })
  /** A pod with an address on a node that no kubelet runs. */
  const pod = (name: string, ips: readonly string[]): void => {
    const metadata = { name, namespace: 'shop', labels: { app: 'web' }, finalizers: ['example.com/hold'] }
    create('pods', { kind: 'Pod', metadata, spec: { nodeName: 'gone', containers: [{ name: 'c', image: 'nginx' }] } })
    const podIPs = ips.map((ip) => ({ ip }))
    patch('pods', name, { status: { phase: 'Running', podIP: ips[0], podIPs } }, 'status')
  }
  const slices = (): unknown[] =>
    client.lister
      .list<EndpointSlice>(SLICES, 'shop')
      .map(({ metadata, endpoints }) => [
        metadata.name,
        metadata.generation,
        (endpoints ?? []).flatMap(({ addresses }) => addresses),
      ])
  return { client, store, wait, create, patch, pod, slices }
}

it('takes out a pod that ends while it is going, though its readiness is as it was', () => {
  const { client, wait, create, patch, pod, slices } = cluster()
  create('nodes', { kind: 'Node', metadata: { name: 'gone' } })
  pod('p', ['10.1.1.1'])
  wait(2)
  client.delete('pods', 'shop', 'p', { gracePeriodSeconds: 0 })
  wait(2)
  const [name] = slices().map((slice) => (slice as string[])[0])
  expect(slices()).toEqual([[name, 2, ['10.1.1.1']]])
  patch('pods', 'p', { status: { phase: 'Failed' } }, 'status')
  wait(2)
  expect(slices()).toEqual([[name, 3, []]])
})

it('does no more for a service while a slice it wrote is called another one’s', () => {
  const { client, wait, create, patch, pod, slices } = cluster()
  create('nodes', { kind: 'Node', metadata: { name: 'gone' } })
  pod('p', ['10.1.1.1'])
  wait(2)
  const { name = '' } = client.lister.list<EndpointSlice>(SLICES, 'shop')[0]!.metadata
  const call = (service: string): void =>
    patch(SLICES, name, { metadata: { labels: { 'kubernetes.io/service-name': service } } })
  call('other')
  wait(10)
  expect(slices()).toEqual([[name, 2, ['10.1.1.1']]])
  pod('q', ['10.1.1.2'])
  wait(60)
  expect(slices()).toEqual([[name, 2, ['10.1.1.1']]])
  call('web')
  wait(2)
  expect(slices()).toEqual([[name, 4, ['10.1.1.1', '10.1.1.2']]])
})

it('waits for a slice that is going to be gone before it makes another', () => {
  const { client, wait, create, patch, pod, slices } = cluster()
  create('nodes', { kind: 'Node', metadata: { name: 'gone' } })
  pod('p', ['10.1.1.1'])
  wait(2)
  const { name = '' } = client.lister.list<EndpointSlice>(SLICES, 'shop')[0]!.metadata
  patch(SLICES, name, { metadata: { finalizers: ['example.com/hold'] } })
  client.delete(SLICES, 'shop', name)
  wait(20)
  expect(slices()).toEqual([[name, 2, ['10.1.1.1']]])
  patch(SLICES, name, { metadata: { finalizers: null } })
  wait(2)
  const after = slices()
  expect(after).toEqual([[expect.not.stringMatching(name), 1, ['10.1.1.1']]])
})

it('says once what both families of a service have against a pod', () => {
  const { client, store, wait, pod } = cluster()
  const service = structuredClone(client.lister.get<Service>('services', 'shop', 'web')!) as Service
  // The cluster itself has one family only.
  store.put('services', { ...service, spec: { ...service.spec, ipFamilies: ['IPv4', 'IPv6'] } } as KubeObject, 'test')
  pod('p', ['10.1.1.1', 'fd00::1'])
  wait(2)
  const told = client.lister.list<Event>('events', 'shop').map(({ reason, message }) => [reason, message])
  expect(told).toEqual([
    [
      'FailedToUpdateEndpointSlices',
      'Error updating Endpoint Slices for Service shop/web: skipping Pod p for Service shop/web: Node gone Not Found',
    ],
  ])
})
