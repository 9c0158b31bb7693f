// One connection to something that listens, as bytes: HTTP/1.1 requests read one after the other, answered by what is simulated
// there; what takes plain text gets all that was sent. Limits: bodies of requests are read and dropped, answers have no more
// headers than they need.
import type { Clock, Timer } from '../engine/clock.ts'
import type { Answer, Listener } from './contract.ts'
import { reasons } from './programs/network-tools.ts'

/** What becomes of what the server says. */
export interface ConversationEvents {
  send(bytes: Buffer): void
  /** The server has closed the connection; with a reason where the simulation cannot go on. */
  close(notSimulated?: string): void
}

interface Head {
  readonly method: string
  readonly path: string
  readonly version: string
  readonly headers: ReadonlyMap<string, string>
}

const HEAD_END = '\r\n\r\n'
const MAX_HEAD = 64 * 1024
const requestLine = /^([A-Z]+) (\S+) HTTP\/(1\.[01])$/

/** The server's side of one connection. */
export class HttpConversation {
  readonly #listener: Listener
  readonly #clock: Clock
  readonly #events: ConversationEvents
  #left: Buffer = Buffer.alloc(0)
  /** Bytes of a body that are still to come. */
  #body = 0
  #chunked = false
  #busy: Timer | undefined
  #answering = false
  #over = false
  #ended = false

  constructor(listener: Listener, clock: Clock, events: ConversationEvents) {
    this.#listener = listener
    this.#clock = clock
    this.#events = events
  }

  /** The client has sent something. */
  receive(bytes: Uint8Array): void {
    if (this.#over) return
    this.#left = Buffer.concat([this.#left, bytes])
    if (this.#listener.http !== undefined) this.#read()
    else if (this.#listener.receive === undefined) this.#close('what listens here takes connections only')
  }

  /** The client will send no more. */
  end(): void {
    this.#ended = true
    if (this.#over) return
    if (this.#listener.http === undefined && this.#left.length > 0) this.#listener.receive?.(this.#left.toString())
    if (!this.#answering) this.#close()
  }

  /** The connection is cut. */
  drop(): void {
    this.#over = true
    this.#busy?.cancel()
  }

  #close(notSimulated?: string): void {
    if (this.#over) return
    this.drop()
    this.#events.close(notSimulated)
  }

  #read(): void {
    while (!this.#over && !this.#answering && this.#skipBody()) {
      const end = this.#left.indexOf(HEAD_END)
      if (end < 0) {
        if (this.#left.length > MAX_HEAD) this.#badRequest()
        return
      }
      const head = headOf(this.#left.toString('latin1', 0, end))
      this.#left = this.#left.subarray(end + HEAD_END.length)
      if (head === undefined) {
        this.#badRequest()
        return
      }
      this.#chunked = head.headers.get('transfer-encoding')?.toLowerCase() === 'chunked'
      this.#body = Number(head.headers.get('content-length') ?? 0) || 0
      this.#answer(head)
    }
  }

  /** False when some of the body has not come yet. */
  #skipBody(): boolean {
    if (this.#chunked) {
      const end = this.#left.indexOf('0\r\n\r\n')
      if (end < 0) return false
      this.#left = this.#left.subarray(end + 5)
      this.#chunked = false
    }
    const skipped = Math.min(this.#body, this.#left.length)
    this.#left = this.#left.subarray(skipped)
    this.#body -= skipped
    return this.#body === 0
  }

  #answer(head: Head): void {
    const headers = Object.fromEntries(head.headers)
    const answer = this.#listener.http!({ method: head.method, path: head.path, headers })
    if (answer.after === undefined || answer.after <= 0) {
      this.#say(head, answer)
      return
    }
    this.#answering = true
    this.#busy = this.#clock.after(answer.after, () => {
      this.#answering = false
      this.#say(head, answer)
      this.#read()
    })
  }

  #say({ method, version, headers }: Head, { code, body, location }: Answer): void {
    const asked = headers.get('connection')?.toLowerCase()
    const close = asked === 'close' || (version === '1.0' && asked !== 'keep-alive') || this.#ended
    const content = Buffer.from(body)
    const lines = [
      `HTTP/1.1 ${code} ${reasons[code] ?? 'Unknown'}`,
      `Date: ${new Date(this.#clock.now()).toUTCString()}`,
      `Content-Length: ${content.length}`,
      ...(location === undefined ? [] : [`Location: ${location}`]),
      ...(close ? ['Connection: close'] : []),
    ]
    const top = Buffer.from(lines.join('\r\n') + HEAD_END)
    this.#events.send(method === 'HEAD' ? top : Buffer.concat([top, content]))
    if (close) this.#close()
  }

  #badRequest(): void {
    this.#events.send(Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'))
    this.#close()
  }
}

function headOf(text: string): Head | undefined {
  const [first = '', ...lines] = text.split('\r\n')
  const match = requestLine.exec(first)
  if (match === null) return undefined
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { method: match[1]!, path: match[2]!, version: match[3]!, headers }
}
