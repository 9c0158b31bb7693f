import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import type { CertificateSigningRequest } from '../../../generated/api/certificates.v1.ts'
import { ADMINISTRATOR, DEFAULT_START, Simulator } from '../../compose.ts'
import { rootCaCertificate } from '../../data/root-ca.ts'

/** For system:node:n1 of system:nodes, with a DNS name, an IP address, an e-mail address and a URI. */
const REQUEST = `-----BEGIN CERTIFICATE REQUEST-----
MIIBOTCB4QIBADAwMRUwEwYDVQQKDAxzeXN0ZW06bm9kZXMxFzAVBgNVBAMMDnN5
c3RlbTpub2RlOm4xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVyDcrDoM0lQ+
fnj4GiA9X447MrqQcclhYVEdXk0zv66dKbuLjvYbTcQ2fMJYCFenG2EDqu1xsT9e
Yn8OdTFXUKBPME0GCSqGSIb3DQEJDjFAMD4wPAYDVR0RBDUwM4IObjEuZXhhbXBs
ZS5vcmeHBAoAAAeBDWFAZXhhbXBsZS5vcmeGDHNwaWZmZTovL3gveTAKBggqhkjO
PQQDAgNHADBEAiB9K6KNjD6HO6/IC7FmXY9Y0ibK93Estn2nvf9Pc6eArQIgM+zz
WxTtaJyilsnXKcP8eWGuPPYw7Js59ryWCC8vtto=
-----END CERTIFICATE REQUEST-----
`
const PATH = '/apis/certificates.k8s.io/v1/certificatesigningrequests'

function answered(
  signerName: string,
  usages: readonly string[],
  expirationSeconds?: number,
): CertificateSigningRequest {
  const simulator = new Simulator()
  const send = (method: string, path: string, body: object): unknown =>
    simulator.server.handle({ method, path, user: ADMINISTRATOR, body }).body
  const created = send('POST', PATH, {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { name: 'n1' },
    spec: {
      request: Buffer.from(REQUEST).toString('base64'),
      signerName,
      usages,
      ...(expirationSeconds === undefined ? {} : { expirationSeconds }),
    },
  }) as CertificateSigningRequest
  const conditions = [{ type: 'Approved', status: 'True', reason: 'Asked', message: 'For the test' }]
  send('PUT', `${PATH}/n1/approval`, { ...created, status: { conditions } })
  simulator.clock.runTo(DEFAULT_START + 1000)
  return send('GET', `${PATH}/n1`, {}) as CertificateSigningRequest
}

it('signs what its signer takes', () => {
  const usages = ['client auth', 'digital signature']
  const { status } = answered('kubernetes.io/kube-apiserver-client', usages, 3600)
  const certificate = new X509Certificate(Buffer.from(status.certificate ?? '', 'base64'))
  expect(certificate.verify(new X509Certificate(rootCaCertificate).publicKey)).toBe(true)
  const { subject, issuer, subjectAltName, validFrom, validTo, keyUsage, ca } = certificate
  expect({ subject, issuer, subjectAltName, validFrom, validTo, keyUsage, ca }).toEqual({
    subject: 'O=system:nodes\nCN=system:node:n1',
    issuer: 'CN=kubernetes',
    subjectAltName: 'DNS:n1.example.org, email:a@example.org, IP Address:10.0.0.7, URI:spiffe://x/y',
    validFrom: 'Dec 31 23:55:00 2025 GMT',
    validTo: 'Jan  1 01:00:00 2026 GMT',
    keyUsage: ['1.3.6.1.5.5.7.3.2'],
    ca: false,
  })
})

it('signs for a year less the backdating unless something shorter is asked for', () => {
  const { status } = answered('kubernetes.io/kube-apiserver-client', ['client auth'])
  const certificate = new X509Certificate(Buffer.from(status.certificate ?? '', 'base64'))
  expect(certificate.validTo).toBe('Dec 31 23:55:00 2026 GMT')
})

it.each([
  ['kubernetes.io/kube-apiserver-client', ['server auth'], 'invalid usage for client certificate: server auth'],
  ['kubernetes.io/kube-apiserver-client-kubelet', ['client auth'], 'DNS subjectAltNames are not allowed'],
  ['kubernetes.io/kubelet-serving', ['server auth'], 'Email subjectAltNames are not allowed'],
])('%s says what it does not sign', (signer, usages, message) => {
  const { status } = answered(signer, usages)
  expect(status.certificate).toBeUndefined()
  expect(status.conditions?.[1]).toEqual({
    type: 'Failed',
    status: 'True',
    reason: 'SignerValidationFailure',
    message,
    lastUpdateTime: '2026-01-01T00:00:00Z',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  })
})

it("leaves other people's signers alone", () => {
  const { status } = answered('example.com/own', ['client auth'])
  expect([status.certificate, status.conditions?.length]).toEqual([undefined, 1])
})
