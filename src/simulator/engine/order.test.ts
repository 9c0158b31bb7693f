import { describe, expect, it } from 'vitest'
import { Clock } from './clock.ts'

/** Three actors do three things each at one moment, the last thing each does having been booked by the second. */
function play(order?: number): string {
  const clock = new Clock(0, order)
  const done: string[] = []
  const [a, b, c] = [clock.newActor(), clock.newActor(), clock.newActor()]
  for (const [actor, name] of [
    [a, 'a'],
    [b, 'b'],
    [c, 'c'],
  ] as const)
    clock.as(actor, () => {
      clock.soon(() => done.push(`${name}1`))
      clock.soon(() => {
        done.push(`${name}2`)
        clock.soon(() => done.push(`${name}3`))
      })
      clock.soon(() => done.push('cancelled')).cancel()
    })
  clock.runTo(1)
  return done.join(' ')
}

describe('the order of what happens at once', () => {
  it('is the order in which it was asked for, unless another is explored', () => {
    expect(play()).toBe('a1 a2 b1 b2 c1 c2 a3 b3 c3')
  })

  it('is another for another seed, and the same for the same', () => {
    const orders = [1, 2, 3, 4, 5, 6].map((seed) => play(seed))
    expect(new Set(orders).size).toBeGreaterThan(4)
    expect(orders.map((_, i) => play(i + 1))).toEqual(orders)
  })

  it('keeps the order of what one actor does', () => {
    for (let seed = 1; seed < 50; seed++)
      for (const name of ['a', 'b', 'c'])
        expect(
          play(seed)
            .split(' ')
            .filter((step) => step.startsWith(name)),
        ).toEqual([1, 2, 3].map((n) => `${name}${n}`))
  })

  it('lets news be late, in its order', () => {
    for (let seed = 1; seed < 50; seed++) {
      const clock = new Clock(0, seed)
      const actor = clock.newActor()
      const heard: number[] = []
      const times: number[] = []
      const hear = (n: number): void =>
        clock.deliver(actor, () => {
          heard.push(n)
          times.push(clock.now())
          if (n < 20) hear(n + 1)
        })
      hear(1)
      clock.runTo(10_000)
      expect(heard).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
      expect(times.some((at, i) => at > (times[i - 1] ?? 0))).toBe(true)
    }
  })
})
