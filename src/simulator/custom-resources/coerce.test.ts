import { describe, expect, it } from 'vitest'
import type { JSONSchemaProps } from '../../generated/api/apiextensions.v1.ts'
import type { JsonObject } from '../../model/json.ts'
import { comparePriority } from '../../model/version-priority.ts'
import { coerceResource } from './coerce.ts'
import { jsonPathFinder } from './json-path.ts'

const schema: JSONSchemaProps = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer', default: 3 },
        note: { type: 'string' },
        maybe: { type: 'string', nullable: true },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        ports: {
          type: 'array',
          items: {
            type: 'object',
            properties: { port: { type: 'integer' }, proto: { type: 'string', default: 'TCP' } },
          },
        },
      },
    },
  },
}

describe('coerceResource', () => {
  it('takes away what is unknown, fills in defaults, drops nulls that may not be', () => {
    const object: JsonObject = {
      apiVersion: 'a/v1',
      kind: 'K',
      metadata: { name: 'x', odd: 1 },
      spec: { junk: 1, note: null, maybe: null, free: { any: [1] }, ports: [{ port: 1, x: 2 }] },
    }
    expect(coerceResource(object, schema, true)).toEqual({ unknown: ['metadata.odd', 'spec.junk', 'spec.ports[0].x'] })
    expect(object).toMatchObject({ metadata: { name: 'x' } })
    expect(object['spec']).toEqual({ maybe: null, free: { any: [1] }, ports: [{ port: 1, proto: 'TCP' }], size: 3 })
  })
})

describe('jsonPathFinder', () => {
  const object = {
    spec: {
      a: [
        { type: 'Ready', status: 'True' },
        { type: 'X', status: 'False' },
      ],
      'b.c': 1,
      n: [1, 2, 3, 4],
      p: [{ n: 80 }, { n: 443, m: 1 }],
    },
  }
  it.each([
    ['.spec.a[0].type', ['Ready']],
    ['.spec.a[*].type', ['Ready', 'X']],
    ['.spec.a[?(@.type=="X")].status', ['False']],
    [".spec['b.c']", [1]],
    ['.spec.b\\.c', [1]],
    ['.spec.none', []],
    ['.spec.n[-1]', [4]],
    ['.spec.n[9]', []],
    ['.spec.n[1:3]', [2, 3]],
    ['.spec.n[:2]', [1, 2]],
    ['.spec.n[-2:]', [3, 4]],
    ['.spec.n[0:4:2]', [1, 3]],
    ['.spec.n[2:9]', []],
    ['.spec.n[0,2]', [1, 3]],
    [".spec['b.c','n'][0]", [1]],
    ['.spec.p[?(@.n>100)].n', [443]],
    ['.spec.p[?(@.n<=80)].n', [80]],
    ['.spec.p[?(@.n != 80)].n', [443]],
    ['.spec.p[?(@.m)].n', [443]],
    ['.spec..status', ['True', 'False']],
    ['.spec.*[0].n', [80]],
    ['.spec[', []],
    ['.spec[?(@', []],
  ])('%s', (path, found) => expect(jsonPathFinder(path)(object)).toEqual(found))
})

it('orders versions as Kubernetes does', () => {
  const versions = ['foo', 'v1alpha1', 'v10', 'v1', 'v1beta2', 'v2', 'v1beta1', 'bar']
  expect(versions.toSorted(comparePriority)).toEqual([
    'v10',
    'v2',
    'v1',
    'v1beta2',
    'v1beta1',
    'v1alpha1',
    'bar',
    'foo',
  ])
})
