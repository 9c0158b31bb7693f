import { expect, it } from 'vitest'
import { clusterTime } from './cluster-time.ts'

it.each([
  [0, '0s'],
  [1500, '1.5s'],
  [60_000, '1m'],
  [61_500, '1m1s'],
  [3_600_000, '1h'],
  [93_784_000, '1d2h3m4s'],
])('%d ms is %s', (milliseconds, text) => {
  expect(clusterTime(milliseconds)).toBe(text)
})
