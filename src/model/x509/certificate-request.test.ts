import { describe, expect, it } from 'vitest'
import { parseCertificateRequest } from './certificate-request.ts'

const REQUEST = `-----BEGIN CERTIFICATE REQUEST-----
MIIBOTCB4QIBADAwMRUwEwYDVQQKDAxzeXN0ZW06bm9kZXMxFzAVBgNVBAMMDnN5
c3RlbTpub2RlOm4xMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEVyDcrDoM0lQ+
fnj4GiA9X447MrqQcclhYVEdXk0zv66dKbuLjvYbTcQ2fMJYCFenG2EDqu1xsT9e
Yn8OdTFXUKBPME0GCSqGSIb3DQEJDjFAMD4wPAYDVR0RBDUwM4IObjEuZXhhbXBs
ZS5vcmeHBAoAAAeBDWFAZXhhbXBsZS5vcmeGDHNwaWZmZTovL3gveTAKBggqhkjO
PQQDAgNHADBEAiB9K6KNjD6HO6/IC7FmXY9Y0ibK93Estn2nvf9Pc6eArQIgM+zz
WxTtaJyilsnXKcP8eWGuPPYw7Js59ryWCC8vtto=
-----END CERTIFICATE REQUEST-----`

describe('parseCertificateRequest', () => {
  it('reads who asks for what, and finds the signature right', () => {
    const request = parseCertificateRequest(REQUEST)
    if ('error' in request) throw new Error(request.error)
    const { signatureProblem, subject: _, publicKey: __, alternativeNames, ...said } = request
    expect(said).toEqual({
      commonName: 'system:node:n1',
      organization: ['system:nodes'],
      dnsNames: ['n1.example.org'],
      emailAddresses: ['a@example.org'],
      ipAddresses: ['10.0.0.7'],
      uris: ['spiffe://x/y'],
    })
    expect(alternativeNames.map(({ tag }) => tag)).toEqual([2, 1, 7, 6])
    expect(signatureProblem()).toBeUndefined()
  })

  it('notices a request that was changed after it was signed', () => {
    const changed = Buffer.from(REQUEST.split('\n').slice(1, -1).join(''), 'base64')
    const at = changed.indexOf('system:nodes')
    changed.write('system:masts', at)
    const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${changed.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
    const request = parseCertificateRequest(pem)
    expect('error' in request ? request.error : request.signatureProblem()).toBe('x509: ECDSA verification failure')
  })

  it.each([
    ['', 'PEM block type must be CERTIFICATE REQUEST'],
    ['hello', 'PEM block type must be CERTIFICATE REQUEST'],
    [REQUEST.replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'), 'PEM block type must be CERTIFICATE REQUEST'],
    [pemOf(''), 'asn1: syntax error: sequence truncated'],
    [pemOf('MIIB'), 'asn1: syntax error: truncated tag or length'],
    [pemOf('MBAA'), 'asn1: syntax error: data truncated'],
    [
      pemOf('aGVsbG8='),
      "asn1: structure error: tags don't match (16 vs {class:1 tag:8 length:101 isCompound:true}) {optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false} certificateRequest @2",
    ],
  ])('says as Go does what is wrong with %j', (pem, error) => {
    expect(parseCertificateRequest(pem)).toEqual({ error })
  })
})

function pemOf(base64: string): string {
  return `-----BEGIN CERTIFICATE REQUEST-----\n${base64}\n-----END CERTIFICATE REQUEST-----\n`
}
