// What a served cluster signs by itself: client certificates that log in to it, its own certificate, tokens that others can verify.
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import https from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bits, identifier, integer, sequence, set, tagged, utf8 } from '../model/x509/der-writer.ts'
import { commonNameOf, issueCertificate, publicKeyOf } from '../model/x509/issue.ts'
import { makeAuthority } from './certificate.ts'
import { type Served, serve } from './serve.ts'

type Json = Readonly<Record<string, unknown>>

let served: Served
beforeAll(async () => {
  served = await serve({ host: '127.0.0.1', port: 0, speed: 1, scheduler: false, token: 'secret' })
})
afterAll(() => served.close())

const admin = { authorization: 'Bearer secret' }

type Sent = https.RequestOptions & { readonly body?: unknown; readonly base?: string }

function ask(path: string, { body, base = served.url, ...sent }: Sent = {}): Promise<Json> {
  return new Promise((resolve, reject) => {
    const url = base.replace('http:', 'https:') + path
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

const makeKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const privateKey = makeKey()

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

  it('knows who shows what leads to an authority for clients, on every connection', async () => {
    const now = Date.now()
    const outside = makeAuthority(now)
    const between = { commonName: 'between', key: makeKey(), keyId: outside.signer().keyId }
    const shared = { serial: randomBytes(8), notBefore: now - 60_000, notAfter: now + 3_600_000, alternativeNames: [] }
    const pems = [
      issueCertificate(between, {
        ...shared,
        subject: commonNameOf('joe'),
        publicKey: publicKeyOf(privateKey),
        usages: ['client auth'],
      }),
      issueCertificate(outside.signer(), {
        ...shared,
        subject: commonNameOf('between'),
        publicKey: publicKeyOf(between.key),
        usages: ['cert sign'],
        isAuthority: true,
      }),
    ]
    const settings = { host: '127.0.0.1', port: 0, speed: 1, scheduler: false, clientCa: outside.certificate } as const
    const other = await serve(settings)
    const agent = new https.Agent({ maxCachedSessions: 10 })
    const key = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
    const asJoe = { agent, key, rejectUnauthorized: false, base: other.url }
    for (let i = 0; i < 3; i++) {
      expect((await ask('/api/v1/nodes', { ...asJoe, cert: pems.join('') }))['message']).toBe(
        'nodes is forbidden: User "joe" cannot list resource "nodes" in API group "" at the cluster scope',
      )
    }
    const alone = await ask('/api/v1/nodes', { ...asJoe, agent: false, cert: pems[0] })
    expect(alone['message']).toBe('Unauthorized')
    agent.destroy()
    await other.close()
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
