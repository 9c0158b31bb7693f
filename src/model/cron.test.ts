import { describe, expect, it } from 'vitest'
import { parseCron } from './cron.ts'

const nextAfter = (schedule: string, from: string, zone?: string): string | undefined => {
  const parsed = parseCron(schedule)
  if ('error' in parsed) return parsed.error
  const next = parsed.next(Date.parse(from), zone)
  return next === undefined ? undefined : new Date(next).toISOString()
}

describe('parseCron', () => {
  it.each([
    ['', 'empty spec string'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
    ['@sometimes', 'unrecognized descriptor: @sometimes'],
    ['@every 5', 'failed to parse duration @every 5: time: missing unit in duration "5"'],
    ['TZ=0', 'invalid schedule format: runtime error: slice bounds out of range [:-1]'],
    ['TZ=Mars/Base * * * * *', 'provided bad location Mars/Base: unknown time zone Mars/Base'],
  ])('refuses %j', (text, error) => {
    expect(parseCron(text)).toEqual({ error })
  })

  it.each([
    ['*/15 * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:15:00.000Z'],
    ['0 9 * * mon-fri', '2026-01-02T10:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['0 0 1,15 * sun', '2026-01-02T00:00:00Z', '2026-01-04T00:00:00.000Z'],
    ['0 0 29 feb *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['@hourly', '2026-01-01T00:30:10Z', '2026-01-01T01:00:00.000Z'],
    ['@every 90s', '2026-01-01T00:00:00Z', '2026-01-01T00:01:30.000Z'],
    ['CRON_TZ=Asia/Tokyo 0 6 * * *', '2026-01-01T00:00:00Z', '2026-01-01T21:00:00.000Z'],
  ])('%j after %s is %s', (schedule, from, expected) => {
    expect(nextAfter(schedule, from)).toBe(expected)
  })

  it('finds nothing on a day that never comes', () => {
    expect(nextAfter('0 0 30 2 *', '2026-01-01T00:00:00Z')).toBeUndefined()
  })

  it('passes over an hour that the clock skips and plays a repeated one as it comes', () => {
    expect(nextAfter('30 2 * * *', '2026-03-29T00:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30:00.000Z')
    expect(nextAfter('30 2 * * *', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  })
})
