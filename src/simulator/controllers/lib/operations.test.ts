import { expect, it } from 'vitest'
import { Clock } from '../../engine/clock.ts'
import { Operations } from './operations.ts'

it('keeps pauses that double up to two minutes and two seconds, and forgets them once all went well', () => {
  const clock = new Clock(0)
  const operations = new Operations(clock)
  const begun: number[] = []
  let well = false
  const ask = (): void =>
    operations.run('a', () => {
      begun.push(clock.now())
      return well
    })
  for (let at = 0; at <= 400_000; at += 100) clock.at(at, ask)
  clock.runTo(400_000)
  expect(begun).toEqual([0, 600, 1700, 3800, 7900, 16_000, 32_100, 64_200, 128_300, 250_400, 372_500])
  well = true
  for (const at of [500_000, 500_002]) clock.at(at, ask)
  clock.runTo(500_010)
  well = false
  for (const at of [500_010, 500_020, 500_600]) clock.at(at, ask)
  clock.runTo(501_000)
  expect(begun.slice(11)).toEqual([500_000, 500_002, 500_010, 500_600])
})

it('does one thing of a name at a time, and each takes a moment', () => {
  const clock = new Clock(0)
  const operations = new Operations(clock)
  expect([operations.begin('a'), operations.begin('a'), operations.begin('b')]).toEqual([true, false, true])
  operations.end('a', true)
  expect(operations.begin('a')).toBe(false)
  clock.runTo(1)
  expect(operations.begin('a')).toBe(true)
})
