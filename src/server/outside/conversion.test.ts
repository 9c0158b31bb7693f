// Custom resources of a served cluster whose versions a webhook outside makes of each other: every verb, and watches.
import http from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Served, serve } from '../serve.ts'
import { type Asked, type HookServer, hookServer, type Said } from './hook-server.fixture.ts'

type Json = Record<string, unknown>

let served: Served
let hook: HookServer
let broken = false

/** v1 has `size`, v2 has `length`. */
function convert({ body }: Asked): Said {
  const { apiVersion, kind, request } = body as unknown as {
    apiVersion: string
    kind: string
    request: { uid: string; desiredAPIVersion: string; objects: Json[] }
  }
  if (broken) return { code: 500, text: 'out of order' }
  const convertedObjects = request.objects.map(({ size, length, ...rest }) => ({
    ...rest,
    apiVersion: request.desiredAPIVersion,
    ...(request.desiredAPIVersion.endsWith('v2') ? { length: size } : { size: length }),
  }))
  return { apiVersion, kind, response: { uid: request.uid, result: { status: 'Success' }, convertedObjects } }
}

const version = (name: string, field: string, storage: boolean): object => ({
  name,
  served: true,
  storage,
  schema: { openAPIV3Schema: { type: 'object', properties: { [field]: { type: 'integer' } } } },
})

beforeAll(async () => {
  served = await serve({ host: '127.0.0.1', port: 0, speed: 1, openToAll: true, scheduler: false })
  hook = await hookServer(convert)
  const clientConfig = { url: `${hook.url}/convert`, caBundle: hook.caBundle }
  const webhook = { clientConfig, conversionReviewVersions: ['v1'] }
  const { code } = await send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
    metadata: { name: 'ropes.example.org' },
    spec: {
      group: 'example.org',
      scope: 'Namespaced',
      names: { plural: 'ropes', kind: 'Rope' },
      versions: [version('v1', 'size', true), version('v2', 'length', false)],
      conversion: { strategy: 'Webhook', webhook },
    },
  })
  expect(code).toBe(201)
  for (let tries = 0; (await send('GET', ropes('v1'))).code !== 200 && tries < 50; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
})
afterAll(() => Promise.all([served.close(), hook.close()]))

const ropes = (of: string, name = ''): string =>
  `/apis/example.org/${of}/namespaces/default/ropes${name === '' ? '' : `/${name}`}`

async function send(
  method: string,
  path: string,
  body?: object,
  type = 'application/json',
): Promise<{ code: number; body: Json }> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(served.url + path, { method, headers: { 'content-type': type }, ...sent })
  return { code: response.status, body: (await response.json()) as Json }
}

it('is written and read in each version, in one write each', async () => {
  const seen: Json[] = []
  const request = http.get(`${served.url}${ropes('v2')}?watch=true`, (response) => {
    response.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().trim().split('\n')) seen.push(JSON.parse(line) as Json)
    })
    response.on('error', () => undefined)
  })
  request.on('error', () => undefined)
  const rope = { apiVersion: 'example.org/v2', kind: 'Rope', metadata: { name: 'a' }, length: 3 }
  const made = await send('POST', ropes('v2'), rope)
  expect([made.code, made.body]).toMatchObject([201, { apiVersion: 'example.org/v2', length: 3 }])
  expect((await send('GET', ropes('v1', 'a'))).body).toMatchObject({ apiVersion: 'example.org/v1', size: 3 })
  const patched = await send('PATCH', ropes('v2', 'a'), { length: 4 }, 'application/merge-patch+json')
  expect([patched.code, patched.body]).toMatchObject([200, { length: 4, metadata: { generation: 2 } }])
  await send('POST', ropes('v1'), { apiVersion: 'example.org/v1', kind: 'Rope', metadata: { name: 'b' }, size: 5 })
  const { items } = (await send('GET', ropes('v2'))).body as { items: Json[] }
  expect(items.map(({ length }) => length)).toEqual([4, 5])
  expect((await send('DELETE', ropes('v2', 'a'))).code).toBe(200)
  await new Promise((resolve) => setTimeout(resolve, 200))
  request.destroy()
  expect(seen.map(({ type, object }) => [type, (object as Json)['length']])).toEqual([
    ['ADDED', 3],
    ['MODIFIED', 4],
    ['ADDED', 5],
    ['DELETED', 4],
  ])
})

it('tells what went wrong', async () => {
  broken = true
  const head = 'conversion webhook for example.org/v1, Kind=Rope failed: '
  expect((await send('GET', ropes('v2', 'b'))).body['message']).toBe(
    `${head}an error on the server ("out of order") has prevented the request from succeeding`,
  )
  broken = false
})
