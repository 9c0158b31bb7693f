// Chains of client certificates: which lead to an authority and which do not.
import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { authorityOf, selfSigned } from '../../../model/x509/authority.ts'
import { type Authority, commonNameOf, issueCertificate, publicKeyOf } from '../../../model/x509/issue.ts'
import { CertificateAuthenticator } from './x509.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z')
const DAY = 86_400_000
const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey

const root = authorityOf(newKey())
const rootPem = selfSigned(root, NOW - DAY, NOW + DAY)
const named = (commonName: string): Authority => ({ ...authorityOf(newKey()), commonName })

interface Said {
  readonly usages?: readonly string[]
  readonly isAuthority?: boolean
  readonly ends?: number
}

function certify(by: Authority, name: string, key: Authority['key'], said: Said = {}): string {
  const { usages = ['client auth'], isAuthority = false, ends = NOW + DAY } = said
  const template = { serial: Buffer.from([7]), subject: commonNameOf(name), publicKey: publicKeyOf(key), usages }
  return issueCertificate(by, {
    ...template,
    isAuthority,
    notBefore: NOW - DAY,
    notAfter: ends,
    alternativeNames: [],
  })
}

const CA: Said = { usages: ['cert sign'], isAuthority: true }
const outcome = (...pems: readonly string[]): unknown => {
  const found = new CertificateAuthenticator([rootPem], () => NOW).authenticate(pems.join(''))
  return found !== undefined && 'user' in found ? found.user.name : found?.error
}
const first = named('first')
const second = named('second')
const firstPem = certify(root, 'first', first.key, CA)
const secondPem = certify(first, 'second', second.key, CA)
const jane = certify(second, 'jane', newKey())
const UNKNOWN = 'verifying certificate failed: x509: certificate signed by unknown authority'

it('leads through those that were shown with it, in any order', () => {
  expect(outcome(certify(root, 'plain', newKey()))).toBe('plain')
  expect(outcome(jane, secondPem, firstPem)).toBe('jane')
  expect(outcome(jane, firstPem, secondPem)).toBe('jane')
})

it('leads nowhere where one of them is missing, has ended, or may not sign', () => {
  expect(outcome(jane, secondPem)).toBe(UNKNOWN)
  expect(outcome(jane, secondPem, certify(root, 'first', first.key, { ...CA, ends: NOW - 1000 }))).toBe(UNKNOWN)
  expect(outcome(jane, secondPem, certify(root, 'first', first.key, { usages: ['cert sign'] }))).toBe(UNKNOWN)
  expect(outcome(jane, secondPem, certify(root, 'first', first.key, { ...CA, usages: ['crl sign'] }))).toBe(UNKNOWN)
  expect(outcome(jane, secondPem, certify(named('kubernetes'), 'first', first.key, CA))).toBe(UNKNOWN)
})

it('is for what all of them are for', () => {
  const narrow = certify(root, 'first', first.key, { ...CA, usages: ['cert sign', 'server auth'] })
  expect(outcome(jane, secondPem, narrow)).toBe(
    'verifying certificate failed: x509: certificate specifies an incompatible key usage',
  )
  expect(outcome(jane, secondPem, narrow, firstPem)).toBe('jane')
})
