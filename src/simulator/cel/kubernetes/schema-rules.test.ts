// Rules in schemas, as a kube-apiserver v1.36.2 refused and judged them.
import { describe, expect, it } from 'vitest'
import type { JSONSchemaProps } from '../../../generated/api/apiextensions.v1.ts'
import { compileSchemaRules } from './schema-rules.ts'
import { fromSchema } from './schema-values.ts'

const text = { type: 'string', maxLength: 20 }
const schema: JSONSchemaProps = {
  type: 'object',
  properties: {
    s: text,
    namespace: text,
    ls: { type: 'array', maxItems: 5, items: text },
    at: { type: 'string', format: 'duration' },
  },
}

function judged(rule: string, value: object): unknown {
  const [compiled] = compileSchemaRules([{ rule }], schema, false)
  if (compiled!.problem !== undefined) return compiled!.problem.split('\n')[0]
  const self = fromSchema(value, schema)
  const outcome = compiled!.program!.evaluate((name) => (name === 'self' ? self : undefined))
  return outcome.error === undefined ? outcome.value : `failed: ${outcome.error}`
}

describe('rules are judged', () => {
  const value = { s: 'abc', namespace: 'ns', ls: ['a'], at: '1h2m3.5s' }
  const cases: readonly (readonly [string, unknown])[] = [
    ['has(self.nope)', "compilation failed: ERROR: <input>:1:4: undefined field 'nope'"],
    ['self.`s`', "compilation failed: ERROR: <input>:1:6: unsupported syntax: '`'"],
    ["bool('yes')", "program instantiation failed: type conversion error from 'string' to 'bool'"],
    ["self.s.find('[') == ''", 'program instantiation failed: error parsing regexp: missing closing ]: `[`'],
    ['string(null) == self.s', 'program instantiation failed: no such overload: string(null_type)'],
    ['duration(1) == self.at', 'compilation failed: ERROR: <input>:1:10: invalid duration argument'],
    ["self.namespace == 'ns' && self.__namespace__ == 'ns'", true],
    ["'%s'.format([type(self)]) == 'map'", true],
    ['self.at.getMilliseconds() == 3723500', true],
    ['(1/0 > 0) || (1%0 > 0)', 'failed: division by zero'],
    ['dyn(1).all(x, true)', "failed: got 'types.Int', expected iterable type"],
    ['[null].isSorted()', 'failed: no such overload: isSorted(list)'],
    ['dyn([1]) < dyn([2])', 'failed: no such overload: _<_'],
    ['9223372036854775807 < 9223372036854775808.0', false],
    ['-9223372036854775807 - 1 == int(self.s)', "failed: type conversion error from 'string' to 'int'"],
    ["self.s.lastIndexOf('b', 10) == -1", true],
  ]
  it.each(cases)('%s', (rule, expected) => expect(judged(rule, value)).toEqual(expected))
})

describe('what rules may cost', () => {
  const cost = (rule: string): number => compileSchemaRules([{ rule }], schema, false)[0]!.cost().rule
  it('dyn() changes no size', () => expect(cost("dyn('a') < dyn('b')")).toBe(3))
  it('a type is as large as the root', () => expect(cost('type(1) == int')).toBeLessThan(1e6))
  it('texts of a list that stands there may be of any length', () =>
    expect(cost("['a'].join(',') == 'a'")).toBeGreaterThan(1e15))
})
