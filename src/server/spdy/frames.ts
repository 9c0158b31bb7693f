// Frames of SPDY/3.1 as bytes: what is cut out of a stream of bytes, and what is written. Header blocks stay as they are here.
// Upstream: SPDY/3.1 sections 2.2 and 2.6; moby/spdystream/spdy reads the other end.

const VERSION = 3
const HEADER_BYTES = 8
/** A stream id has 31 bits: the first of the word says what kind of frame it is. */
const ID_MASK = 0x7fffffff

/** The types of control frames. */
export const TYPE = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const

/** The last frame of its sender on its stream. */
export const FIN = 1

/** Why a stream is reset. */
export const RESET = { protocolError: 1, invalidStream: 2, refused: 3, cancel: 5 } as const

/** A frame that came. */
export type Frame =
  | { readonly kind: 'data'; readonly id: number; readonly fin: boolean; readonly payload: Buffer }
  | { readonly kind: 'control'; readonly type: number; readonly fin: boolean; readonly payload: Buffer }

/** Bytes that are no SPDY/3. */
export class SpdyError extends Error {}

/** Cuts frames out of bytes as they come. */
export class FrameReader {
  #left: Buffer = Buffer.alloc(0)

  /** The frames that are complete with these bytes. */
  push(bytes: Uint8Array): Frame[] {
    this.#left = this.#left.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.#left, bytes])
    const frames: Frame[] = []
    for (;;) {
      const bytesLeft = this.#left
      if (bytesLeft.length < HEADER_BYTES) return frames
      const end = HEADER_BYTES + bytesLeft.readUIntBE(5, 3)
      if (bytesLeft.length < end) return frames
      frames.push(frameOf(bytesLeft, bytesLeft.subarray(HEADER_BYTES, end)))
      this.#left = bytesLeft.subarray(end)
    }
  }
}

function frameOf(header: Buffer, payload: Buffer): Frame {
  const fin = (header[4]! & FIN) !== 0
  if ((header[0]! & 0x80) === 0) return { kind: 'data', id: header.readUInt32BE(0), fin, payload }
  const version = header.readUInt16BE(0) & 0x7fff
  if (version !== VERSION) throw new SpdyError(`version ${version}`)
  return { kind: 'control', type: header.readUInt16BE(2), fin, payload }
}

/** A stream id at the beginning of a payload. */
export function idIn(payload: Buffer, at = 0): number {
  if (payload.length < at + 4) throw new SpdyError('short frame')
  return payload.readUInt32BE(at) & ID_MASK
}

/** A data frame. */
export function dataFrame(id: number, payload: Uint8Array, fin: boolean): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt32BE(id, 0)
  header[4] = fin ? FIN : 0
  header.writeUIntBE(payload.length, 5, 3)
  return Buffer.concat([header, payload])
}

/** A control frame. */
export function controlFrame(type: number, payload: Uint8Array, flags = 0): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt16BE(0x8000 | VERSION, 0)
  header.writeUInt16BE(type, 2)
  header[4] = flags
  header.writeUIntBE(payload.length, 5, 3)
  return Buffer.concat([header, payload])
}

/** Words of 32 bits: the payload of most control frames. */
export function words(...values: readonly number[]): Buffer {
  const payload = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) payload.writeUInt32BE(value, i * 4)
  return payload
}
