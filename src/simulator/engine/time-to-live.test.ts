import { expect, it } from 'vitest'
import { Clock } from './clock.ts'
import { Store } from './store.ts'
import { keepFor } from './time-to-live.ts'

it('removes what has not been written for so long, not what was written again', () => {
  const clock = new Clock(0)
  const store = new Store(() => clock.now())
  keepFor(1000, 'events', store, clock)
  const write = (name: string, count: number): unknown => {
    const metadata = { name, namespace: 'default', uid: name }
    return store.put('events', { kind: 'Event', metadata, count } as never, 'somebody')
  }
  write('a', 1)
  write('b', 1)
  clock.runTo(400)
  write('b', 2)
  write('c', 1)
  clock.runTo(5000)
  expect(store.history.filter(({ type }) => type === 'DELETED').map(({ name, at, by }) => [name, at, by])).toEqual([
    ['a', 1000, 'etcd'],
    ['b', 1400, 'etcd'],
    ['c', 1400, 'etcd'],
  ])
  expect(store.count('events')).toBe(0)
})
