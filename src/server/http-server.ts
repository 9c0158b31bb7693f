// The simulated API server behind a socket: plain HTTP or HTTPS, bearer tokens, watch streams, a clean stop.
// It knows sockets; everything about the API is the simulator's `serveWire`.
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Authenticator } from './authenticate.ts'
import type { WireFront } from './front.ts'

/** How the door is opened. */
export interface HttpServerOptions {
  readonly host: string
  readonly port: number
  /** Serve HTTPS with this certificate. */
  readonly tls?: { readonly key: string; readonly cert: string }
  readonly authenticate: Authenticator
}

/** Larger bodies are refused with 413, as a real server's limit. */
const MAX_BODY_BYTES = 3 * 1024 * 1024

/** A listening server. */
export interface ListeningServer {
  readonly url: string
  /** Ends streams and refuses new connections; resolves when all are gone. */
  close(): Promise<void>
}

/** Listens; resolves when ready. */
export function listen(front: WireFront, options: HttpServerOptions): Promise<ListeningServer> {
  const handler: http.RequestListener = (request, response) => {
    readBody(request).then(
      (body) => answer(front, options.authenticate, request, response, body),
      () => response.destroy(),
    )
  }
  const server =
    options.tls === undefined ? http.createServer(handler) : https.createServer({ ...options.tls }, handler)
  server.keepAliveTimeout = 60_000
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      const { port } = server.address() as AddressInfo
      const host = options.host.includes(':') ? `[${options.host}]` : options.host
      const url = `${options.tls === undefined ? 'http' : 'https'}://${host}:${port}`
      resolve({
        url,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
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
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  const user = authenticate(headers)
  if (user === undefined) return send(response, 401, front.unauthorized())
  if (body === undefined) return send(response, 413, front.tooLarge(MAX_BODY_BYTES))
  const answered = front.serve({ method: request.method ?? 'GET', url: request.url ?? '/', headers, body, user })
  response.writeHead(answered.code, answered.headers as http.OutgoingHttpHeaders)
  if (answered.stream === undefined) {
    response.end(answered.body)
    return
  }
  const { stream } = answered
  const timeout = watchTimeout(request.url ?? '')
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
