// One request and its answer over HTTP: the body read up to the server's limit, who asks, what every answer carries
// (Audit-Id, no caching), gzip for large answers, streams until the client goes or their time is over.
// Upstream: apiserver/pkg/endpoints/handlers/responsewriters/writers.go, endpoints/filters.
import { randomUUID } from 'node:crypto'
import type http from 'node:http'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import type { Authenticator } from './authenticate.ts'
import { reportBug } from './bug.ts'
import type { WireFront, WireResponse, WireStream } from './front.ts'
import type { Forwarder } from './outside/forward.ts'
import { type Received, received } from './sender.ts'
import { streamTime } from './stream-time.ts'

/** Larger bodies are refused with 413, as a real server's limit. */
const MAX_BODY_BYTES = 3 * 1024 * 1024
/** Answers beyond this are compressed for clients that take it. */
const GZIP_BYTES = 128 * 1024
const JSON_TYPE = { 'content-type': 'application/json' }

const gzip = promisify<Buffer | string, zlib.ZlibOptions, Buffer>(zlib.gzip)

/** Serves requests, and knows those under way. */
export class Exchange {
  readonly #front: WireFront
  readonly #authenticate: Authenticator
  readonly #open = new Set<http.ServerResponse>()
  readonly #streams = new Set<http.ServerResponse>()

  readonly #forward: Forwarder

  constructor(front: WireFront, authenticate: Authenticator, forward: Forwarder) {
    this.#front = front
    this.#authenticate = authenticate
    this.#forward = forward
  }

  /** Answers a request; never throws. */
  serve(request: http.IncomingMessage, response: http.ServerResponse): void {
    this.#open.add(response)
    response.once('close', () => {
      this.#open.delete(response)
      this.#streams.delete(response)
    })
    this.#answer(request, response).catch((error: unknown) => {
      // The client may have gone; else it is a bug of ours, which must not end the server.
      if (response.destroyed || response.headersSent) response.destroy()
      else {
        reportBug(error)
        this.#send(response, { code: 500, headers: {}, body: PANIC })
      }
    })
  }

  /** Ends the streams and waits for the answers under way, but not for ever. */
  async finish(milliseconds: number): Promise<void> {
    for (const response of this.#streams) response.end()
    if (this.#open.size === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      for (const response of this.#open) {
        response.once('close', () => {
          if (this.#open.size > 0) return
          clearTimeout(timer)
          resolve()
        })
      }
    })
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    request.headers['audit-id'] ??= randomUUID()
    response.setHeader('audit-id', request.headers['audit-id'])
    response.setHeader('cache-control', 'no-cache, private')
    const body = await readBody(request)
    const { from, user } = await received(request, this.#authenticate)
    if (user === undefined) return this.#send(response, this.#front.refuse({ ...from, body: NO_BODY }))
    if (body === undefined) {
      return this.#send(response, { code: 413, headers: JSON_TYPE, body: this.#front.tooLarge(MAX_BODY_BYTES) })
    }
    const first = this.#front.serve({ ...from, body, user })
    if (first.giveUp !== undefined) response.once('close', first.giveUp)
    const answered = first.later === undefined ? first : await first.later()
    if (answered.forward !== undefined) {
      const { method, url } = from
      await this.#forward(answered.forward, { method, url, headers: request.headers, body }, response)
    } else if (answered.stream !== undefined) this.#stream(answered, answered.stream, from.url, response)
    else if (isLarge(answered) && takesGzip(from.headers)) await this.#sendCompressed(response, answered)
    else this.#send(response, answered)
  }

  #send(response: http.ServerResponse, { code, headers, body, bytes }: WireResponse): void {
    const content = bytes ?? Buffer.from(body)
    response.writeHead(code, { ...headers, 'content-length': content.length } as http.OutgoingHttpHeaders)
    response.end(content)
  }

  async #sendCompressed(response: http.ServerResponse, { code, headers, body, bytes }: WireResponse): Promise<void> {
    const content = await gzip(bytes === undefined ? body : Buffer.from(bytes), { level: 1 })
    const encoded = {
      ...headers,
      'content-encoding': 'gzip',
      vary: 'Accept-Encoding',
      'content-length': content.length,
    }
    response.writeHead(code, encoded as http.OutgoingHttpHeaders)
    response.end(content)
  }

  /** Events until the client goes or the time it asked for is over. */
  #stream({ code, headers }: WireResponse, stream: WireStream, url: string, response: http.ServerResponse): void {
    this.#streams.add(response)
    response.writeHead(code, headers as http.OutgoingHttpHeaders)
    response.flushHeaders()
    const end = (): void => {
      stream.stop()
      response.end()
    }
    const timer = stream.unlimited === true ? undefined : setTimeout(end, streamTime(url)).unref()
    response.once('close', () => {
      clearTimeout(timer)
      stream.stop()
    })
    response.cork()
    stream.start((chunk) => response.write(chunk), end)
    response.uncork()
  }
}

const NO_BODY = new Uint8Array()

const PANIC = 'This request caused apiserver to panic. Look in the logs for details.\n'

/** The whole body, or undefined when it is too large. */
async function readBody(request: http.IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  if (size > MAX_BODY_BYTES) return undefined
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

const isLarge = ({ code, body, bytes }: WireResponse): boolean =>
  code < 300 && (bytes === undefined ? body.length : bytes.length) > GZIP_BYTES

const takesGzip = (headers: Received['headers']): boolean =>
  (headers['accept-encoding'] ?? '').split(',').some((one) => one.trim().split(';', 1)[0] === 'gzip')
