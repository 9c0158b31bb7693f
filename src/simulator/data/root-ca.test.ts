import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { issueRootCertificate, rootCaCertificate } from './root-ca.ts'

it('is the certificate its key signs', () => {
  expect(rootCaCertificate).toBe(issueRootCertificate())
  const certificate = new X509Certificate(rootCaCertificate)
  expect(certificate.verify(certificate.publicKey)).toBe(true)
  expect([certificate.subject, certificate.ca, certificate.validFrom, certificate.validTo]).toEqual([
    'CN=kubernetes',
    true,
    'Jan  1 00:00:00 2000 GMT',
    'Jan  1 00:00:00 2100 GMT',
  ])
})
