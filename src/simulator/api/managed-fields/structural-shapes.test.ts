import { describe, expect, it } from 'vitest'
import { fieldsOf } from './compare.ts'
import { type StructuralSchema, shapeOfResourceSchema } from './structural-shapes.ts'
import { typeProblems } from './typed-validate.ts'

const ports: StructuralSchema = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['port'],
  items: { type: 'object', properties: { port: { type: 'integer' } } },
}
const shape = shapeOfResourceSchema({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'string' },
        ports,
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
})

describe('shapeOfResourceSchema', () => {
  it('finds items by the keys of the schema and leaves free fields granular', () => {
    const configuration = {
      metadata: { labels: { a: 'b' } },
      spec: { size: 's', ports: [{ port: 1 }], free: { a: { b: [1] } } },
    }
    expect(fieldsOf(shape, configuration)).toEqual({
      'f:metadata': { 'f:labels': { 'f:a': {} } },
      'f:spec': {
        'f:free': { 'f:a': { '.': {}, 'f:b': {} } },
        'f:ports': { 'k:{"port":1}': { '.': {}, 'f:port': {} } },
        'f:size': {},
      },
    })
  })

  it('knows undeclared fields', () => {
    expect(typeProblems(shape, { kind: 'X', spec: { other: 1 } })).toBe('.spec.other: field not declared in schema')
  })
})
