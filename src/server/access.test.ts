// Who is let in by a served cluster, and what of it is written down.
import { createHash, type KeyObject } from 'node:crypto'
import https from 'node:https'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { identifier, sequence, set, utf8 } from '../model/x509/der-writer.ts'
import { type Authority, commonNameOf, issueCertificate, keyFromSeed, publicKeyOf } from '../model/x509/issue.ts'
import { rootCa } from '../simulator/data/root-ca.ts'
import { type Served, serve } from './serve.ts'

const seeded = (text: string): KeyObject => keyFromSeed(createHash('sha256').update(text).digest())
const keyIdOf = (key: KeyObject): Uint8Array => createHash('sha1').update(publicKeyOf(key)).digest()
const clientKey = seeded('client')
const attribute = (type: string, value: string): Uint8Array => set(sequence(identifier(type), utf8(value)))

function certificate(authority: Authority, subject: Uint8Array, key: KeyObject, isAuthority = false): string {
  const times = { notBefore: Date.now() - 60_000, notAfter: Date.now() + 3_600_000 }
  const usages = isAuthority ? ['cert sign'] : ['client auth', 'digital signature']
  const publicKey = publicKeyOf(key)
  return issueCertificate(authority, {
    serial: Buffer.from([7]),
    subject,
    publicKey,
    ...times,
    usages,
    alternativeNames: [],
    ...(isAuthority ? { isAuthority } : {}),
  })
}

const caKey = seeded('authority')
const authority: Authority = { commonName: 'clients', key: caKey, keyId: keyIdOf(caKey) }
const clientCa = certificate(authority, commonNameOf('clients'), caKey, true)
const jane = sequence(attribute('2.5.4.10', 'dev'), attribute('2.5.4.3', 'jane'))
const events: Readonly<Record<string, unknown>>[] = []
const policy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'Metadata', nonResourceURLs: ['/apis*'] },
    { level: 'Metadata', users: ['jane'] },
  ],
}
let served: Served

beforeAll(async () => {
  const audit = { policy, write: (event: Readonly<Record<string, unknown>>) => void events.push(event) }
  served = await serve({ host: '127.0.0.1', port: 0, speed: 1, scheduler: false, token: 'secret', clientCa, audit })
})
afterAll(() => served.close())

function ask(path: string, sent: https.RequestOptions = {}): Promise<{ code: number; message: string }> {
  return new Promise((resolve, reject) => {
    const url = served.url.replace('http:', 'https:') + path
    const request = https.get(url, { rejectUnauthorized: false, agent: false, ...sent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { message = '' } = JSON.parse(Buffer.concat(chunks).toString()) as { message?: string }
        resolve({ code: response.statusCode ?? 0, message })
      })
    })
    request.on('error', reject)
  })
}

const key = clientKey.export({ format: 'pem', type: 'pkcs8' }) as string

describe('a served cluster', () => {
  it('knows clients by certificates of the authority it was given', async () => {
    const cert = certificate(authority, jane, clientKey)
    expect(await ask('/api/v1/nodes', { key, cert })).toEqual({
      code: 403,
      message: 'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
    })
    expect(events.at(-1)).toMatchObject({
      level: 'Metadata',
      stage: 'ResponseComplete',
      requestURI: '/api/v1/nodes',
      verb: 'list',
      user: { username: 'jane', groups: ['dev', 'system:authenticated'] },
      sourceIPs: ['127.0.0.1'],
      objectRef: { resource: 'nodes', apiVersion: 'v1' },
      responseStatus: { status: 'Failure', reason: 'Forbidden', code: 403 },
      annotations: { 'authorization.k8s.io/decision': 'forbid' },
    })
  })

  it('does not trust the authority whose key everybody can have', async () => {
    const masters = sequence(attribute('2.5.4.10', 'system:masters'), attribute('2.5.4.3', 'eve'))
    const cert = certificate(rootCa(), masters, clientKey)
    expect(await ask('/api/v1/nodes', { key, cert })).toEqual({ code: 401, message: 'Unauthorized' })
    expect(await ask('/api/v1/nodes')).toEqual({ code: 401, message: 'Unauthorized' })
  })

  it('writes of paths that are no resources, and of who impersonates whom', async () => {
    const headers = { authorization: 'Bearer secret', 'impersonate-user': 'bob', 'audit-id': 'my-id' }
    expect((await ask('/apis', { headers })).code).toBe(200)
    expect(events.at(-1)).toMatchObject({
      auditID: 'my-id',
      verb: 'get',
      requestURI: '/apis',
      user: { username: 'admin' },
      impersonatedUser: { username: 'bob', groups: ['system:authenticated'] },
      authenticationMetadata: { impersonationConstraint: 'impersonate:user-info' },
      responseStatus: { metadata: {}, code: 200 },
      annotations: { 'authorization.k8s.io/decision': 'allow' },
    })
  })

  it('lets anybody in where its configuration says so', async () => {
    const authentication = {
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AuthenticationConfiguration',
      anonymous: { enabled: true, conditions: [{ path: '/api' }] },
    }
    const open = await serve({ host: '127.0.0.1', port: 0, speed: 1, scheduler: false, authentication })
    const code = async (path: string): Promise<number> => (await fetch(open.url + path)).status
    expect([await code('/api'), await code('/apis')]).toEqual([403, 401])
    await open.close()
  })
})
