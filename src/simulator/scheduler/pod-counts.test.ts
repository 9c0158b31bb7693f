import { expect, it } from 'vitest'
import { Cache } from './cache.ts'
import type { Node, Pod } from './contract.ts'
import { CountView } from './pod-counts.ts'

const node = (name: string, labels: Record<string, string>): Node =>
  ({ metadata: { name, labels }, spec: {}, status: {} }) as Node
const pod = (uid: string, nodeName: string, labels: Record<string, string>): Pod => ({
  metadata: { name: uid, uid, namespace: 'default', labels },
  spec: { nodeName, containers: [] },
  status: {},
})
const web = { key: 'web', matches: ({ metadata }: Pod) => metadata.labels?.['app'] === 'web' }

it('follows pods and the labels of nodes', () => {
  const cache = new Cache()
  cache.setNode(node('a', { zone: 'z1' }))
  cache.setNode(node('b', { zone: 'z2' }))
  cache.setNode(node('c', {}))
  for (const [uid, on] of [
    ['1', 'a'],
    ['2', 'a'],
    ['3', 'b'],
    ['4', 'c'],
  ] as const)
    cache.setPod(pod(uid, on, { app: 'web' }))
  const counts = () => Object.fromEntries(cache.count(web).in('zone'))
  expect(counts()).toEqual({ z1: 2, z2: 1 })
  expect(Object.fromEntries(cache.domains('zone').values)).toEqual({ z1: 1, z2: 1 })

  cache.setPod(pod('1', 'a', { app: 'db' }))
  cache.removePod('3')
  expect(counts()).toEqual({ z1: 1 })

  cache.setNode(node('a', { zone: 'z3' }))
  cache.setNode(node('c', { zone: 'z3' }))
  expect(counts()).toEqual({ z3: 2 })
  expect(Object.fromEntries(cache.domains('zone').values)).toEqual({ z2: 1, z3: 2 })

  cache.removeNode('a')
  expect(counts()).toEqual({ z3: 1 })
  cache.setNode(node('a', { zone: 'z1' }))
  expect(counts()).toEqual({ z3: 1, z1: 1 })
})

it('leaves no trace of what was tried without a pod', () => {
  const cache = new Cache()
  cache.setNode(node('a', { zone: 'z1' }))
  cache.setPod(pod('1', 'a', { app: 'web' }))
  expect(cache.without('1', () => cache.count(web).in('zone').size)).toBe(0)
  expect(Object.fromEntries(cache.count(web).in('zone'))).toEqual({ z1: 1 })
})

it('views counts with changes that are only tried out', () => {
  const base = new Map([['z1', 1]])
  const view = new CountView(base).clone()
  view.add('z1', -1)
  expect([view.get('z1'), view.empty, base.get('z1'), new CountView(base).empty]).toEqual([0, true, 1, false])
  view.add('z2', 1)
  expect(view.empty).toBe(false)
})
