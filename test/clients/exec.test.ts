// exec and attach over WebSockets and SPDY as kubectl opens them, against a served cluster: output as it is written, input, the end as
// a Status, refusals in the words of API server, kubelet and runtime.
import http from 'node:http'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { runPod, type ServedCluster, servedCluster } from './served.ts'

let served: ServedCluster

beforeAll(async () => {
  served = await servedCluster()
  await runPod(served, { name: 'p', command: ['sleep', '3600'] })
})
afterAll(() => served.close())

type Parameter = [string, string]

const V5 = 'v5.channel.k8s.io'
const CLOSE_STDIN = Buffer.from([255, 0])

/** What came over the channels of a WebSocket, in order and put together; and a way to wait for more. */
class Channels {
  readonly socket: WebSocket
  readonly all: Record<string, string> = {}
  readonly closed: Promise<Record<string, string>>
  #waiting: (() => void) | undefined

  constructor(path: string, query: readonly Parameter[], protocol = V5, token = served.token) {
    const search = new URLSearchParams(query)
    const url = `${served.url.replace('http', 'ws')}/api/v1/namespaces/default/pods/${path}?${search}`
    this.socket = new WebSocket(url, protocol === '' ? [] : [protocol], {
      headers: { authorization: `Bearer ${token}` },
    })
    this.closed = new Promise((resolve) => {
      this.socket.on('message', (data: Buffer) => {
        const channel = String(data[0])
        this.all[channel] = (this.all[channel] ?? '') + data.subarray(1).toString()
        this.#waiting?.()
      })
      this.socket.on('unexpected-response', (_, response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve({ code: String(response.statusCode), text }))
      })
      this.socket.on('close', () => resolve(this.all))
      this.socket.on('error', () => {})
    })
  }

  async has(channel: number, text: string): Promise<void> {
    while (this.all[channel]?.includes(text) !== true)
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
  }

  send(text: string, channel = 0): void {
    this.socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text)]))
  }
}

const commands = (command: readonly string[]): Parameter[] => command.map((word) => ['command', word])
const OUTPUT: readonly Parameter[] = [
  ['stdout', 'true'],
  ['stderr', 'true'],
]

function exec(command: readonly string[], protocol = V5): Promise<Record<string, string>> {
  return new Channels('p/exec', [...commands(command), ...OUTPUT], protocol).closed
}

describe('exec', () => {
  it('hands over output and exit code', async () => {
    const { 3: status, ...output } = await exec(['sh', '-c', 'echo out; echo err >&2; exit 3'])
    expect(output).toEqual({ 1: 'out\n', 2: 'err\n' })
    expect(JSON.parse(status ?? '')).toEqual({
      metadata: {},
      status: 'Failure',
      message: 'command terminated with non-zero exit code: command terminated with exit code 3',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    })
  })

  it('speaks the older protocols as the runtime does', async () => {
    expect(await exec(['true'])).toEqual({ 1: '', 3: '{"metadata":{},"status":"Success"}' })
    expect(await exec(['true'], 'v4.channel.k8s.io')).toEqual({ 1: '', 3: '{"status":"Success"}' })
    expect(JSON.parse((await exec(['sh', '-c', 'exit 3'], 'v4.channel.k8s.io'))['3'] ?? '')).toEqual({
      status: 'Failure',
      message: 'command terminated with non-zero exit code: error executing command [sh -c exit 3], exit code 3',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    })
    expect(await exec(['sh', '-c', 'exit 3'], '')).toEqual({
      1: '',
      3: 'command terminated with non-zero exit code: error executing command [sh -c exit 3], exit code 3',
    })
    // Messages of base64 begin with the digit of their channel.
    expect(await exec(['echo', 'x'], 'base64.channel.k8s.io')).toEqual({ [0x31]: 'eAo=' })
  })

  it('says why a command cannot be started', async () => {
    const status = JSON.parse((await exec(['nope']))['3'] ?? '') as { message: string; reason: string }
    expect(status.reason).toBe('InternalError')
    expect(status.message.replace(/"[0-9a-f]{64}"/, '<id>')).toBe(
      'Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: ' +
        'failed to start exec <id>: OCI runtime exec failed: exec failed: unable to start container process: ' +
        'exec: "nope": executable file not found in $PATH',
    )
  })

  it('gives output as it is written and takes input', async () => {
    const channels = new Channels('p/exec', [
      ...commands(['sh', '-c', 'while read x; do echo "<$x>"; done']),
      ...OUTPUT,
      ['stdin', 'true'],
    ])
    await channels.has(1, '')
    channels.send('one\n')
    await channels.has(1, '<one>\n')
    channels.send('tw')
    channels.send('o\n')
    await channels.has(1, '<two>\n')
    channels.socket.send(CLOSE_STDIN)
    expect(await channels.closed).toEqual({ 1: '<one>\n<two>\n', 3: '{"metadata":{},"status":"Success"}' })
  })

  it('runs a shell on what comes, command by command', async () => {
    const channels = new Channels('p/exec', [...commands(['sh']), ...OUTPUT, ['stdin', 'true']])
    await channels.has(1, '')
    channels.send('x=1\nif [ $x = 1 ]; then\n')
    channels.send('echo yes\nfi\n')
    await channels.has(1, 'yes\n')
    channels.send('read y\ngiven\necho "y is $y"\nexit 6\n')
    expect(JSON.parse((await channels.closed)['3'] ?? '')).toMatchObject({ details: { causes: [{ message: '6' }] } })
    expect(channels.all['1']).toBe('yes\ny is given\n')
  })

  it('has a terminal where one is asked for', async () => {
    const channels = new Channels('p/exec', [
      ...commands(['sh']),
      ['stdin', 'true'],
      ['stdout', 'true'],
      ['tty', 'true'],
    ])
    await channels.has(1, '/ # ')
    channels.send('{"Width":80,"Height":24}', 4)
    channels.send('ecjo\x7f\x7fho hi\r')
    await channels.has(1, 'hi\r\n/ # ')
    channels.send('sleep 100\r')
    await channels.has(1, 'sleep 100\r\n')
    channels.send('\x03')
    await channels.has(1, '^C\r\n/ # ')
    channels.send('\x04')
    const { 1: screen, 3: status } = await channels.closed
    expect(screen).toBe('/ # ecjo\b \b\b \bho hi\r\nhi\r\n/ # sleep 100\r\n^C\r\n/ # ')
    expect(JSON.parse(status ?? '')).toMatchObject({ details: { causes: [{ message: '130' }] } })
  })

  it('is refused as API server and kubelet do', async () => {
    const asked = (path: string, query: readonly Parameter[]) => new Channels(path, query).closed
    expect((await asked('nobody/exec', OUTPUT))['code']).toBe('404')
    expect(await new Channels('p/exec', OUTPUT, V5, 'wrong').closed).toMatchObject({ code: '401' })
    expect(await asked('p/exec', commands(['ls']))).toEqual({
      code: '400',
      text: 'you must specify at least 1 of stdin, stdout, stderr',
    })
    expect(JSON.parse((await asked('p/exec', [['container', 'x'], ...OUTPUT]))['text'] ?? '')).toMatchObject({
      message: 'container x is not valid for pod p',
    })
    expect(await new Channels('p/exec', OUTPUT, 'v9.channel.k8s.io').closed).toEqual({ code: '403', text: '' })
    await runPod(served, { name: 'over', command: ['true'], ends: true })
    expect(await asked('over/exec', OUTPUT)).toEqual({ code: '500', text: 'container not found ("main")' })
    expect(await asked('over/attach', OUTPUT)).toEqual({
      code: '500',
      text: 'container main not found in pod over_default',
    })
  })

  it('tells who stays with HTTP to upgrade', async () => {
    const headers = { authorization: `Bearer ${served.token}` }
    const url = `${served.url}/api/v1/namespaces/default/pods/p/exec?command=ls&stdout=true`
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(url, { method, headers })
      expect([answer.status, await answer.json()]).toMatchObject([400, { message: 'Upgrade request required' }])
    }
  })

  it('agrees on a protocol over SPDY or says which there are', async () => {
    const ask = (headers: http.OutgoingHttpHeaders): Promise<[number | undefined, http.IncomingHttpHeaders, string]> =>
      new Promise((resolve, reject) => {
        const request = http.request(`${served.url}/api/v1/namespaces/default/pods/p/exec?command=ls&stdout=true`, {
          method: 'POST',
          headers: { authorization: `Bearer ${served.token}`, connection: 'Upgrade', upgrade: 'SPDY/3.1', ...headers },
        })
        request.on('error', reject)
        request.on('upgrade', (response, socket: Duplex) => {
          socket.destroy()
          resolve([response.statusCode, response.headers, ''])
        })
        request.on('response', async (response) => {
          let text = ''
          for await (const chunk of response) text += chunk
          resolve([response.statusCode, response.headers, text])
        })
        request.end()
      })
    expect(await ask({ 'x-stream-protocol-version': ['v9', 'v4.channel.k8s.io', 'v3.channel.k8s.io'] })).toMatchObject([
      101,
      { upgrade: 'SPDY/3.1', 'x-stream-protocol-version': 'v4.channel.k8s.io' },
      '',
    ])
    expect(await ask({ 'x-stream-protocol-version': 'v9' })).toMatchObject([
      403,
      {
        'x-accepted-stream-protocol-versions':
          'v4.channel.k8s.io, v3.channel.k8s.io, v2.channel.k8s.io, channel.k8s.io',
      },
      'unable to upgrade: unable to negotiate protocol: client supports [v9], server accepts ' +
        '[v4.channel.k8s.io v3.channel.k8s.io v2.channel.k8s.io channel.k8s.io]\n',
    ])
    expect((await ask({}))[0]).toBe(400)
  })
})

describe('streams', () => {
  const messages = (path: string, protocol: string | undefined, count: number): Promise<string[]> =>
    new Promise((resolve, reject) => {
      const url = `${served.url.replace('http', 'ws')}/api/v1/namespaces/default/${path}`
      const headers = { authorization: `Bearer ${served.token}` }
      const socket = new WebSocket(url, protocol === undefined ? [] : [protocol], { headers })
      const got: string[] = []
      socket.on('message', (data: Buffer, binary) => {
        got.push(`${binary ? 'binary' : 'text'} ${data}`)
        if (got.length === count) socket.close()
      })
      socket.on('close', () => resolve(got))
      socket.on('error', reject)
    })

  it('come over WebSockets too: watches an event a message, logs as bytes', async () => {
    const [event] = await messages('pods?watch=true&fieldSelector=metadata.name=p', undefined, 1)
    expect(event).toMatch(/^text \{"type":"ADDED","object":\{"kind":"Pod".*\}\n$/)
    await runPod(served, { name: 'says', command: ['echo', 'hi'], ends: true })
    expect(await messages('pods/says/log?follow=true', undefined, 3)).toEqual(['binary ', 'binary hi\n'])
    expect(await messages('pods/says/log?follow=true', 'base64.binary.k8s.io', 3)).toEqual(['binary ', 'text aGkK'])
  })
})

describe('portforward', () => {
  it('tunnels SPDY through a WebSocket whose protocol has a slash, as kubectl asks for it', async () => {
    const protocol = 'SPDY/3.1+portforward.k8s.io'
    const [code, headers] = await new Promise<[number | undefined, http.IncomingHttpHeaders]>((resolve, reject) => {
      const request = http.request(`${served.url}/api/v1/namespaces/default/pods/p/portforward`, {
        headers: {
          authorization: `Bearer ${served.token}`,
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': Buffer.alloc(16).toString('base64'),
          'sec-websocket-protocol': protocol,
        },
      })
      request.on('error', reject)
      request.on('response', (response) => resolve([response.statusCode, response.headers]))
      request.on('upgrade', (response, socket: Duplex) => {
        socket.destroy()
        resolve([response.statusCode, response.headers])
      })
      request.end()
    })
    expect([code, headers['sec-websocket-protocol']]).toEqual([101, protocol])
  })
})

describe('attach', () => {
  it('hears the main process from now on, until it ends', async () => {
    await runPod(served, {
      name: 'reader',
      command: ['sh', '-c', 'echo before; while read x; do echo "got $x"; done; exit 2'],
      container: { stdin: true, stdinOnce: true },
    })
    const channels = new Channels('reader/attach', [...OUTPUT, ['stdin', 'true']])
    await channels.has(1, '')
    channels.send('one\n')
    await channels.has(1, 'got one\n')
    channels.socket.send(CLOSE_STDIN)
    expect(await channels.closed).toEqual({ 1: 'got one\n', 3: '{"metadata":{},"status":"Success"}' })
  })
})
