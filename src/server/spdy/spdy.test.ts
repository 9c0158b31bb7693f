// SPDY/3.1 over a pair of streams: a small client speaks it with real compression, as kubectl does.
import { Duplex } from 'node:stream'
import zlib from 'node:zlib'
import fc from 'fast-check'
import { afterEach, expect, it } from 'vitest'
import { SpdyConnection, type SpdyStream } from './connection.ts'
import { DICTIONARY } from './dictionary.ts'
import { controlFrame, dataFrame, FIN, type Frame, FrameReader, TYPE, words } from './frames.ts'
import { HeaderReader, HeaderWriter, pairs } from './header-block.ts'

/** Both ends of a wire. */
function wire(): [Duplex, Duplex] {
  const end = (other: () => Duplex): Duplex =>
    new Duplex({
      read() {},
      write(chunk, _, done) {
        other().push(chunk)
        done()
      },
      final(done) {
        other().push(null)
        done()
      },
    })
  const a: Duplex = end(() => b)
  const b: Duplex = end(() => a)
  return [a, b]
}

class Client {
  readonly #socket: Duplex
  readonly #deflate = zlib.createDeflate({ dictionary: DICTIONARY })
  readonly #reader = new FrameReader()
  readonly #frames: Frame[] = []
  #waiting: (() => void) | undefined

  constructor(socket: Duplex) {
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.#frames.push(...this.#reader.push(chunk))
      this.#waiting?.()
    })
  }

  async open(id: number, headers: Record<string, string>, fin = false): Promise<void> {
    this.#deflate.write(pairs(new Map(Object.entries(headers))))
    await new Promise<void>((done) => {
      this.#deflate.flush(zlib.constants.Z_SYNC_FLUSH, done)
    })
    const block = this.#deflate.read() as Buffer
    this.send(controlFrame(TYPE.synStream, Buffer.concat([words(id, 0), Buffer.alloc(2), block]), fin ? FIN : 0))
  }

  send(frame: Buffer): void {
    this.#socket.write(frame)
  }

  end(): void {
    this.#socket.end()
  }

  async next(): Promise<Frame> {
    while (this.#frames.length === 0)
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
    return this.#frames.shift()!
  }
}

const opened: SpdyConnection[] = []
afterEach(() => {
  for (const connection of opened.splice(0)) connection.close()
})

function connect(accept: (stream: SpdyStream) => boolean): { client: Client; closed: Promise<void> } {
  const [near, far] = wire()
  let closed: () => void
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  opened.push(new SpdyConnection(near, { stream: accept, closed: () => closed() }))
  return { client: new Client(far), closed: gone }
}

/** A frame with its payload as text, or as numbers where it is a control frame. */
function shown(frame: Frame): unknown {
  if (frame.kind === 'data') return { id: frame.id, text: frame.payload.toString(), fin: frame.fin }
  const numbers: number[] = []
  for (let at = 0; at + 4 <= frame.payload.length; at += 4) numbers.push(frame.payload.readUInt32BE(at))
  return { type: frame.type, numbers }
}

it('cuts frames out of bytes wherever those are cut', () => {
  const bytes = Buffer.concat([dataFrame(5, Buffer.from('hello'), true), controlFrame(TYPE.ping, words(1))])
  const reader = new FrameReader()
  const frames = [...bytes].flatMap((byte) => reader.push(Uint8Array.of(byte)))
  expect(frames.map(shown)).toEqual([
    { id: 5, text: 'hello', fin: true },
    { type: TYPE.ping, numbers: [1] },
  ])
})

it('writes header blocks that any zlib with the dictionary reads, one after the other', async () => {
  const writer = new HeaderWriter()
  const reader = new HeaderReader()
  for (const headers of [
    new Map([['streamtype', 'error']]),
    new Map(),
    new Map([
      ['port', '80'],
      ['x', 'ü'],
    ]),
  ])
    expect(await reader.read(writer.write(headers))).toEqual(headers)
  reader.close()
})

it('answers streams in the order they are opened, and carries data both ways', async () => {
  const { client } = connect((stream) => {
    stream.listen({
      data: (bytes) => stream.write(Buffer.from(`${stream.headers.get('streamtype')}: ${bytes}`)),
      end: () => stream.end(),
    })
    return true
  })
  await client.open(1, { streamtype: 'data', port: '80' })
  client.send(dataFrame(1, Buffer.from('a'), false))
  await client.open(3, { streamtype: 'error', port: '80' })
  client.send(dataFrame(3, Buffer.from('b'), true))
  client.send(dataFrame(1, Buffer.alloc(0), true))
  const types = []
  for (let i = 0; i < 6; i++) types.push(shown(await client.next()))
  expect(types).toMatchObject([
    { type: TYPE.synReply },
    { id: 1, text: 'data: a', fin: false },
    { type: TYPE.synReply },
    { id: 3, text: 'error: b', fin: false },
    { id: 3, text: '', fin: true },
    { id: 1, text: '', fin: true },
  ])
})

it('gives what came before anybody listened', async () => {
  const streams: SpdyStream[] = []
  const { client } = connect((stream) => streams.push(stream) > 0)
  await client.open(1, {})
  client.send(dataFrame(1, Buffer.from('early'), true))
  client.send(controlFrame(TYPE.ping, words(7)))
  await client.next()
  expect(shown(await client.next())).toEqual({ type: TYPE.ping, numbers: [7] })
  const got: string[] = []
  streams[0]?.listen({ data: (bytes) => got.push(bytes.toString()), end: () => got.push('end') })
  expect(got).toEqual(['early', 'end'])
})

it('resets streams it does not take, ids that go back, and data for nobody', async () => {
  const { client } = connect((stream) => stream.headers.get('streamtype') !== 'odd')
  await client.open(3, { streamtype: 'odd' })
  expect([(await client.next()).kind, shown(await client.next())]).toEqual([
    'control',
    { type: TYPE.rstStream, numbers: [3, 5] },
  ])
  await client.open(1, {})
  expect(shown(await client.next())).toEqual({ type: TYPE.rstStream, numbers: [1, 1] })
  client.send(dataFrame(9, Buffer.from('x'), false))
  expect(shown(await client.next())).toEqual({ type: TYPE.rstStream, numbers: [9, 2] })
})

it('lets the client send more when it has taken much, and cuts what it sends', async () => {
  const { client } = connect((stream) => {
    let left = 0
    stream.listen({
      data: (bytes) => {
        left += bytes.length
        if (left === 40_000) stream.write(Buffer.alloc(20_000, 'y'))
      },
      end() {},
    })
    return true
  })
  await client.open(1, {})
  await client.next()
  client.send(dataFrame(1, Buffer.alloc(40_000, 'x'), false))
  const [first, second] = [await client.next(), await client.next()]
  expect([first, second].map(({ payload }) => payload.length)).toEqual([16 * 1024, 20_000 - 16 * 1024])
  expect([shown(await client.next()), shown(await client.next())]).toEqual([
    { type: TYPE.windowUpdate, numbers: [0, 40_000] },
    { type: TYPE.windowUpdate, numbers: [1, 40_000] },
  ])
})

it('ends its streams with the connection, and the connection with what is no SPDY', async () => {
  let ended = 0
  const { client, closed } = connect((stream) => {
    stream.listen({ data() {}, end: () => ended++ })
    return true
  })
  await client.open(1, {})
  await client.next()
  client.send(Buffer.from([0x80, 0x02, 0, 1, 0, 0, 0, 0]))
  await closed
  expect(ended).toBe(1)
})

it('outlives any bytes: it answers or ends, and never throws', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc
      .tuple(fc.integer({ min: 0, max: 12 }), fc.uint8Array({ maxLength: 40 }))
      .map(([type, payload]) => controlFrame(type, payload)),
    fc
      .tuple(fc.nat(9), fc.uint8Array({ maxLength: 40 }), fc.boolean())
      .map(([id, text, fin]) => dataFrame(id, text, fin)),
  )
  const bugs: unknown[] = []
  const hear = (error: unknown): unknown => bugs.push(error)
  process.on('unhandledRejection', hear)
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { maxLength: 12 }), async (pieces) => {
      const { client, closed } = connect((stream) => {
        stream.listen({ data: (data) => stream.write(data), end: () => stream.end() })
        return true
      })
      for (const piece of pieces) client.send(Buffer.from(piece))
      client.end()
      await closed
    }),
    { numRuns: 300 },
  )
  process.off('unhandledRejection', hear)
  expect(bugs).toEqual([])
})
