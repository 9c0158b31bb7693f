import { describe, expect, it } from 'vitest'
import { canonicalTime, formatMicroTime, formatTime, parseTime } from './time.ts'

const SECONDS = '"2006-01-02T15:04:05Z07:00"'

describe('canonicalTime', () => {
  it.each([
    ['2026-11-21T08:34:37Z', { time: '2026-11-21T08:34:37Z' }],
    ['2026-11-21T10:34:37.999+02:00', { time: '2026-11-21T08:34:37Z' }],
    ['2024-02-29T8:00:00Z', { time: '2024-02-29T08:00:00Z' }],
    ['0001-01-01T00:00:00Z', { time: null }],
    ['', { error: `parsing time "" as ${SECONDS}: cannot parse "" as "2006"` }],
    [
      '2026-1-2T00:00:00Z',
      { error: `parsing time "2026-1-2T00:00:00Z" as ${SECONDS}: cannot parse "1-2T00:00:00Z" as "01"` },
    ],
    [
      '2026-11-21 00:00:00Z',
      { error: `parsing time "2026-11-21 00:00:00Z" as ${SECONDS}: cannot parse " 00:00:00Z" as "T"` },
    ],
    ['2026-13-01T00:00:00Z', { error: 'parsing time "2026-13-01T00:00:00Z": month out of range' }],
    ['2026-02-29T00:00:00Z', { error: 'parsing time "2026-02-29T00:00:00Z": day out of range' }],
    ['2026-02-01T00:00:00Zx', { error: 'parsing time "2026-02-01T00:00:00Zx": extra text: "x"' }],
  ])('%s', (text, result) => {
    expect(canonicalTime(text, 'seconds')).toEqual(result)
  })
  it('wants exactly six digits of micro times', () => {
    expect(canonicalTime('2026-11-21T08:34:37.123456Z', 'micros')).toEqual({ time: '2026-11-21T08:34:37.123456Z' })
    expect(canonicalTime('2026-11-21T08:34:37Z', 'micros')).toEqual({
      error: 'parsing time "2026-11-21T08:34:37Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    })
  })
})

it('prints and reads epoch milliseconds', () => {
  expect(formatTime(1_700_000_000_999)).toBe('2023-11-14T22:13:20Z')
  expect(formatMicroTime(1_700_000_000_999)).toBe('2023-11-14T22:13:20.999000Z')
  expect(parseTime('2023-11-14T22:13:20Z')).toBe(1_700_000_000_000)
})
