import { expect, it } from 'vitest'
import { Backoff } from './backoff.ts'

it('doubles from ten seconds to five minutes and forgets after ten quiet minutes', () => {
  const backoff = new Backoff(10_000, 300_000)
  expect(backoff.until('k', 0, 0)).toBeUndefined()
  const seen: number[] = []
  for (let i = 0; i < 7; i++) {
    backoff.next('k', i * 1000, i * 1000)
    seen.push(backoff.get('k'))
  }
  expect(seen).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000])
  expect(backoff.until('k', 7000, 8000)).toBe(307_000)
  expect(backoff.until('k', 7000, 307_000)).toBeUndefined()
  backoff.next('k', 6000 + 600_000, 700_000)
  expect(backoff.get('k')).toBe(300_000)
  backoff.next('k', 700_000 + 600_001, 1_400_000)
  expect(backoff.get('k')).toBe(10_000)
})
