// An API server outside behind an APIService: looked at, listed in discovery, and asked as whoever asked here.
import dns from 'node:dns/promises'
import type http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Served, serve } from '../serve.ts'
import { certified } from './hook-server.fixture.ts'

type Json = Record<string, unknown>

let served: Served
let other: https.Server
let lastPort: AddressInfo
const asked: { method: string; url: string; headers: http.IncomingHttpHeaders; client: string; body: string }[] = []
const made = certified(['flower.default.svc'])

/** A tiny API server. */
function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  const { method = '', url = '', headers, socket } = request
  const { subject } = (
    socket as unknown as { getPeerCertificate(): { subject?: { CN?: string } } }
  ).getPeerCertificate()
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    asked.push({ method, url, headers, client: subject?.CN ?? '', body: Buffer.concat(chunks).toString() })
    response.setHeader('content-type', 'application/json')
    if (url === '/apis/garden.example.org/v1') {
      const resources = [{ name: 'flowers', singularName: 'flower', namespaced: true, kind: 'Flower', verbs: ['list'] }]
      const groupVersion = 'garden.example.org/v1'
      response.end(JSON.stringify({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }))
    } else if (url.includes('watch=true')) {
      response.write('{"type":"ADDED"}\n')
      setTimeout(() => response.end('{"type":"DELETED"}\n'), 50)
    } else {
      response.writeHead(method === 'POST' ? 201 : 200, { warning: '299 - "thorns"' })
      response.end('{"kind":"Flower"}')
    }
  })
}

beforeAll(async () => {
  other = https.createServer({ ...made, requestCert: true, rejectUnauthorized: false }, answer)
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve)
  })
  served = await serve({ host: '127.0.0.1', port: 0, speed: 1, token: 'secret', scheduler: false })
  lastPort = other.address() as AddressInfo
  await send('POST', '/api/v1/namespaces/default/services', {
    metadata: { name: 'flower' },
    spec: { type: 'ExternalName', externalName: 'localhost' },
  })
  const spec = specOf('garden.example.org', lastPort.port)
  await send('POST', SERVICES, { metadata: { name: 'v1.garden.example.org' }, spec })
})
afterAll(async () => {
  await served.close()
  other.close().closeAllConnections()
})

const send = (method: string, path: string, body?: object): Promise<Response> =>
  fetch(served.url + path, {
    method,
    headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

const SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices'

const specOf = (group: string, port: number): object => ({
  group,
  version: 'v1',
  service: { namespace: 'default', name: 'flower', port },
  caBundle: Buffer.from(made.ca).toString('base64'),
  groupPriorityMinimum: 1000,
  versionPriority: 10,
})

async function conditionOf(name: string): Promise<Json | undefined> {
  const { status } = (await (await send('GET', `${SERVICES}/${name}`)).json()) as { status: { conditions?: Json[] } }
  return status.conditions?.[0]
}

const FLOWERS = '/apis/garden.example.org/v1/namespaces/default/flowers'

it('is found available and passed requests to', async () => {
  const name = 'v1.garden.example.org'
  for (let tries = 0; (await conditionOf(name))?.['status'] !== 'True' && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await conditionOf(name)).toMatchObject({ type: 'Available', reason: 'Passed', message: 'all checks passed' })
  const listed = (await (await send('GET', '/apis/garden.example.org/v1')).json()) as { resources: Json[] }
  expect(listed.resources.map(({ kind }) => kind)).toEqual(['Flower'])
  const discovery = await fetch(`${served.url}/apis`, {
    headers: {
      authorization: 'Bearer secret',
      accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    },
  })
  expect(await discovery.text()).toContain('"resource":"flowers"')
  const created = await send('POST', FLOWERS, { kind: 'Flower' })
  expect([created.status, created.headers.get('warning'), await created.text()]).toEqual([
    201,
    '299 - "thorns"',
    '{"kind":"Flower"}',
  ])
  const { headers, ...rest } = asked.at(-1)!
  expect(rest).toEqual({ method: 'POST', url: FLOWERS, client: 'front-proxy-client', body: '{"kind":"Flower"}' })
  expect(headers['authorization']).toBeUndefined()
  expect([headers['x-remote-user'], headers['x-remote-group']]).toEqual([
    'admin',
    'system:masters, system:authenticated',
  ])
  expect(await (await send('GET', `${FLOWERS}?watch=true`)).text()).toBe('{"type":"ADDED"}\n{"type":"DELETED"}\n')
})

it('is told of when it cannot be reached', async () => {
  const { address } = await dns.lookup('localhost')
  const refused = `dial tcp ${address.includes(':') ? `[${address}]` : address}:1: connect: connection refused`
  await send('POST', SERVICES, { metadata: { name: 'v1.gone.example.org' }, spec: specOf('gone.example.org', 1) })
  const url = 'https://localhost:1/apis/gone.example.org/v1'
  for (let tries = 0; (await conditionOf('v1.gone.example.org')) === undefined && tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(await conditionOf('v1.gone.example.org')).toMatchObject({
    status: 'False',
    reason: 'FailedDiscoveryCheck',
    message: `failing or missing response from ${url}: Get "${url}": ${refused}`,
  })
  const answer = await send('GET', '/apis/gone.example.org/v1/petals')
  expect([answer.status, await answer.text()]).toEqual([503, 'service unavailable\n'])
  other.close().closeAllConnections()
  const failed = await send('GET', FLOWERS)
  expect([failed.status, await failed.text()]).toEqual([
    503,
    `error trying to reach service: ${refused.replace(':1:', `:${lastPort.port}:`)}\n`,
  ])
})

it('tells the others by whom it is known', async () => {
  const response = await send('GET', '/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication')
  const { data } = (await response.json()) as { data: Json }
  expect(Object.keys(data)).toEqual([
    'client-ca-file',
    'requestheader-allowed-names',
    'requestheader-client-ca-file',
    'requestheader-extra-headers-prefix',
    'requestheader-group-headers',
    'requestheader-username-headers',
  ])
})
