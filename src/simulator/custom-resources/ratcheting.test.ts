import { expect, it } from 'vitest'
import { FieldErrors } from '../api/status/field-errors.ts'
import { validateValue } from '../kinds/lib/structural/value.ts'

const schema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['owner'],
      properties: {
        owner: { type: 'string' },
        size: { type: 'integer', maximum: 5 },
        tags: { type: 'array', items: { type: 'string', maxLength: 3 } },
        ports: {
          type: 'array',
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', properties: { name: { type: 'string' }, port: { type: 'integer', maximum: 100 } } },
        },
      },
    },
  },
}

function problems(value: object, old: object): readonly string[] {
  const errors = new FieldErrors()
  validateValue(value, schema, undefined, errors, { value: old })
  return errors.list.map(({ field, body }) => `${field}: ${body}`)
}

it('says nothing of what stayed as it was', () => {
  const old = { spec: { size: 9 } }
  expect(problems({ ...old, metadata: { labels: { a: 'b' } } }, old)).toEqual([])
})

it('judges an object anew when anything in it changed, its fields only when they did', () => {
  expect(problems({ spec: { size: 9, tags: ['a'] } }, { spec: { size: 9 } })).toEqual(['spec.owner: Required value'])
  expect(problems({ spec: { owner: 'x', size: 8 } }, { spec: { size: 9 } })).toEqual([
    'spec.size: Invalid value: 8: spec.size in body should be less than or equal to 5',
  ])
})

it('follows the items of maps by their keys, and those of other lists not at all', () => {
  const port = { name: 'b', port: 200 }
  const old = { spec: { owner: 'x', ports: [port], tags: ['long'] } }
  expect(problems({ spec: { owner: 'x', ports: [{ name: 'a', port: 1 }, port], tags: ['long', 'b'] } }, old)).toEqual([
    'spec.tags[0]: Too long: may not be more than 3 bytes',
  ])
})
