import { describe, expect, it } from 'vitest'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateDefaults } from './defaults.ts'
import { fieldAt } from './field-path.ts'
import { validateStructural } from './invariants.ts'
import { goFloat } from './numbers.ts'
import { pruned } from './prune.ts'
import type { Schema } from './schema.ts'
import { validateValue } from './value.ts'

const said = (judge: (path: Path, errors: FieldErrors) => unknown): readonly string[] => {
  const errors = new FieldErrors()
  judge(Path.of('s'), errors)
  return errors.list.map(({ field, body }) => `${field}: ${body}`)
}

describe('structural schemas', () => {
  it('wants a type everywhere, and only restrictions in junctors', () => {
    const schema: Schema = {
      type: 'object',
      properties: { a: {}, b: { type: 'array' } },
      anyOf: [{ type: 'object', properties: { c: { minLength: 1 } } }],
    }
    expect(said((path, errors) => validateStructural(schema, path, errors))).toEqual([
      's.anyOf[0].type: Forbidden: must be empty to be structural',
      's.properties[a].type: Required value: must not be empty for specified object fields',
      's.properties[b].items: Required value: must be specified',
      's.properties[c]: Required value: because it is defined in s.anyOf[0].properties[c]',
    ])
  })

  it('judges defaults by their own schema', () => {
    const schema: Schema = {
      type: 'object',
      properties: { n: { type: 'integer', format: 'int32', minimum: 3e9, default: 1 } },
    }
    expect(said((path, errors) => validateDefaults(schema, path, errors, true))).toEqual([
      's.properties[n].default: Invalid value: "": Minimum boundary value must be of type integer with format int32 in ',
      's.properties[n].default: Invalid value: 1:  in body should be greater than or equal to 3e+09',
    ])
  })

  it('names what is wrong with a value where it is', () => {
    const schema: Schema = {
      type: 'object',
      required: ['spec'],
      properties: { spec: { type: 'object', properties: { n: { type: 'integer', maximum: 9 } }, required: ['m'] } },
    }
    expect(said((_, errors) => validateValue({ spec: { n: 44 } }, schema, undefined, errors))).toEqual([
      'spec.m: Required value',
      'spec.n: Invalid value: 44: spec.n in body should be less than or equal to 9',
    ])
  })

  it('names the format that is wanted, and that of the value', () => {
    const dated: Schema = {
      type: 'object',
      properties: { n: { type: 'integer', format: 'int32' }, d: { type: 'string', format: 'date' } },
    }
    const judged = (value: unknown): readonly string[] =>
      said((_, errors) => validateValue(value, dated, undefined, errors))
    expect(judged({ n: {} })).toEqual(['n: Invalid value: "": n in body must be of type int32: ""'])
    expect(judged({ n: 1.5 })[0]).toBe('n: Invalid value: "float64": n in body must be of type int32: "float64"')
    expect(judged({ d: 5 })).toEqual(['d: Invalid value: "int64": d in body must be of type date: "int64"'])
  })

  it('takes unknown fields away and leaves what is preserved', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        a: { type: 'array', items: { type: 'object', properties: { x: { type: 'string' } } } },
        b: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    }
    expect(pruned({ kind: 'K', a: [{ x: '1', y: 2 }], b: { z: 1 }, c: 1 }, schema, true)).toEqual({
      kind: 'K',
      a: [{ x: '1' }],
      b: { z: 1 },
    })
  })

  it('follows paths', () => {
    const schema: Schema = { type: 'object', properties: { 'a.b': { type: 'string' } } }
    expect(fieldAt("['a.b']", schema)).toEqual({ path: 'a.b', root: 'a.b', schema: { type: 'string' } })
    expect(fieldAt('.x', schema)).toEqual({ error: 'does not refer to a valid field' })
    expect(fieldAt("['a.b']", schema, false)).toEqual({ error: 'array notation is not allowed' })
  })

  it('prints numbers like Go', () => {
    expect([1.5, 100, 999999, 1e6, 3e9, 0.00001].map(goFloat)).toEqual([
      '1.5',
      '100',
      '999999',
      '1e+06',
      '3e+09',
      '1e-05',
    ])
  })
})
