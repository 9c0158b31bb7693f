import { expect, it } from 'vitest'
import type { Event } from '../../../generated/api/core.v1.ts'
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import type { KubeObject } from '../../api/types.ts'
import { Simulator } from '../../compose.ts'

const MERGE = 'application/merge-patch+json'
const PROBES = 'probes.example.com'

function cluster() {
  const simulator = new Simulator({ nodes: [{ name: 'node-1' }, { name: 'node-2' }] })
  const { clock, environment } = simulator
  const client = environment.client('admin', ['system:masters'])
  const wait = (seconds: number): void => clock.runTo(clock.now() + seconds * 1000)
  const create = (
    resource: string,
    kind: string,
    metadata: object,
    apiVersion = 'v1',
    more: object = {},
  ): KubeObject => {
    const made = client.create(resource, { apiVersion, kind, metadata, ...more } as KubeObject)
    expect(made.ok ? undefined : made.status.message).toBeUndefined()
    return made.ok ? made.object : ({} as KubeObject)
  }
  const ownedBy = ({ apiVersion = '', kind = '', metadata }: KubeObject, more: object = {}): OwnerReference[] => [
    { apiVersion, kind, name: metadata.name ?? '', uid: metadata.uid ?? '', ...more },
  ]
  const configMap = (namespace: string, name: string, more: object = {}): KubeObject =>
    create('configmaps', 'ConfigMap', { namespace, name, ...more })
  const names = (resource: string, namespace: string): unknown[] =>
    client.lister
      .list<KubeObject>(resource, namespace)
      .map(({ metadata }) => metadata.name)
      .filter((name) => name !== 'kube-root-ca.crt')
  const told = (): unknown[] =>
    client.lister
      .list<Event>('events')
      .filter(({ reason }) => reason === 'OwnerRefInvalidNamespace')
      .map(({ metadata, involvedObject, message }) => [metadata.namespace, involvedObject.name, message])
      .sort()
  for (const name of ['a', 'b']) create('namespaces', 'Namespace', { name })
  wait(1)
  const define = (): void => {
    const names = { plural: 'probes', singular: 'probe', kind: 'Probe' }
    const schema = { openAPIV3Schema: { type: 'object' } }
    const versions = [{ name: 'v1', served: true, storage: true, schema }]
    create(
      'customresourcedefinitions.apiextensions.k8s.io',
      'CustomResourceDefinition',
      { name: PROBES },
      'apiextensions.k8s.io/v1',
      {
        spec: { group: 'example.com', scope: 'Namespaced', names, versions },
      },
    )
  }
  return { simulator, client, wait, create, configMap, ownedBy, names, told, define }
}

it('tells that an owner is in another namespace, whichever of the two it hears of first', () => {
  const { wait, configMap, ownedBy, names, told } = cluster()
  const owner = configMap('b', 'owner')
  configMap('a', 'child', { ownerReferences: ownedBy(owner) })
  wait(1)
  const { uid } = owner.metadata
  const about = `ownerRef [v1/ConfigMap, namespace: a, name: owner, uid: ${uid}] does not exist in namespace "a"`
  expect(told()).toEqual([['a', 'child', about]])
  expect([names('configmaps', 'a'), names('configmaps', 'b')]).toEqual([[], ['owner']])
  configMap('a', 'another', { ownerReferences: [...ownedBy(owner), ...ownedBy(configMap('b', 'second'))] })
  wait(1)
  // Of several references that cannot be right the first is told of.
  expect(told()).toEqual([
    ['a', 'another', about],
    ['a', 'child', about],
  ])
})

it('leaves a cluster-scoped object alone whose owner is in a namespace, and tells of it in default', () => {
  const { wait, create, configMap, ownedBy, names, told } = cluster()
  const owner = configMap('b', 'owner')
  create(
    'priorityclasses.scheduling.k8s.io',
    'PriorityClass',
    { name: 'p', ownerReferences: ownedBy(owner) },
    'scheduling.k8s.io/v1',
    {
      value: 1,
    },
  )
  wait(60)
  expect(told()).toEqual([
    [
      'default',
      'p',
      `ownerRef [v1/ConfigMap, namespace: , name: owner, uid: ${owner.metadata.uid}] does not exist in namespace ""`,
    ],
  ])
  expect(names('priorityclasses.scheduling.k8s.io', '')).toContain('p')
})

it('collects what calls one absent owner by different names', () => {
  const { wait, configMap, names } = cluster()
  const absent = { apiVersion: 'v1', kind: 'ConfigMap', uid: 'nobody' }
  const named = (name: string): object => ({ ownerReferences: [{ ...absent, name }] })
  configMap('a', 'one', named('x'))
  configMap('a', 'two', named('y'))
  configMap('b', 'three', named('x'))
  wait(2)
  expect([names('configmaps', 'a'), names('configmaps', 'b')]).toEqual([[], []])
})

it('collects what an Event owned once that has gone, though it hears of no events', () => {
  const { client, wait, create, configMap, ownedBy, names } = cluster()
  const regarding = { kind: 'Pod', namespace: 'a', name: 'p' }
  const more = { regarding, eventTime: '2026-01-01T00:00:00.000000Z', reason: 'R', action: 'A', type: 'Normal' }
  const by = { reportingController: 'example.com/c', reportingInstance: 'c-1' }
  const metadata = { namespace: 'a', name: 'happened' }
  const owner = create('events.events.k8s.io', 'Event', metadata, 'events.k8s.io/v1', { ...more, ...by })
  configMap('a', 'child', { ownerReferences: ownedBy(owner) })
  wait(10)
  expect(names('configmaps', 'a')).toEqual(['child'])
  client.delete('events', 'a', 'happened')
  wait(30)
  expect(names('configmaps', 'a')).toEqual([])
})

it('deletes the lease of a node that is gone, and the kubelet makes none without its node', () => {
  const { client, wait, names } = cluster()
  wait(30)
  client.delete('nodes', '', 'node-2')
  wait(60)
  expect(names('leases.coordination.k8s.io', 'kube-node-lease')).toEqual(['node-1'])
})

it('unblocks a circle by the references that block, and leaves the others as they are', () => {
  const { client, wait, configMap, ownedBy } = cluster()
  const one = configMap('a', 'one', { finalizers: ['example.com/hold'] })
  const block = { blockOwnerDeletion: true }
  const other = configMap('a', 'other')
  const two = configMap('a', 'two', {
    finalizers: ['example.com/hold'],
    ownerReferences: [...ownedBy(one, block), ...ownedBy({ ...other, metadata: { name: 'gone', uid: 'gone' } })],
  })
  client.patch('configmaps', 'a', 'one', MERGE, { metadata: { ownerReferences: ownedBy(two, block) } })
  client.delete('configmaps', 'a', 'one', { propagationPolicy: 'Foreground' })
  wait(2)
  const { ownerReferences } = client.lister.get<KubeObject>('configmaps', 'a', 'two')!.metadata
  expect(ownerReferences?.map(({ name, blockOwnerDeletion }) => [name, blockOwnerDeletion])).toEqual([
    ['one', false],
    ['gone', undefined],
  ])
})

it('hears of the objects of a new definition when it next asks what there is, every 30 seconds', () => {
  const { client, wait, create, configMap, ownedBy, names, define } = cluster()
  const before = configMap('a', 'before')
  configMap('a', 'child', { ownerReferences: ownedBy(before) })
  wait(4)
  define()
  wait(1)
  const owner = configMap('a', 'owner')
  create(PROBES, 'Probe', { namespace: 'a', name: 'p', ownerReferences: ownedBy(owner) }, 'example.com/v1')
  client.delete('configmaps', 'a', 'owner')
  wait(20)
  expect(names(PROBES, 'a')).toEqual(['p'])
  wait(5)
  expect(names(PROBES, 'a')).toEqual([])
  create(PROBES, 'Probe', { namespace: 'a', name: 'q', ownerReferences: ownedBy(before) }, 'example.com/v1')
  wait(1)
  client.delete('configmaps', 'a', 'before')
  wait(1)
  expect(names(PROBES, 'a')).toEqual([])
})

it('lets what a definition’s object owned go when the definition is young', () => {
  const { client, wait, create, configMap, ownedBy, names, define } = cluster()
  wait(4)
  define()
  wait(1)
  const owner = create(PROBES, 'Probe', { namespace: 'a', name: 'p' }, 'example.com/v1')
  configMap('a', 'child', { ownerReferences: ownedBy(owner) })
  wait(1)
  client.delete(PROBES, 'a', 'p')
  wait(10)
  expect(names('configmaps', 'a')).toEqual(['child'])
  wait(60)
  expect(names('configmaps', 'a')).toEqual([])
})
