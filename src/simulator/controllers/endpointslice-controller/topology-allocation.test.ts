import { expect, it } from 'vitest'
import { allocationsFor, exchange } from './topology-allocation.ts'

const even = new Map([
  ['a', 0.5],
  ['b', 0.5],
])

it('says why zones get nothing', () => {
  expect(allocationsFor(undefined, 4)).toBe(
    'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes',
  )
  expect(allocationsFor(new Map(), 4)).toBe('Nodes only ready in one zone')
  expect(allocationsFor(even, 1)).toBe('Insufficient number of endpoints (1 endpoints, 2 zones)')
})

it('lets the zone with too many give', () => {
  const allocations = allocationsFor(even, 6)
  expect(allocations).toEqual(
    new Map([
      ['a', { minimum: 3, desired: 3, maximum: 3 }],
      ['b', { minimum: 3, desired: 3, maximum: 3 }],
    ]),
  )
  if (typeof allocations === 'string') return
  const counts = new Map([
    ['a', 5],
    ['b', 1],
  ])
  expect(exchange(allocations, counts)).toEqual({ giving: new Map([['a', 2]]), receiving: new Map([['b', 2]]) })
})
