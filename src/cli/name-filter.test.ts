import { expect, it } from 'vitest'
import { parseNameFilter } from './name-filter.ts'

it.each([
  [[], 'anything', true],
  [['limit'], 'A limit is set', true],
  [['Limit'], 'A limit is set', false],
  [['/^a LIMIT/i'], 'A limit is set', true],
  [['x', '/set$/g'], 'A limit is set', true],
])('%j takes %j: %j', (values, name, taken) => {
  expect(parseNameFilter(values)(name)).toBe(taken)
})

it('refuses a regular expression that is none', () => {
  expect(() => parseNameFilter(['/(/'])).toThrow('--name: Invalid regular expression')
})
