// What a served cluster signs by itself: client certificates that log in to it, its own certificate, tokens that others can verify.
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import https from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bits, identifier, integer, sequence, set, tagged, utf8 } from '../model/x509/der-writer.ts'
import { publicKeyOf } from '../model/x509/issue.ts'
import { type Served, serve } from './serve.ts'

type Json = Readonly<Record<string, unknown>>

let served: Served
beforeAll(async () => {
  served = await serve({ host: '127.0.0.1', port: 0, speed: 1, scheduler: false, token: 'secret' })
})
afterAll(() => served.close())

const admin = { authorization: 'Bearer secret' }

function ask(path: string, { body, ...sent }: https.RequestOptions & { body?: unknown } = {}): Promise<Json> {
  return new Promise((resolve, reject) => {
    const url = served.url.replace('http:', 'https:') + path
    const headers = { ...sent.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    const request = https.request(url, { agent: false, ...sent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()) as Json))
    })
    request.on('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A certificate request of jane of the developers. */
function request(): string {
  const attribute = (type: string, value: string): Uint8Array => set(sequence(identifier(type), utf8(value)))
  const subject = sequence(attribute('2.5.4.10', 'dev'), attribute('2.5.4.3', 'jane'))
  const content = sequence(integer(Buffer.from([0])), subject, publicKeyOf(privateKey), tagged(0xa0))
  const algorithm = sequence(identifier('1.2.840.10045.4.3.2'))
  const der = Buffer.from(sequence(content, algorithm, bits(sign('sha256', content, privateKey))))
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
}

describe('a served cluster', () => {
  it('knows who has a certificate that it signed, and is known by the certificate every namespace holds', async () => {
    const open = { rejectUnauthorized: false, headers: admin }
    const root = (await ask('/api/v1/namespaces/default/configmaps/kube-root-ca.crt', open))['data'] as Json
    const ca = root['ca.crt'] as string
    const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests'
    const created = await ask(path, {
      ca,
      headers: admin,
      method: 'POST',
      body: {
        apiVersion: 'certificates.k8s.io/v1',
        kind: 'CertificateSigningRequest',
        metadata: { name: 'jane' },
        spec: {
          request: Buffer.from(request()).toString('base64'),
          signerName: 'kubernetes.io/kube-apiserver-client',
          usages: ['client auth'],
        },
      },
    })
    const conditions = [{ type: 'Approved', status: 'True', reason: 'Asked', message: 'For the test' }]
    const approved = { ...created, status: { conditions } }
    await ask(`${path}/jane/approval`, { ca, headers: admin, method: 'PUT', body: approved })
    const key = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
    await expect
      .poll(async () => (await ask(`${path}/jane`, { ca, headers: admin }))['status'])
      .toHaveProperty('certificate')
    const { certificate } = (await ask(`${path}/jane`, { ca, headers: admin }))['status'] as { certificate: string }
    const cert = Buffer.from(certificate, 'base64').toString()
    const refused = await ask('/api/v1/nodes', { ca, key, cert })
    expect(refused['message']).toBe(
      'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
    )
  })

  it('publishes the key that verifies the tokens of service accounts', async () => {
    const open = { rejectUnauthorized: false, headers: admin }
    const about = await ask('/.well-known/openid-configuration', open)
    expect(about).toEqual({
      issuer: 'https://kubernetes.default.svc.cluster.local',
      jwks_uri: `${served.url.replace('http:', 'https:')}/openid/v1/jwks`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
    })
    const { keys } = (await ask('/openid/v1/jwks', open)) as unknown as { keys: [{ kid: string; alg: string }] }
    const answer = await ask('/api/v1/namespaces/default/serviceaccounts/default/token', {
      ...open,
      method: 'POST',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' },
    })
    const { token } = answer['status'] as { token: string }
    const [header = '', payload = '', signature = ''] = token.split('.')
    const { kid, alg } = keys[0]
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg, kid })
    const key = { key: createPublicKey({ key: keys[0] as never, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
    const signed = Buffer.from(`${header}.${payload}`)
    expect(verify('sha256', signed, key, Buffer.from(signature, 'base64url'))).toBe(true)
  })
})
