import { describe, expect, it } from 'vitest'
import { goRegexp, goRegexpMatches, goRegexpProblem, isPatternError } from './go-regexp.ts'

describe('what Go says against a pattern', () => {
  it.each([
    ['*a', 'missing argument to repetition operator: `*`'],
    ['a|+?', 'missing argument to repetition operator: `+?`'],
    ['({2})', 'missing argument to repetition operator: `{2}`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{2}*', 'invalid nested repetition operator: `{2}*`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['a{3,2}', 'invalid repeat count: `{3,2}`'],
    ['(a', 'missing closing ): `(a`'],
    ['a)', 'unexpected ): `a)`'],
    ['x[a', 'missing closing ]: `[a`'],
    ['[]', 'missing closing ]: `[]`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['[[:nope:]]', 'invalid character class range: `[:nope:]`'],
    ['\\p{Nope}', 'invalid character class range: `\\p{Nope}`'],
    ['\\8', 'invalid escape sequence: `\\8`'],
    ['\\1', 'invalid escape sequence: `\\1`'],
    ['\\y', 'invalid escape sequence: `\\y`'],
    ['\\x{110000}', 'invalid escape sequence: `\\x{110000}`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?!a)', 'invalid or unsupported Perl syntax: `(?!`'],
    ['(?>a)', 'invalid or unsupported Perl syntax: `(?>`'],
    ['a(?i', 'invalid or unsupported Perl syntax: `(?i`'],
    ['(?<=a)b', 'invalid named capture: `(?<=a)b`'],
    ['(?P<a-b>c)', 'invalid named capture: `(?P<a-b>`'],
  ])('%s', (pattern, why) => expect(goRegexpProblem(pattern)).toBe(`error parsing regexp: ${why}`))
})

describe('what a pattern finds', () => {
  it.each([
    ['^[a-z]([-a-z0-9]*[a-z0-9])?$', 'web-1', true],
    ['^[a-z]$', 'a\n', false],
    ['^b$', 'a\nb', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['(?i)ab[c-d]', 'ABD', true],
    ['a(?i:b)c', 'aBc', true],
    ['a(?i:b)c', 'aBC', false],
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['\\Aab\\z', 'ab', true],
    ['\\Qa.b\\E+', 'a.bb', true],
    ['[[:alpha:]_]+[^[:space:]]', 'a_!', true],
    ['^\\pL\\p{Greek}[\\PL]$', 'aα1', true],
    ['^[^\\D]$', '7', true],
    ['^\\x41\\x{1F600}\\101$', 'A😀A', true],
    ['^.$', '😀', true],
    ['a{,2}', 'a{,2}', true],
    ['(?P<year>\\d+)-(?<month>\\d+)', '2026-01', true],
    ['^[]a]+$', ']a', true],
    ['^[a\\-z-]+$', '-z', true],
  ])('%s in %j', (pattern, text, found) => expect(goRegexpMatches(pattern, text)).toBe(found))

  it('takes as much or as little as it is told', () => {
    const first = (pattern: string): string | undefined => {
      const made = goRegexp(pattern)
      return isPatternError(made) ? made.problem : 'aaa'.match(new RegExp(made.source, 'u'))?.[0]
    }
    expect(['a+', 'a+?', '(?U)a+', '(?U)a+?', 'a{1,2}?'].map(first)).toEqual(['aaa', 'a', 'a', 'aaa', 'a'])
  })
})
