import { expect, it } from 'vitest'
import { parseEnvFile } from './env-file.ts'

it.each([
  ["A='one'\nB='two' # both\n", 'B', 'two'],
  ["  # nothing\n\nA='one\n  two'\n", 'A', 'one\n  two'],
  ["A='one'\n", 'B', ''],
  ["A= 'one'\n", 'A', ''],
  ["A= 'one'\nB='two'\n", 'B', 'two'],
  ["A='one'\nB\n", 'A', 'one'],
  ['A=one\n', 'A', undefined],
  ["A ='one'\n", 'A', undefined],
  ["A='one' two\n", 'A', undefined],
  ["A='one\n", 'A', undefined],
  ["='one'\n", 'A', undefined],
  ['A\n', 'A', undefined],
])('%j has for %s %j', (text, key, value) => {
  expect(parseEnvFile(text, key)).toBe(value)
})
