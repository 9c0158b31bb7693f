import { expect, it } from 'vitest'
import { Clock } from '../../engine/clock.ts'
import { type SyncResult, WorkQueue } from './work-queue.ts'

it('syncs a key once per burst, and again with doubling delays while it fails', () => {
  const clock = new Clock(0)
  const seen: [string, number][] = []
  const results: SyncResult[] = ['retry', 'retry', undefined, { afterMs: 1000 }]
  const queue = new WorkQueue(clock, (key) => {
    seen.push([key, clock.now()])
    return results.shift()
  })
  queue.add('a')
  queue.add('a')
  clock.runTo(100)
  queue.add('a')
  clock.runTo(5000)
  expect(seen).toEqual([
    ['a', 0],
    ['a', 5],
    ['a', 15],
    ['a', 100],
    ['a', 1100],
  ])
})

it('looks together at what changes while a sync of many objects lasts', () => {
  const clock = new Clock(0)
  const seen: number[] = []
  const queue: WorkQueue = new WorkQueue(clock, () => {
    seen.push(clock.now())
    queue.weigh('a', 1000)
    return undefined
  })
  for (const at of [0, 1, 2, 3, 9, 20]) clock.at(at, () => queue.add('a'))
  clock.runTo(30)
  expect(seen).toEqual([0, 5, 10, 20])
})

it('drops a key after its retries, and begins anew when it is added again', () => {
  const clock = new Clock(0)
  const seen: number[] = []
  const fail = (): SyncResult => {
    seen.push(clock.now())
    return 'retry'
  }
  const queue = new WorkQueue(clock, fail, { baseMs: 1000, maxMs: 2000, retries: 3 })
  queue.add('a')
  clock.runTo(60_000)
  queue.add('a')
  clock.runTo(62_000)
  expect(seen).toEqual([0, 1000, 3000, 5000, 60_000, 61_000])
})

it('retries a hundred keys at once, then ten a second, whichever keys they are', () => {
  const clock = new Clock(0)
  const seen: [string, number][] = []
  const again = new Set<string>()
  const once = (key: string): SyncResult => {
    seen.push([key, clock.now()])
    return again.has(key) ? undefined : again.add(key) && 'retry'
  }
  const queue = new WorkQueue(clock, once)
  for (let i = 0; i < 103; i++) queue.add(`${i}`)
  clock.runTo(1000)
  queue.add('late')
  clock.runTo(10_000)
  expect(seen.filter(([key]) => key === '0' || Number(key) > 98 || key === 'late')).toEqual([
    ...['0', '99', '100', '101', '102'].map((key) => [key, 0]),
    ...['0', '99'].map((key) => [key, 5]),
    ...[1, 2, 3].map((i) => [`${99 + i}`, i * 100]),
    ['late', 1000],
    ['late', 1005],
  ])
  const unlimited = new WorkQueue(clock, once, { baseMs: 1000, maxMs: 2000, bucket: false })
  for (let i = 0; i < 103; i++) unlimited.add(`u${i}`)
  clock.runTo(20_000)
  expect(seen.filter(([key, at]) => key.startsWith('u') && at === 11_000)).toHaveLength(103)
})
