// What cells of custom resources print, as upstream's JSON paths do.
import { expect, it } from 'vitest'
import type { KubeObject } from '../api/types.ts'
import { columnsOf } from './columns.ts'

it.each([
  ['string', { b: ['<'], a: 1 }, '{"a":1,"b":["\\u003c"]}'],
  ['string', null, '<no value>'],
  ['string', undefined, null],
  ['string', 1234567.5, '1.2345675e+06'],
  ['string', 3, '3'],
  ['string', true, 'true'],
  ['integer', 2.5, 2],
  ['integer', 'x', null],
  ['number', 2.5, 2.5],
  ['boolean', 'true', null],
  ['date', '', '<unknown>'],
  ['date', 'null', '<unknown>'],
  ['date', 'yesterday', '<invalid>'],
  ['date', '2026-01-01T00:00:00Z', '5m'],
  ['date', null, null],
] as const)('%s of %j', (type, x, expected) => {
  const { cells } = columnsOf([{ name: 'X', type, jsonPath: '.x' }])
  const object = { apiVersion: 'example.com/v1', kind: 'X', metadata: {}, x } as unknown as KubeObject
  expect(cells(object, Date.parse('2026-01-01T00:05:00Z'))).toEqual([expected])
})
