import { expect, it } from 'vitest'
import { jsonSyntaxError, parseGoJson } from './go-json.ts'

it.each([
  ['', 'unexpected end of JSON input'],
  ['{"a":[1,', 'unexpected end of JSON input'],
  ['{"a"', 'unexpected end of JSON input'],
  ['not json', "invalid character 'o' in literal null (expecting 'u')"],
  ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
  ['[1 2]', "invalid character '2' after array element"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['{} x', "invalid character 'x' after top-level value"],
  ['01', "invalid character '1' after top-level value"],
  ['-', 'unexpected end of JSON input'],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u00g0"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ["'a'", "invalid character '\\'' looking for beginning of value"],
  ['é', "invalid character 'Ã' looking for beginning of value"],
  [' {"a": [true, false, null, -1.5e+3, "\\u00e9"]} ', undefined],
])('%s', (text, error) => {
  expect(jsonSyntaxError(text)).toBe(error)
})

it('wants the type that is asked for', () => {
  expect(parseGoJson('{"a":1}', 'object', 'T')).toEqual({ value: { a: 1 } })
  expect(parseGoJson('null', 'object', 'T')).toEqual({ value: null })
  expect(parseGoJson('true', 'array', '[]core.Taint')).toEqual({
    error: 'json: cannot unmarshal bool into Go value of type []core.Taint',
  })
})
