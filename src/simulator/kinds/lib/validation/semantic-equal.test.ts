import { expect, it } from 'vitest'
import { semanticEqual } from './semantic-equal.ts'

it.each([
  ['lists that are empty and lists that are not there', { a: [] }, {}, true],
  ['null and nothing', { a: null }, {}, true],
  ['a pointer to an empty struct and nil', { a: {} }, {}, false],
  ['nil and a pointer to an empty struct', undefined, {}, false],
  ['a pointer to a struct of empty structs and nil', { a: { b: {} } }, { a: undefined }, false],
  ['two empty structs', { a: {} }, { a: {} }, true],
  ['fields in another order', { a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 }, true],
  ['lists in another order', [1, 2], [2, 1], false],
])('%s', (_, a, b, same) => {
  expect(semanticEqual(a, b)).toBe(same)
  expect(semanticEqual(b, a)).toBe(same)
})
