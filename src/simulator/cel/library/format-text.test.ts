// What format() says, as a kube-apiserver v1.36.2 answered it in messages of rules.
import { describe, expect, it } from 'vitest'
import { compile, isCompileError } from '../expression.ts'
import { baseEnvironment } from '../kubernetes/base.ts'
import { DYN, INT, listOf } from '../types.ts'
import { fromJson } from '../values/json.ts'

const environment = baseEnvironment().extend({ variables: { any: DYN, ints: listOf(INT) } })

function run(text: string): unknown {
  const program = compile(text, environment)
  if (isCompileError(program)) return program.error.split('\n')[0]
  const outcome = program.evaluate((name) => fromJson(name === 'ints' ? [1, 2] : 5))
  return outcome.error === undefined ? outcome.value : `failed: ${outcome.error}`
}

const STRINGS =
  'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps'

describe('format fills its clauses', () => {
  const cases: readonly (readonly [string, string])[] = [
    [`'%s'.format([['a', 'b']])`, '["a", "b"]'],
    [`'%s'.format([{'k': 'v', 'a': 1}])`, '{"a":1, "k":"v"}'],
    [`'%s'.format([[1.5, null, b'a', duration('1s'), 1u]])`, '[1.500000, null, b"a", duration("1s"), 1]'],
    [`'%s'.format([timestamp('2026-01-01T00:00:00+02:00')])`, '2026-01-01T00:00:00+02:00'],
    [`'%s'.format([123456789.0])`, '1.23456789e+08'],
    [`'%f'.format([1234567.891])`, '1,234,567.891000'],
    [`'%.0f'.format([0.5])`, '0'],
    [`'%.3e'.format([12345.678])`, '1.234568×10⁰⁴'],
    [`'%e'.format([0.000123])`, '1.230000×10⁻⁰⁴'],
    [`'%f'.format([1.0 / 0.0])`, '∞'],
    [`'%x %X %o %b'.format([255, 'hi', 8, true])`, 'ff 6869 10 1'],
    [`'%d%%'.format([5])`, '5%'],
    [`'%s'.format([{1.5: 2}])`, 'failed: no formatting function for map key of type double'],
  ]
  it.each(cases)('%s', (text, expected) => expect(run(text)).toBe(expected))
})

describe('format strings that stand there are checked', () => {
  const during = 'error during formatting: '
  const cases: readonly (readonly [string, string])[] = [
    [`'%s %s'.format(['a'])`, 'ERROR: <input>:1:15: index 1 out of range'],
    [
      `'%d'.format(['a'])`,
      `ERROR: <input>:1:14: ${during}decimal clause can only be used on integers, was given string`,
    ],
    [
      `'%d'.format([ints])`,
      `ERROR: <input>:1:14: ${during}decimal clause can only be used on integers, was given list`,
    ],
    [`'%s'.format([ip('::1')])`, `ERROR: <input>:1:16: ${during}${STRINGS}, was given net.IP`],
    [`'%s'.format([optional.of(1)])`, `ERROR: <input>:1:25: ${during}${STRINGS}, was given optional_type`],
    [`'%z'.format([1])`, 'ERROR: <input>:1:12: could not parse formatting clause: unrecognized formatting clause "z"'],
    [`'%'.format([1])`, 'ERROR: <input>:1:11: unexpected end of string'],
    [
      `'%.f'.format([1.5])`,
      'ERROR: <input>:1:13: could not parse formatting clause: error while parsing precision: error while converting precision to integer: strconv.Atoi: parsing "": invalid syntax',
    ],
    [
      `'%s'.format(['a', 'b'])`,
      'ERROR: <input>:1:12: too many arguments supplied to string.format (expected 1, got 2)',
    ],
  ]
  it.each(cases)('%s', (text, expected) => expect(run(text)).toBe(expected))
  it('lets lists of several types stand in it', () => expect(run(`'%s'.format([[1, 'a']])`)).toBe('[1, "a"]'))
})
