import { expect, it } from 'vitest'
import { parseTokenFile, TokenFileError } from './authenticate.ts'

it('reads static token files', () => {
  const text = 't1,jane,u1,"dev,ops"\n\n,nobody,u2\nt2,"Doe, John",,web\nt3,joe,u3\n'
  expect([...parseTokenFile('tokens.csv', text)]).toEqual([
    ['t1', { name: 'jane', uid: 'u1', groups: ['dev', 'ops'] }],
    ['t2', { name: 'Doe, John', groups: ['web'] }],
    ['t3', { name: 'joe', uid: 'u3', groups: [] }],
  ])
  expect(() => parseTokenFile('tokens.csv', 't1,jane\n')).toThrow(
    new TokenFileError("token file 'tokens.csv' must have at least 3 columns (token, user name, user uid), found 2"),
  )
})
