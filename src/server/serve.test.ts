// The door itself: both protocols on one port, who is let in, large bodies and answers, what is no HTTP, a clean stop.
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Served, serve } from './serve.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kabuki-serve-'))
const kubeconfig = path.join(folder, 'kubeconfig')
const options = { host: '127.0.0.1', port: 0, speed: 1, anonymous: false, scheduler: false, token: 'secret' } as const
const LIMIT = 3 * 1024 * 1024
let served: Served

beforeAll(async () => {
  served = await serve({ ...options, kubeconfig })
})
afterAll(async () => {
  await served.close()
  fs.rmSync(folder, { recursive: true })
})

interface Answer {
  readonly code: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

function ask(target: string, sent: http.RequestOptions = {}, body?: string | Buffer): Promise<Answer> {
  const headers = { authorization: 'Bearer secret', ...sent.headers }
  return new Promise((resolve, reject) => {
    const request = http.request(served.url + target, { ...sent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ code: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

const status = ({ body }: Answer): unknown => JSON.parse(body.toString())
const MAPS = '/api/v1/namespaces/default/configmaps'
const configMap = (name: string, value: string): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { value } })

describe('a served cluster', () => {
  it('warns in UTF-8, and of each key that is there twice', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'names' }, 名前: 1 }
    const made = await ask(MAPS, { method: 'POST' }, JSON.stringify(object))
    expect([made.code, Buffer.from(made.headers['warning'] as string, 'latin1').toString()]).toEqual([
      201,
      '299 - "unknown field \\"名前\\""',
    ])
    const twice = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: twice\n  name: twice\n'
    const headers = { 'content-type': 'application/apply-patch+yaml' }
    const applied = await ask(`${MAPS}/twice?fieldManager=me`, { method: 'PATCH', headers }, twice)
    expect([applied.code, applied.headers['warning']]).toEqual([
      201,
      '299 - "line 5: key \\"name\\" already set in map"',
    ])
  })

  it('speaks HTTP and HTTPS on one port, with the certificate of its kubeconfig', async () => {
    expect((await ask('/livez')).body.toString()).toBe('ok')
    expect(status(await ask('/api'))).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.0.1:16443' }],
    })
    const config = parse(fs.readFileSync(kubeconfig, 'utf8')) as {
      clusters: { cluster: { server: string; 'certificate-authority-data': string } }[]
      users: { user: { token: string } }[]
    }
    expect(config.clusters[0]?.cluster.server).toBe(served.url.replace('http:', 'https:'))
    expect(config.users[0]?.user.token).toBe('secret')
    const ca = Buffer.from(config.clusters[0]!.cluster['certificate-authority-data'], 'base64')
    const port = Number(new URL(served.url).port)
    const authorized = await new Promise<boolean>((resolve, reject) => {
      const socket = tls.connect({ host: '127.0.0.1', port, ca }, () => {
        resolve(socket.authorized)
        socket.destroy()
      })
      socket.on('error', reject)
    })
    expect(authorized).toBe(true)
    expect(fs.statSync(kubeconfig).mode & 0o777).toBe(0o600)
  })

  it('lets nobody in without a token it knows', async () => {
    for (const authorization of ['', 'Bearer wrong', 'Basic c2VjcmV0']) {
      const answer = await ask('/livez', { headers: { authorization } })
      expect([answer.code, status(answer)]).toMatchObject([401, { reason: 'Unauthorized', message: 'Unauthorized' }])
    }
  })

  it('says what every answer says', async () => {
    const { headers } = await ask('/version', { headers: { 'audit-id': 'mine' } })
    expect(headers).toMatchObject({
      'audit-id': 'mine',
      'cache-control': 'no-cache, private',
      connection: 'keep-alive',
    })
    expect((await ask('/version')).headers['audit-id']).toMatch(/^[0-9a-f-]{36}$/)
    const head = await ask('/version', { method: 'HEAD' })
    expect([head.code, head.body.length]).toEqual([405, 0])
  })

  it('takes bodies up to its limit', async () => {
    const answer = await ask(MAPS, { method: 'POST' }, Buffer.alloc(LIMIT + 1, 0x20))
    expect([answer.code, status(answer)]).toMatchObject([
      413,
      { reason: 'RequestEntityTooLarge', message: `Request entity too large: limit is ${LIMIT}` },
    ])
    expect((await ask(MAPS, { method: 'POST' }, Buffer.alloc(LIMIT, 0x20))).code).toBe(400)
  })

  it('compresses large answers for who takes that', async () => {
    await ask(MAPS, { method: 'POST' }, configMap('large', 'x'.repeat(200_000)))
    const gzip = { headers: { 'accept-encoding': 'gzip' } }
    const large = await ask(`${MAPS}/large`, gzip)
    expect(large.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
    expect(large.body.length).toBeLessThan(10_000)
    expect((await ask(`${MAPS}/large`)).headers['content-encoding']).toBeUndefined()
    expect((await ask('/version', gzip)).headers['content-encoding']).toBeUndefined()
  })

  it('answers what is no HTTP and goes on', async () => {
    const { port } = new URL(served.url)
    const said = await new Promise<string>((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1', () => socket.write('GARBAGE\r\n\r\n'))
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
    })
    expect(said.split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request')
    expect((await ask('/livez')).code).toBe(200)
  })

  it('ends its watches when it stops', async () => {
    const other = await serve(options)
    const ended = new Promise<boolean>((resolve, reject) => {
      const headers = { authorization: 'Bearer secret' }
      const request = http.get(`${other.url}/api/v1/namespaces?watch=true`, { headers }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.complete))
        other.close().catch(reject)
      })
      request.on('error', reject)
    })
    expect(await ended).toBe(true)
    await expect(fetch(`${other.url}/livez`)).rejects.toThrow()
  })
})
