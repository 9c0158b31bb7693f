import { describe, expect, it } from 'vitest'
import { formatDuration, humanDuration, parseDuration, shortHumanDuration } from './duration.ts'

describe('parseDuration', () => {
  it.each([
    ['0', 0],
    ['1h30m', 5_400_000],
    ['-1.5s', -1500],
    ['250ms', 250],
    ['.5us', 0.0005],
    ['1', { error: 'time: missing unit in duration "1"' }],
    ['1d', { error: 'time: unknown unit "d" in duration "1d"' }],
    ['', { error: 'time: invalid duration ""' }],
    ['.s', { error: 'time: invalid duration ".s"' }],
  ])('%s', (text, result) => {
    expect(parseDuration(text)).toEqual(result)
  })
})

it('prints durations as Go does', () => {
  expect([0, 5_400_000, 1500, 250, 0.0005, -61_001, 1.5].map(formatDuration)).toEqual([
    '0s',
    '1h30m0s',
    '1.5s',
    '250ms',
    '500ns',
    '-1m1.001s',
    '1.5ms',
  ])
})

it('prints ages as kubectl does', () => {
  const s = 1000
  const h = 3600 * s
  const ages = [
    -2 * s,
    -1.5 * s,
    119 * s,
    125 * s,
    180 * s,
    10 * 60 * s,
    3 * h,
    7.5 * h,
    47 * h,
    50 * h,
    9 * 24 * h,
    800 * 24 * h,
    3000 * 24 * h,
  ]
  expect(ages.map(humanDuration)).toEqual('<invalid> 0s 119s 2m5s 3m 10m 3h 7h30m 47h 2d2h 9d 2y70d 8y'.split(' '))
  expect(ages.map(shortHumanDuration)).toEqual('<invalid> 0s 1m 2m 3m 10m 3h 7h 1d 2d 9d 2y 8y'.split(' '))
})
