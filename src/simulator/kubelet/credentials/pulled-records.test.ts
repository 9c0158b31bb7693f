import { expect, it } from 'vitest'
import type { PullCredentials } from './keyring.ts'
import { PulledRecords } from './pulled-records.ts'

const login = (name: string, password: string): PullCredentials => ({
  user: 'u',
  password,
  secret: { uid: name, namespace: 'default', name },
})

const must = (records: PulledRecords, ...credentials: PullCredentials[]): boolean =>
  records.mustPull('r.io/app:1', 'r.io/app', () => credentials)

it('lets have an image who shows the secret it was pulled with, or the same login, or a later state of the secret', () => {
  const records = new PulledRecords()
  expect(must(records)).toBe(false)
  records.record('r.io/app:1', 'r.io/app', login('a', 'p'))
  expect(must(records)).toBe(true)
  expect(must(records, login('b', 'other'))).toBe(true)
  expect(must(records, login('a', 'p'))).toBe(false)
  expect(must(records, login('b', 'p'))).toBe(false)
  expect(must(records, login('a', 'changed'))).toBe(false)
  expect(must(records, login('c', 'changed'))).toBe(false)
  records.record('r.io/app:1', 'r.io/app', undefined)
  expect(must(records)).toBe(false)
})
