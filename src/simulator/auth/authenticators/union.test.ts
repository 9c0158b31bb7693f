import { expect, it } from 'vitest'
import type { Authenticated } from '../contract.ts'
import { UnionAuthentication } from './union.ts'

it('remembers whose a token was for ten seconds, by audience, and no failures', () => {
  let now = 0
  let known = false
  const asked: string[] = []
  const authenticate = (token: string, audiences: readonly string[]): Authenticated | undefined => {
    asked.push(`${token} for ${audiences.join(' ')}`)
    return known ? { user: { name: 'jane', groups: [] }, audiences } : undefined
  }
  const anonymous = { enabled: false, paths: [] }
  const authentication = new UnionAuthentication({ tokens: [{ authenticate }], anonymous }, () => now)
  const name = (audience = 'a'): string | undefined => {
    const outcome = authentication.token('t', [audience])
    return 'user' in outcome ? outcome.user.name : undefined
  }
  expect(name()).toBe(undefined)
  known = true
  expect([name(), name('b')]).toEqual(['jane', 'jane'])
  known = false
  now = 10_000
  expect([name(), name('b')]).toEqual(['jane', 'jane'])
  now = 10_001
  expect(name()).toBe(undefined)
  expect(asked).toEqual(['t for a', 't for a', 't for b', 't for a'])
})
