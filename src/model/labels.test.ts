import { describe, expect, it } from 'vitest'
import { matchesLabelSelector, parseSelector, selectorOfObject } from './labels.ts'

const text = (selector: string) => {
  const parsed = parseSelector(selector)
  return 'error' in parsed ? parsed.error : parsed.text
}

describe('parseSelector', () => {
  it.each([
    ['', ''],
    ['app=web,!legacy,tier in (front, back)', 'app=web,!legacy,tier in (back,front)'],
    ['x in (foo,,baz),y,z notin ()', 'x in (,baz,foo),y,z notin ()'],
    ['a==b,c!=d,e>1,f<2,in=notin', 'a==b,c!=d,e>1,f<2,in=notin'],
    ['a=', 'a='],
    ['a=b,', "found '', expected: identifier after ','"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    [
      'a>x',
      `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
    ['a=b!', "found '!', expected: ',' or 'end of string'"],
    [
      '-a=b',
      `unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ],
    [
      'a=-b',
      `unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  ])('%s', (selector, result) => {
    expect(text(selector)).toBe(result)
  })
})

describe('LabelSelector objects', () => {
  it('match nothing when absent and everything when empty', () => {
    expect([matchesLabelSelector(undefined, {}), matchesLabelSelector({}, undefined)]).toEqual([false, true])
  })
  it('need all their parts', () => {
    const selector = {
      matchLabels: { app: 'web' },
      matchExpressions: [
        { key: 'tier', operator: 'NotIn', values: ['back'] },
        { key: 'old', operator: 'DoesNotExist' },
      ],
    }
    expect(matchesLabelSelector(selector, { app: 'web' })).toBe(true)
    expect(matchesLabelSelector(selector, { app: 'web', tier: 'back' })).toBe(false)
    expect(matchesLabelSelector(selector, { app: 'web', old: '' })).toBe(false)
    expect(selectorOfObject({ matchExpressions: [{ key: 'a', operator: 'Has' }] })).toEqual({
      error: '"Has" is not a valid label selector operator',
    })
  })
})
