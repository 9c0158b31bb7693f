import { describe, expect, it } from 'vitest'
import { differences, mismatchText } from './match.ts'

const part = (expected: unknown, found: unknown): string[] => differences(expected, found, 'part').map(mismatchText)
const whole = (expected: unknown, found: unknown): string[] => differences(expected, found, 'whole').map(mismatchText)

describe('differences', () => {
  it('compares amounts as values', () => {
    expect(part({ memory: '1Gi', cpu: 1 }, { memory: '1024Mi', cpu: '1000m' })).toEqual([])
    expect(part({ memory: '1Gi' }, { memory: '1G' })).toEqual(['memory: expected "1Gi", found "1G"'])
  })

  it('finds items by name, else by position', () => {
    const found = [
      { name: 'a', image: 'x' },
      { name: 'b', image: 'y' },
    ]
    expect(part([{ name: 'b', image: 'y' }], found)).toEqual([])
    expect(part([{ name: 'b', image: 'z' }, { name: 'c' }], found)).toEqual([
      '[name=b].image: expected "z", found "y"',
      '[name=c]: expected {"name":"c"}, found nothing',
    ])
    expect(part(['x', 'z'], ['x', 'y', 'z'])).toEqual(['[1]: expected "z", found "y"'])
  })

  it('as a whole allows nothing more', () => {
    expect(whole({ a: 1 }, { a: 1, b: { c: 2 } })).toEqual(['b: expected nothing, found {"c":2}'])
    expect(whole([1], [1, 2])).toEqual(['[1]: expected nothing, found 2'])
  })

  it('has holes', () => {
    const found = { uid: '0b1f5c9e-3d6a-4b2c-8f1e-2a3b4c5d6e7f', name: 'web-7d4b-x2', age: '3m20s' }
    expect(
      part({ uid: '<uuid>', name: 'web-<hash>-<any>', age: '<age>', gone: '<absent>', note: null }, found),
    ).toEqual([])
    expect(part({ uid: '<number>', name: '<absent>', other: '<any>' }, found)).toHaveLength(3)
  })

  it('writes odd keys in brackets', () => {
    expect(part({ labels: { 'a.b/c': 'x' } }, { labels: {} })).toEqual(['labels["a.b/c"]: expected "x", found nothing'])
  })
})
