import { expect, it } from 'vitest'
import { contains, containsRange } from './range.ts'

it('knows what ranges hold', () => {
  expect(contains('10.96.0.0/16', '10.96.255.1')).toBe(true)
  expect(contains('10.96.0.0/16', '10.97.0.1')).toBe(false)
  expect(contains('fd00:10::/112', 'fd00:10::ffff')).toBe(true)
  expect(contains('fd00:10::/112', 'fd00:10::1:0')).toBe(false)
  expect(contains('10.96.0.0/16', 'fd00::1')).toBe(false)
  expect(containsRange('10.96.0.0/16', '10.96.8.0/24')).toBe(true)
  expect(containsRange('10.96.8.0/24', '10.96.0.0/16')).toBe(false)
})
