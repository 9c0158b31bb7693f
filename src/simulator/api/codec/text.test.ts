import { describe, expect, it } from 'vitest'
import { decodeBody } from './decode-body.ts'
import { LiteralNumber } from './literal-number.ts'
import { parseBody } from './text.ts'
import { UnreadableBody } from './unreadable-body.ts'

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', type: 'apps.v1.Deployment' }
const send = (text: string, contentType?: string, expected = deployment) => {
  const { value, duplicates } = parseBody(text, contentType)
  return decodeBody(value, expected, { strictness: 'Strict', duplicates })
}
const problem = (text: string, contentType?: string) => {
  const { value } = parseBody(text, contentType)
  return value instanceof UnreadableBody ? value.error : value
}

describe('JSON', () => {
  it.each([
    ['', 'unexpected end of JSON input'],
    ['{bad', "invalid character 'b' looking for beginning of object key string"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['trie', "invalid character 'i' in literal true (expecting 'u')"],
    ['"\n"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ['-a', "invalid character 'a' in numeric literal"],
    ['1.a', "invalid character 'a' after decimal point in numeric literal"],
    ['1ea', "invalid character 'a' in exponent of numeric literal"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ['['.repeat(1001), "invalid character '[' exceeded max depth"],
  ])('%s', (text, error) => {
    expect(problem(text)).toBe(`couldn't get version/kind; json parse error: ${error}`)
  })
  it('keeps numbers whose spelling matters, and notes duplicates', () => {
    expect(parseBody('{"a":1.0,"b":{"c":[{"d":1,"d":2}]},"e":"\\ud83d\\ude00\\ud800","f":9007199254740993}')).toEqual({
      value: {
        a: new LiteralNumber('1.0'),
        b: { c: [{ d: 2 }] },
        e: '😀\ufffd',
        f: new LiteralNumber('9007199254740993'),
      },
      duplicates: ['b.c[0].d'],
    })
    expect(send('{"spec":{"replicas":1e0}}').error).toMatch('cannot unmarshal number 1e0 into')
    expect(send('{"spec":{"paused":true,"paused":true},"x":1}').error).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: duplicate field "spec.paused", unknown field "x"',
    )
  })
})

describe('YAML', () => {
  it('is YAML 1.1 with dates as text, only the first document', () => {
    expect(parseBody('a: yes\nb: 2001-01-01\nc: 1:30\nd: 0777\n1: x\n---\nb: 2\n', 'application/yaml').value).toEqual({
      '1': 'x',
      a: true,
      b: '2001-01-01',
      c: '1:30',
      d: 511,
    })
  })
  it.each([
    ['a: *x', "yaml: unknown anchor 'x' referenced"],
    ['a:\n\tb: 1', 'yaml: line 2: found character that cannot start any token'],
    ['a: b: c', 'yaml: line 1: mapping values are not allowed in this context'],
  ])('%s', (text, error) => {
    expect(problem(text, 'application/yaml')).toBe(error)
  })
  it('refuses bombs', () => {
    const levels = [...'bcdefgh'].map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[at]}`)}]`)
    expect(problem(['a: &a [x, x]', ...levels].join('\n'), 'application/yaml')).toBe(
      'yaml: document contains excessive aliasing',
    )
  })
  it('names keys set twice by line', () => {
    expect(send('spec: {}\nspec: {}\n', 'application/yaml').error).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: yaml: unmarshal errors:\n  line 2: key "spec" already set in map',
    )
  })
})

describe('kind and version', () => {
  it('are filled in where they are missing', () => {
    expect(Object.entries(send('{"metadata":{"name":"a"}}').object ?? {}).slice(0, 2)).toEqual([
      ['kind', 'Deployment'],
      ['apiVersion', 'apps/v1'],
    ])
  })
  const unrecognized = 'the object provided is unrecognized (must be of type Deployment): '
  it.each([
    [
      '{"apiVersion":"v1","kind":"ConfigMap"}',
      'ConfigMap in version "v1" cannot be handled as a Deployment: converting (v1.ConfigMap) to (apps.Deployment): unknown conversion',
    ],
    [
      '{"kind":"Nonsense"}',
      'Nonsense in version "v1" cannot be handled as a Deployment: no kind "Nonsense" is registered for version "apps/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"',
    ],
    [
      '{"apiVersion":"extensions/v1beta1"}',
      'the API version in the data (extensions/v1beta1) does not match the expected API version (apps/v1)',
    ],
    ['{"apiVersion":"a/b/c"}', `${unrecognized}unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c"})`],
    [
      '{"kind":1}',
      `${unrecognized}couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"kind":1})`,
    ],
    ['{', `${unrecognized}couldn't get version/kind; json parse error: unexpected end of JSON input ({)`],
  ])('%s', (text, error) => {
    expect(send(text).error).toBe(error)
  })
})
