// The server's end of a SPDY/3.1 connection: streams the client opens, data both ways, the end of each. Received bytes are
// acknowledged with WINDOW_UPDATE; what is sent does not wait for the peer's, as Kubernetes' clients (moby/spdystream) never send
// any: TCP holds back. Upstream: streaming/pkg/httpstream/spdy/connection.go.
import type { Duplex } from 'node:stream'
import { reportBug } from '../bug.ts'
import { controlFrame, dataFrame, type Frame, FrameReader, idIn, RESET, SpdyError, TYPE, words } from './frames.ts'
import { HeaderReader, HeaderWriter, type SpdyHeaders } from './header-block.ts'

const PARTS = { synStreamHead: 10, frameData: 16 * 1024 }
/** So much is taken before the peer is told that it may send more. */
const ACKNOWLEDGE_BYTES = 32 * 1024
const GO_AWAY_OK = 0
const NO_HEADERS: SpdyHeaders = new Map()

/** What its owner wants to know of a stream. */
export interface StreamEvents {
  data(bytes: Buffer): void
  /** The client will send no more; also when the connection is lost. */
  end(): void
}

/** One stream, opened by the client. */
export class SpdyStream {
  readonly id: number
  readonly headers: SpdyHeaders
  readonly #send: (frame: Buffer) => void
  #events: StreamEvents | undefined
  #early: Buffer[] = []
  #ended = false
  #finished = false

  constructor(id: number, headers: SpdyHeaders, send: (frame: Buffer) => void) {
    this.id = id
    this.headers = headers
    this.#send = send
  }

  /** Hands over what has come and what will come. */
  listen(events: StreamEvents): void {
    this.#events = events
    for (const bytes of this.#early.splice(0)) events.data(bytes)
    if (this.#ended) events.end()
  }

  /** Sends bytes; nothing after the end. */
  write(bytes: Uint8Array): void {
    if (this.#finished) return
    for (let at = 0; at < bytes.length; at += PARTS.frameData)
      this.#send(dataFrame(this.id, bytes.subarray(at, at + PARTS.frameData), false))
  }

  /** Sends no more. */
  end(): void {
    if (this.#finished) return
    this.#finished = true
    this.#send(dataFrame(this.id, new Uint8Array(), true))
  }

  /** Ends both directions at once. */
  reset(): void {
    this.#finished = true
    this.#send(controlFrame(TYPE.rstStream, words(this.id, RESET.cancel)))
    this.ended()
  }

  /** Bytes have come. */
  received(bytes: Buffer): void {
    if (this.#ended) return
    if (this.#events === undefined) this.#early.push(bytes)
    else this.#events.data(bytes)
  }

  /** Nothing more will come. */
  ended(): void {
    if (this.#ended) return
    this.#ended = true
    this.#events?.end()
  }
}

/** What its owner wants to know of a connection. */
export interface ConnectionEvents {
  /** A client opens a stream; false refuses it. */
  stream(stream: SpdyStream): boolean
  /** The connection is gone. */
  closed(): void
}

/** A connection over any pair of byte streams. */
export class SpdyConnection {
  readonly #transport: Duplex
  readonly #events: ConnectionEvents
  readonly #reader = new FrameReader()
  readonly #headers = new HeaderReader()
  readonly #writer = new HeaderWriter()
  readonly #streams = new Map<number, SpdyStream>()
  readonly #taken = new Map<number, number>()
  #last = 0
  #closed = false

  constructor(transport: Duplex, events: ConnectionEvents) {
    this.#transport = transport
    this.#events = events
    transport.on('error', () => transport.destroy())
    transport.on('close', () => this.#gone())
    this.#serve().catch(() => transport.destroy())
  }

  /** Says that no more streams are taken, and that the client may go when it has read all. */
  goAway(): void {
    this.#send(controlFrame(TYPE.goAway, words(this.#last, GO_AWAY_OK)))
  }

  /** Ends the connection. */
  close(): void {
    this.#transport.destroy()
  }

  /** Forgets a stream that both have done with. */
  remove(stream: SpdyStream): void {
    this.#streams.delete(stream.id)
    this.#taken.delete(stream.id)
  }

  async #serve(): Promise<void> {
    for await (const chunk of this.#transport as AsyncIterable<Buffer>)
      for (const frame of this.#reader.push(chunk)) await this.#take(frame)
    for (const stream of [...this.#streams.values()]) stream.ended()
    this.#transport.end()
  }

  async #take(frame: Frame): Promise<void> {
    try {
      await this.#handle(frame)
    } catch (error) {
      if (!(error instanceof SpdyError)) reportBug(error)
      throw error
    }
  }

  async #handle(frame: Frame): Promise<void> {
    if (frame.kind === 'data') return this.#data(frame.id, frame.payload, frame.fin)
    const { type, payload, fin } = frame
    switch (type) {
      case TYPE.synStream:
        return this.#open(payload, fin)
      case TYPE.headers:
      case TYPE.synReply:
        // Nothing is told in them, but the compression goes on.
        await this.#headers.read(payload.subarray(4))
        return
      case TYPE.rstStream: {
        const stream = this.#streams.get(idIn(payload))
        if (stream === undefined) return
        this.remove(stream)
        stream.ended()
        return
      }
      case TYPE.ping:
        // Pings of clients are odd; an even one is an answer.
        if (idIn(payload) % 2 === 1) this.#send(controlFrame(TYPE.ping, payload))
    }
  }

  async #open(payload: Buffer, fin: boolean): Promise<void> {
    const id = idIn(payload)
    const headers = await this.#headers.read(payload.subarray(PARTS.synStreamHead))
    if (id % 2 === 0 || id <= this.#last) {
      this.#send(controlFrame(TYPE.rstStream, words(id, RESET.protocolError)))
      return
    }
    this.#last = id
    const stream = new SpdyStream(id, headers, (frame) => this.#send(frame))
    this.#streams.set(id, stream)
    // The answer goes before anything its owner may send.
    const reply = controlFrame(TYPE.synReply, Buffer.concat([words(id), this.#writer.write(NO_HEADERS)]))
    this.#transport.cork()
    this.#send(reply)
    if (fin) stream.ended()
    if (!this.#events.stream(stream)) {
      this.remove(stream)
      stream.reset()
    }
    this.#transport.uncork()
  }

  #data(id: number, payload: Buffer, fin: boolean): void {
    const stream = this.#streams.get(id)
    if (stream === undefined) {
      if (!fin) this.#send(controlFrame(TYPE.rstStream, words(id, RESET.invalidStream)))
      return
    }
    if (payload.length > 0) stream.received(payload)
    for (const each of fin ? [0] : [0, id]) this.#acknowledge(each, payload.length)
    if (fin) stream.ended()
  }

  /** Stream 0 is the connection as a whole. */
  #acknowledge(id: number, bytes: number): void {
    const taken = (this.#taken.get(id) ?? 0) + bytes
    if (taken < ACKNOWLEDGE_BYTES) this.#taken.set(id, taken)
    else {
      this.#taken.set(id, 0)
      this.#send(controlFrame(TYPE.windowUpdate, words(id, taken)))
    }
  }

  #send(frame: Buffer): void {
    if (!this.#closed && this.#transport.writable) this.#transport.write(frame)
  }

  #gone(): void {
    if (this.#closed) return
    this.#closed = true
    this.#headers.close()
    for (const stream of [...this.#streams.values()]) stream.ended()
    this.#events.closed()
  }
}
