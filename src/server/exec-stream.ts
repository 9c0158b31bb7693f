// exec over a WebSocket, as kubectl speaks it (v4 and v5.channel.k8s.io): what the command wrote on channels 1 and 2, how it ended
// as a Status on channel 3. Limits: output comes when the command is over, standard input is not read; attach and portforward are
// refused as NotSimulated. Upstream: apimachinery/pkg/util/remotecommand, kubelet/pkg/cri/streaming/remotecommand.

import type http from 'node:http'
import { createRequire } from 'node:module'
import type { Duplex } from 'node:stream'
import type { WebSocket, WebSocketServer } from 'ws'
import type { Authenticator } from './authenticate.ts'
import type { WireFront } from './front.ts'

const EXEC = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/exec$/
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const CHANNEL = { stdout: 1, stderr: 2, error: 3 } as const
/** What the API server answers when it would connect (api/subresources/pod-connect.ts). */
const WOULD_CONNECT = 501
const POLL_MS = 10

/** Serves upgrades of a server. */
export function serveExec(
  front: WireFront,
  authenticate: Authenticator,
): (request: http.IncomingMessage, socket: Duplex, head: Buffer) => void {
  let sockets: WebSocketServer | undefined
  return (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([k, v]) => [k, Array.isArray(v) ? v.join(', ') : v]),
    )
    const user = authenticate(headers)
    if (user === undefined) return refuse(socket, 401, front.unauthorized())
    const judged = front.serve({
      method: 'POST',
      url: request.url ?? '/',
      headers: { ...headers, accept: 'application/json' },
      body: new Uint8Array(),
      user,
    })
    const at = EXEC.exec(url.pathname)
    if (judged.code !== WOULD_CONNECT || at === null) return refuse(socket, judged.code, String(judged.body))
    const [, namespace = '', pod = ''] = at.map((part) => decodeURIComponent(part))
    const command = url.searchParams.getAll('command')
    const run = front.exec(namespace, pod, url.searchParams.get('container') ?? '', command)
    if (run === undefined)
      return refuse(socket, 500, JSON.stringify(failure('unable to upgrade connection: container not found')))
    sockets ??= webSocketServer()
    sockets.handleUpgrade(request, socket, head, (client) => play(client, run))
  }
}

/** Loaded when first needed, so that a start does not pay for it. */
function webSocketServer(): WebSocketServer {
  const { WebSocketServer: Server } = createRequire(import.meta.url)('ws') as typeof import('ws')
  return new Server({ noServer: true, handleProtocols: (offered) => PROTOCOLS.find((p) => offered.has(p)) ?? false })
}

interface Run {
  result():
    | { readonly stdout: string; readonly stderr: string; readonly exitCode: number; readonly startError?: string }
    | undefined
  stop(): void
}

function play(client: WebSocket, run: Run): void {
  const timer = setInterval(() => {
    const result = run.result()
    if (result === undefined) return
    clearInterval(timer)
    const { stdout, stderr, exitCode, startError } = result
    if (stdout !== '') client.send(frame(CHANNEL.stdout, stdout))
    if (stderr !== '') client.send(frame(CHANNEL.stderr, stderr))
    const status =
      startError === undefined
        ? ended(exitCode)
        : failure(`NotSimulated: how the runtime words this is not recorded: ${startError}`)
    client.send(frame(CHANNEL.error, JSON.stringify(status)))
    client.close(1000)
  }, POLL_MS)
  client.on('close', () => {
    clearInterval(timer)
    run.stop()
  })
}

const frame = (channel: number, text: string): Buffer => Buffer.concat([Buffer.from([channel]), Buffer.from(text)])

function ended(exitCode: number): unknown {
  if (exitCode === 0) return { metadata: {}, status: 'Success' }
  const details = { causes: [{ reason: 'ExitCode', message: String(exitCode) }] }
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    reason: 'NonZeroExitCode',
    details,
  }
}

const failure = (why: string): unknown => ({
  metadata: {},
  status: 'Failure',
  message: `Internal error occurred: ${why}`,
  reason: 'InternalError',
  details: { causes: [{ message: why }] },
  code: 500,
})

/** An answer instead of the upgrade. */
function refuse(socket: Duplex, code: number, body: string): void {
  socket.end(
    `HTTP/1.1 ${code} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
