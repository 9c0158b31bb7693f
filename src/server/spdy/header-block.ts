// The headers of streams: pairs of names and values, compressed over the whole connection with a dictionary known to both ends.
// What is written is not made smaller (stored blocks): servers answer with next to nothing. Upstream: SPDY/3.1 section 2.6.10.
import zlib from 'node:zlib'
import { DICTIONARY } from './dictionary.ts'
import { SpdyError } from './frames.ts'

/** Headers by name in lower case; several values of one name are joined by a comma. */
export type SpdyHeaders = ReadonlyMap<string, string>

/** A block may not become larger than this. */
const MAX_BLOCK = 1 << 20
/** Deflate with a preset dictionary, and the dictionary's Adler-32. */
const ZLIB_HEAD = Buffer.from([0x78, 0xbb, 0xe3, 0xc6, 0xa7, 0xc2])

/** An empty stored block: what came before is handed out. */
const FLUSH = Buffer.from([0, 0, 0, 0xff, 0xff])

/** Reads the header blocks of one direction, one after the other. */
export class HeaderReader {
  readonly #inflate = zlib.createInflate({ dictionary: DICTIONARY, highWaterMark: MAX_BLOCK } as zlib.ZlibOptions)
  #failed: Error | undefined

  constructor() {
    this.#inflate.on('error', (error: Error) => {
      this.#failed = error
    })
  }

  async read(block: Uint8Array): Promise<SpdyHeaders> {
    await new Promise<void>((resolve) => {
      this.#inflate.once('error', () => resolve())
      this.#inflate.write(block, () => resolve())
    })
    if (this.#failed !== undefined) throw new SpdyError(`header block: ${this.#failed.message}`)
    return pairsIn((this.#inflate.read() as Buffer | null) ?? Buffer.alloc(0))
  }

  close(): void {
    this.#inflate.destroy()
  }
}

function pairsIn(block: Buffer): SpdyHeaders {
  let at = 0
  const number = (): number => {
    if (at + 4 > block.length) throw new SpdyError('short header block')
    at += 4
    return block.readUInt32BE(at - 4)
  }
  const text = (): string => {
    const length = number()
    if (at + length > block.length) throw new SpdyError('short header block')
    at += length
    return block.toString('utf8', at - length, at)
  }
  const headers = new Map<string, string>()
  for (let left = number(); left > 0; left--) {
    const name = text()
    headers.set(name, text().replaceAll('\0', ', '))
  }
  return headers
}

/** Headers as they are before compression. */
export function pairs(headers: SpdyHeaders): Buffer {
  const parts: Buffer[] = [word(headers.size)]
  for (const [name, value] of headers) {
    for (const each of [name, value]) {
      const bytes = Buffer.from(each)
      parts.push(word(bytes.length), bytes)
    }
  }
  return Buffer.concat(parts)
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** Writes the header blocks of one direction. */
export class HeaderWriter {
  #begun = false

  write(headers: SpdyHeaders): Buffer {
    const content = pairs(headers)
    const stored = Buffer.alloc(5)
    stored.writeUInt16LE(content.length, 1)
    stored.writeUInt16LE(content.length ^ 0xffff, 3)
    const head = this.#begun ? [] : [ZLIB_HEAD]
    this.#begun = true
    return Buffer.concat([...head, stored, content, FLUSH])
  }
}
