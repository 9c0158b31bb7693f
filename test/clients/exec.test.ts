// exec over a WebSocket as kubectl opens it, against a served cluster: output by channel, the end as a Status.
import { afterAll, beforeAll, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type Served, serve } from '../../src/server/serve.ts'

const TOKEN = 'exec-test'
let served: Served

beforeAll(async () => {
  served = await serve({
    host: '127.0.0.1',
    port: 0,
    speed: 'max',
    anonymous: false,
    token: TOKEN,
    nodes: [{ name: 'n' }],
  })
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '3600'] }] },
  }
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  const path = `${served.url}/api/v1/namespaces/default/pods`
  await fetch(path, { method: 'POST', headers, body: JSON.stringify(pod) })
  for (let i = 0; i < 200; i++) {
    const found = (await (await fetch(`${path}/p`, { headers })).json()) as { status: { phase: string } }
    if (found.status.phase === 'Running') return
    await new Promise((done) => setTimeout(done, 20))
  }
  throw new Error('the pod did not start')
})

afterAll(() => served.close())

function exec(pod: string, command: readonly string[], token = TOKEN): Promise<Record<string, string>> {
  const query = new URLSearchParams([
    ...command.map((c) => ['command', c] as [string, string]),
    ['stdout', 'true'],
    ['stderr', 'true'],
  ])
  const url = `${served.url.replace('http', 'ws')}/api/v1/namespaces/default/pods/${pod}/exec?${query}`
  return new Promise((resolve) => {
    const channels: Record<string, string> = {}
    const socket = new WebSocket(url, ['v5.channel.k8s.io'], { headers: { authorization: `Bearer ${token}` } })
    socket.on('message', (data: Buffer) => {
      channels[String(data[0])] = (channels[String(data[0])] ?? '') + data.subarray(1).toString()
    })
    socket.on('unexpected-response', (_, response) => resolve({ code: String(response.statusCode) }))
    socket.on('close', () => resolve(channels))
    socket.on('error', () => {})
  })
}

it('hands over output and exit code', async () => {
  const { 3: status, ...output } = await exec('p', ['sh', '-c', 'echo out; echo err >&2; exit 3'])
  expect(output).toEqual({ 1: 'out\n', 2: 'err\n' })
  expect(JSON.parse(status ?? '')).toEqual({
    metadata: {},
    status: 'Failure',
    message: 'command terminated with non-zero exit code: exit status 3',
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: '3' }] },
  })
})

it('says that a command went well', async () => {
  expect(await exec('p', ['true'])).toEqual({ 3: '{"metadata":{},"status":"Success"}' })
})

it('refuses as the API server does', async () => {
  expect(await exec('nobody', ['true'])).toEqual({ code: '404' })
  expect(await exec('p', ['true'], 'wrong')).toEqual({ code: '401' })
})
