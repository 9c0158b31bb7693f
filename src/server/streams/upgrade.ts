// A connection that is to leave HTTP, and the answer where it may not. Upstream: apimachinery/pkg/util/proxy/upgradeaware.go.
import http from 'node:http'
import type { Duplex } from 'node:stream'

/** A connection that is to be changed. */
export interface Upgrade {
  readonly request: http.IncomingMessage
  readonly socket: Duplex
  /** What came with the request already. */
  readonly head: Buffer
  readonly query: URLSearchParams
  /** `SPDY/3.1`, `websocket`; in lower case. */
  readonly wanted: string
  /** The protocols the client offers over it, best first. */
  readonly protocols: readonly string[]
}

/** Headers of an answer. */
export type AnswerHeaders = Readonly<Record<string, string | readonly string[]>>

/** Kubelets and runtimes answer with text. */
const TEXT: AnswerHeaders = { 'content-type': 'text/plain; charset=utf-8' }

/** Why a connection stays as it is: thrown before anything was answered. */
export class UpgradeRefused extends Error {
  readonly code: number
  readonly headers: AnswerHeaders

  constructor(code: number, text: string, headers: AnswerHeaders = {}) {
    super(text)
    this.code = code
    this.headers = { ...TEXT, ...headers }
  }
}

/** An answer instead of the upgrade; the connection ends with it. */
export function answer(socket: Duplex, code: number, body: string | Uint8Array, headers: AnswerHeaders): void {
  const lines = [
    `HTTP/1.1 ${code} ${http.STATUS_CODES[code] ?? ''}`,
    ...Object.entries(headers).flatMap(([name, values]) => [values].flat().map((value) => `${name}: ${value}`)),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  socket.end(body)
}
