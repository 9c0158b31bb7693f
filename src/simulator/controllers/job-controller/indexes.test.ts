import { describe, expect, it } from 'vitest'
import { Indexes } from './indexes.ts'

describe('completion indexes', () => {
  it('reads and writes intervals, cut off at the completions', () => {
    expect(String(Indexes.parse('1,3-5,7-20', 10))).toBe('1,3-5,7-9')
    expect(Indexes.parse('1,3-5,7-20', 10).size).toBe(7)
    expect(String(Indexes.parse('', 10))).toBe('')
  })

  it('grows together', () => {
    expect(String(Indexes.parse('1,3', 10).with([2, 8]))).toBe('1-3,8')
    expect(String(new Indexes().with([5, 4]))).toBe('4,5')
    expect(String(Indexes.parse('0-2', 9).merge(Indexes.parse('2-4,8', 9)))).toBe('0-4,8')
  })

  it('says what is missing and what is shared', () => {
    expect(Indexes.parse('0,2-3', 9).missing(3, 6)).toEqual([1, 4, 5])
    expect(Indexes.parse('0,2-3', 9).missing(9, 5)).toEqual([1, 4])
    expect(Indexes.parse('0-4', 9).overlap(Indexes.parse('3-8', 9))).toBe(2)
    expect(Indexes.parse('0-4', 9).has(4)).toBe(true)
  })
})
