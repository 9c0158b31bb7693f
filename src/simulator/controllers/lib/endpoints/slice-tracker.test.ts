import { expect, it } from 'vitest'
import type { EndpointSlice } from '../../../../generated/api/discovery.v1.ts'
import { SliceTracker } from './slice-tracker.ts'

const slice = (uid: string, generation: number, service = 'web'): EndpointSlice => ({
  metadata: { name: uid, namespace: 'shop', uid, generation, labels: { 'kubernetes.io/service-name': service } },
  addressType: 'IPv4',
  endpoints: null,
  ports: null,
})

it('knows its own writes, what is newer, and what it does not find again', () => {
  const tracker = new SliceTracker()
  expect([tracker.isStale('shop/web', []), tracker.shouldSync(slice('a', 1))]).toEqual([false, true])
  tracker.update(slice('a', 2))
  expect([1, 2, 3].map((generation) => tracker.shouldSync(slice('a', generation)))).toEqual([false, false, true])
  const stale = [[], [slice('a', 1)], [slice('a', 2)], [slice('a', 3)], [slice('a', 2), slice('b', 1)]]
  expect(stale.map((found) => tracker.isStale('shop/web', found))).toEqual([true, true, false, false, false])
  expect([tracker.has(slice('a', 2)), tracker.has(slice('a', 2, 'other'))]).toEqual([true, false])
})

it('tells a deletion it asked for from one it did not', () => {
  const tracker = new SliceTracker()
  tracker.update(slice('a', 1))
  tracker.update(slice('b', 1))
  tracker.expectDeletion(slice('b', 1))
  expect(tracker.isStale('shop/web', [slice('a', 1)])).toBe(false)
  expect(tracker.isStale('shop/web', [slice('a', 1), slice('b', 2)])).toBe(true)
  expect(['a', 'b', 'c'].map((uid) => tracker.handleDeletion(slice(uid, 1)))).toEqual([false, true, true])
  expect(tracker.has(slice('a', 1))).toBe(false)
  tracker.update(slice('a', 1))
  tracker.forget('shop/web')
  expect(tracker.isStale('shop/web', [])).toBe(false)
})
