import { expect, it } from 'vitest'
import type { Service } from '../../../generated/api/core.v1.ts'
import type { Endpoint, EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import { EndpointSet } from '../lib/endpoints/endpoint-set.ts'
import type { SliceChanges } from '../lib/endpoints/slices.ts'
import { reconcilePorts } from './port-mapping.ts'
import { newSlice } from './slice.ts'

const service = { metadata: { name: 's', namespace: 'ns', uid: 'u' }, spec: { clusterIP: '10.96.0.9' } } as Service
const endpoint = (index: number): Endpoint => ({ addresses: [`10.0.0.${index}`], conditions: { ready: true } })
const endpoints = (from: number, to: number): Endpoint[] =>
  Array.from({ length: to - from }, (_, i) => endpoint(from + i))
const slice = (name: string, held: Endpoint[]): EndpointSlice => {
  const fresh = newSlice(service, 'IPv4', [])
  return { ...fresh, metadata: { ...fresh.metadata, name }, endpoints: held }
}

function sizes(existing: readonly EndpointSlice[], wanted: readonly Endpoint[]) {
  const set = new EndpointSet()
  for (const each of wanted) set.insert(each)
  const changes: SliceChanges = reconcilePorts(service, 'IPv4', existing, { ports: [], endpoints: set })
  const sizesOf = (list: readonly EndpointSlice[]) =>
    list.map(({ metadata, endpoints: held }) => [metadata.name, held?.length])
  return [sizesOf(changes.toCreate), sizesOf(changes.toUpdate), sizesOf(changes.toDelete)]
}

it('makes slices of a hundred', () => {
  expect(sizes([], endpoints(0, 120))).toEqual([
    [
      [undefined, 100],
      [undefined, 20],
    ],
    [],
    [],
  ])
})

it('leaves what is right alone and deletes what is empty', () => {
  expect(sizes([slice('a', endpoints(0, 3)), slice('b', endpoints(3, 5))], endpoints(0, 3))).toEqual([
    [],
    [],
    [['b', 2]],
  ])
})

it('fills the slices that change anyway first', () => {
  const existing = [slice('a', endpoints(0, 3)), slice('b', endpoints(3, 5))]
  expect(sizes(existing, [...endpoints(1, 5), ...endpoints(10, 12)])).toEqual([[], [['a', 4]], []])
})

it('adds to the slice that becomes fullest, or makes a new one', () => {
  const existing = [slice('a', endpoints(0, 10)), slice('b', endpoints(10, 60)), slice('c', endpoints(60, 158))]
  expect(sizes(existing, endpoints(0, 163))).toEqual([[], [['b', 55]], []])
  expect(sizes([slice('c', endpoints(0, 98))], endpoints(0, 103))).toEqual([[[undefined, 5]], [], []])
})
