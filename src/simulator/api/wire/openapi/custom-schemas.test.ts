import { expect, it } from 'vitest'
import type { ResourceInfo } from '../../types.ts'
import { customSchemas } from './custom-schemas.ts'

const schema = {
  type: 'object',
  description: 'A gear.',
  properties: {
    spec: {
      type: 'object',
      required: ['size', 'note'],
      properties: {
        size: { type: 'integer', oneOf: [{ minimum: 1 }] },
        note: { type: 'string', nullable: true },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        inner: { type: 'object', 'x-kubernetes-embedded-resource': true },
      },
    },
  },
}
const info = {
  group: 'example.org',
  version: 'v1',
  kind: 'Gear',
  custom: { listKind: 'GearList', schema, selectableFields: ['.spec.size'] },
} as unknown as ResourceInfo

const metadata = (type: string) => ({
  allOf: [{ $ref: `#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.${type}` }],
})
const typeMeta = { apiVersion: { type: 'string' }, kind: { type: 'string' } }
const named = {
  'x-kubernetes-group-version-kind': [{ group: 'example.org', version: 'v1', kind: 'Gear' }],
  'x-kubernetes-selectable-fields': [{ fieldPath: 'spec.size' }],
}
const inner = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  properties: { ...typeMeta, metadata: metadata('ObjectMeta') },
  required: ['kind', 'apiVersion'],
}

it('says in v3 what the definition says, and what every object has', () => {
  const { spec } = schema.properties
  expect(customSchemas(info, 'v3')['org.example.v1.Gear']).toEqual({
    ...schema,
    properties: {
      spec: { ...spec, properties: { ...spec.properties, inner } },
      ...typeMeta,
      metadata: metadata('ObjectMeta'),
    },
    ...named,
  })
  expect(customSchemas(info, 'v3')['org.example.v1.GearList']).toMatchObject({
    description: 'GearList is a list of Gear',
    properties: { items: { items: { $ref: '#/components/schemas/org.example.v1.Gear' } } },
  })
})

it('leaves out of v2 what its clients cannot read', () => {
  expect(customSchemas(info, 'v2')['org.example.v1.Gear']).toEqual({
    ...schema,
    properties: {
      spec: {
        type: 'object',
        required: ['size'],
        properties: {
          size: { type: 'integer' },
          note: {},
          free: { 'x-kubernetes-preserve-unknown-fields': true },
          inner,
        },
      },
      ...typeMeta,
      metadata: metadata('ObjectMeta'),
    },
    ...named,
  })
})
