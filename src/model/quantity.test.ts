import { describe, expect, it } from 'vitest'
import {
  addQuantity,
  canonicalizeQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  mustParseQuantity as q,
  quantityAsNumber,
  quantityMilliValue,
  quantityValue,
  roundUpQuantity,
  sign,
  subQuantity,
} from './quantity.ts'

describe('canonicalizeQuantity', () => {
  it.each([
    ['0', '0'],
    ['1e9', '1e9'],
    ['1E9', '1E9'],
    ['1e5', '100e3'],
    ['+2', '+2'],
    ['-0', '0'],
    ['0.5', '500m'],
    ['2.500', '2.500'],
    ['1.0', '1'],
    ['1000m', '1'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['1000Mi', '1000Mi'],
    ['012Mi', '012Mi'],
    ['0.1Gi', '107374182400m'],
    ['2929.6875Ki', '3M'],
    ['10Ei', '9223372036854775807'],
    ['9999999999999999999', '9999999999999999999'],
    ['0.0000000001', '1n'],
    ['m', '0'],
    ['.', '0'],
    ['1e2000000000', '100e1999999998'],
    ['1e-2000000000', '1e-9'],
  ])('%s is stored as %s', (text, stored) => {
    expect(canonicalizeQuantity(text)).toBe(stored)
  })
})

describe('parseQuantity', () => {
  const shape = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  it.each([
    ['', shape],
    ['abc', shape],
    ['1..5', shape],
    ['1 Gi', shape],
    ['1e', "unable to parse quantity's suffix"],
    ['1ki', "unable to parse quantity's suffix"],
    ['1e9999999999999999999', "unable to parse quantity's suffix"],
  ])('refuses %s', (text, message) => {
    expect(parseQuantity(text)).toEqual({ message })
  })
})

describe('arithmetic', () => {
  it('adds and subtracts over scales, keeping the notation of the left side unless it is zero', () => {
    expect(formatQuantity(addQuantity(q('1'), q('500m')))).toBe('1500m')
    expect(formatQuantity(addQuantity(q('1Gi'), q('1Mi')))).toBe('1025Mi')
    expect(formatQuantity(addQuantity(q('0'), q('1Gi')))).toBe('1Gi')
    expect(formatQuantity(subQuantity(q('1'), q('1500m')))).toBe('-500m')
    expect(formatQuantity(subQuantity(q('1'), q('1')))).toBe('0')
    expect(formatQuantity(addQuantity(q('9007199254740991'), q('2')))).toBe('9007199254740993')
  })
  it('compares across notations and beyond what numbers hold', () => {
    expect(compareQuantity(q('1Gi'), q('1073741824'))).toBe(0)
    expect(compareQuantity(q('1e1000000000'), q('2'))).toBe(1)
    expect(compareQuantity(q('-1e1000000000'), q('2'))).toBe(-1)
    expect(compareQuantity(q('0'), q('1n'))).toBe(-1)
    expect(compareQuantity(q('-2'), q('-1500m'))).toBe(-1)
  })
  it('rounds away from zero', () => {
    expect([quantityValue(q('1500m')), quantityValue(q('-1500m')), quantityMilliValue(q('1.0005'))]).toEqual([
      2, -2, 1001,
    ])
    expect(formatQuantity(roundUpQuantity(q('1.0005'), -3))).toBe('1001m')
    expect(quantityValue(q('1e30'))).toBe(0)
    expect([quantityAsNumber(q('250m')), sign(q('-1')), sign(q('0'))]).toEqual([0.25, -1, 0])
  })
})
