import { expect, it } from 'vitest'
import type { Pod } from '../../generated/api/core.v1.ts'
import { Store } from '../engine/store.ts'
import { Indexers } from './indexers.ts'
import { orphansOf, podsByClaim, podsByController, podsByNode } from './indexes.ts'

const owned = (uid: string): object => ({
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid, controller: true }],
})

function pods(): {
  put(name: string, metadata?: object, spec?: object): void
  remove(name: string): void
  store: Store
} {
  const store = new Store(() => 0)
  return {
    store,
    put(name, metadata = {}, spec = {}) {
      const pod = { kind: 'Pod', metadata: { name, namespace: 'default', uid: name, ...metadata }, spec, status: {} }
      store.put('pods', pod as Pod, 'somebody')
    },
    remove(name) {
      const last = store.get<Pod>('pods', 'default', name)!
      store.remove('pods', { ...last, metadata: { ...last.metadata } } as Pod, 'somebody')
    },
  }
}

it('follows objects from key to key, in the order of their names', () => {
  const { put, remove, store } = pods()
  put('b', owned('one'))
  const indexers = new Indexers(store)
  const names = (key: string): unknown[] => indexers.objects(podsByController, key).map(({ metadata }) => metadata.name)
  expect([names('one'), names(orphansOf('default'))]).toEqual([['b'], []])
  put('c', owned('one'))
  put('a', owned('one'))
  put('d')
  expect([names('one'), names(orphansOf('default'))]).toEqual([['a', 'b', 'c'], ['d']])
  put('b')
  remove('c')
  put('d', owned('two'))
  expect([names('one'), names('two'), names(orphansOf('default'))]).toEqual([['a'], ['d'], ['b']])
})

it('gives the objects as they are now, in lists of their own', () => {
  const { put, store } = pods()
  put('a')
  const indexers = new Indexers(store)
  const before = indexers.objects(podsByNode, 'node-1')
  put('a', {}, { nodeName: 'node-1' })
  const [bound] = indexers.objects(podsByNode, 'node-1')
  expect([before, bound]).toEqual([[], store.get('pods', 'default', 'a')])
})

it('files an object under each of its keys', () => {
  const { put, store } = pods()
  const indexers = new Indexers(store)
  const claim = (claimName: string): object => ({ name: claimName, persistentVolumeClaim: { claimName } })
  put('a', {}, { volumes: [claim('x'), claim('y'), { name: 'scratch', ephemeral: {} }] })
  put('b', {}, { volumes: [claim('y')] })
  const names = (key: string): unknown[] =>
    indexers.objects(podsByClaim, `default/${key}`).map(({ metadata }) => metadata.name)
  expect([names('x'), names('y'), names('a-scratch')]).toEqual([['a'], ['a', 'b'], ['a']])
})
