// The simulated API server behind a socket: HTTP and HTTPS on one port (told apart by their first byte), bearer tokens, watch
// streams, a clean stop. It knows sockets; everything about the API is the simulator's `serveWire`.
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import type { Authenticator } from './authenticate.ts'
import type { WireFront } from './front.ts'

/** How the door is opened. */
export interface HttpServerOptions {
  readonly host: string
  readonly port: number
  /** The certificate for clients that speak HTTPS. */
  readonly tls: { readonly key: string; readonly cert: string }
  readonly authenticate: Authenticator
}

/** Larger bodies are refused with 413, as a real server's limit. */
const MAX_BODY_BYTES = 3 * 1024 * 1024
/** The first byte of a TLS handshake. */
const TLS_HANDSHAKE = 0x16

/** A listening server. */
export interface ListeningServer {
  readonly host: string
  readonly port: number
  /** Ends streams and refuses new connections; resolves when all are gone. */
  close(): Promise<void>
}

/** Listens; resolves when ready, rejects when the port cannot be had. */
export function listen(front: WireFront, options: HttpServerOptions): Promise<ListeningServer> {
  const handler: http.RequestListener = (request, response) => {
    readBody(request).then(
      (body) => answer(front, options.authenticate, request, response, body),
      () => response.destroy(),
    )
  }
  const plain = http.createServer(handler)
  const secure = https.createServer(options.tls, handler)
  for (const server of [plain, secure]) server.keepAliveTimeout = 60_000
  const sockets = new Set<net.Socket>()
  const door = net.createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('data', (first) => {
      socket.pause()
      socket.unshift(first)
      ;(first[0] === TLS_HANDSHAKE ? secure : plain).emit('connection', socket)
      process.nextTick(() => socket.resume())
    })
  })
  return new Promise((resolve, reject) => {
    door.once('error', reject)
    door.listen(options.port, options.host, () => {
      const { port } = door.address() as AddressInfo
      const close = (): Promise<void> =>
        new Promise((done) => {
          door.close(() => done())
          for (const socket of sockets) socket.destroy()
        })
      resolve({ host: options.host, port, close })
    })
  })
}

/** The whole body, or undefined when it is too large. */
async function readBody(request: http.IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks)
}

function answer(
  front: WireFront,
  authenticate: Authenticator,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  body: Uint8Array | undefined,
): void {
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  const user = authenticate(headers)
  if (user === undefined) {
    send(response, 401, front.unauthorized())
    return
  }
  if (body === undefined) {
    send(response, 413, front.tooLarge(MAX_BODY_BYTES))
    return
  }
  const answered = front.serve({ method: request.method ?? 'GET', url: request.url ?? '/', headers, body, user })
  response.writeHead(answered.code, answered.headers as http.OutgoingHttpHeaders)
  if (answered.stream === undefined) {
    response.end(answered.body)
    return
  }
  keepStreaming(answered.stream, request.url ?? '', response)
}

/** A watch: lines until the client goes or the time it asked for is over. */
function keepStreaming(
  stream: { start(send: (line: string) => void): void; stop(): void },
  url: string,
  response: http.ServerResponse,
): void {
  const timeout = watchTimeout(url)
  const timer = timeout === undefined ? undefined : setTimeout(() => response.end(), timeout)
  response.flushHeaders()
  stream.start((line) => response.write(line))
  response.on('close', () => {
    clearTimeout(timer)
    stream.stop()
  })
}

function send(response: http.ServerResponse, code: number, body: string): void {
  response.writeHead(code, { 'content-type': 'application/json' })
  response.end(body)
}

/** `timeoutSeconds` of a watch, in milliseconds. */
function watchTimeout(url: string): number | undefined {
  const seconds = Number(new URL(url, 'http://localhost').searchParams.get('timeoutSeconds') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined
}
