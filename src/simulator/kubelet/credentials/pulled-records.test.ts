import { expect, it } from 'vitest'
import type { PullCredentials } from './keyring.ts'
import { PulledRecords } from './pulled-records.ts'

const login = (name: string, password: string): PullCredentials => ({
  user: 'u',
  password,
  secret: { uid: name, namespace: 'default', name },
})

const preloaded = { imagePullCredentialsVerificationPolicy: '', preloadedImagesVerificationAllowlist: ['r.io/*'] }

const must = (records: PulledRecords, ...credentials: PullCredentials[]): boolean =>
  records.mustPull('r.io/app:1', 'r.io/app', () => credentials)

it('lets have an image who shows the secret it was pulled with, or the same login, or a later state of the secret', () => {
  const records = new PulledRecords(preloaded)
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

it('asks by the policy for what was there before', () => {
  const under = (policy: string) =>
    must(new PulledRecords({ ...preloaded, imagePullCredentialsVerificationPolicy: policy }))
  expect(under('NeverVerifyPreloadedImages')).toBe(false)
  expect(under('AlwaysVerify')).toBe(true)
  expect(under('NeverVerifyAllowlistedImages')).toBe(false)
  const others = { imagePullCredentialsVerificationPolicy: 'NeverVerifyAllowlistedImages' }
  const records = new PulledRecords({ ...others, preloadedImagesVerificationAllowlist: ['r.io/other'] })
  expect(must(records)).toBe(true)
})
