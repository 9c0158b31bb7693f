// Protobuf bytes, read from their front. What cannot be read ends in a ProtobufFault with the words of upstream's generated code.

/** Bytes that are no message of the type they should be. */
export class ProtobufFault extends Error {}

/** How a field's value stands in the bytes. */
export const WIRE = { varint: 0, fixed64: 1, block: 2, fixed32: 5 } as const

const TWO_32 = 2 ** 32
const utf8 = new TextDecoder()

/** Reads one stretch of bytes. */
export class Reader {
  readonly #buffer: Buffer
  #at: number
  #end: number

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#at = 0
    this.#end = bytes.length
  }

  get done(): boolean {
    return this.#at >= this.#end
  }

  /** A varint as a signed 64-bit number, rounded to a double beyond 2^53. */
  varint(): number {
    let low = 0
    let high = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte()
      const bits = byte & 0x7f
      if (shift < 28) low |= bits << shift
      else if (shift === 28) {
        low |= bits << 28
        high |= bits >> 4
      } else high |= bits << (shift - 32)
      if (byte < 0x80) return high * TWO_32 + (low >>> 0)
    }
    throw new ProtobufFault('proto: integer overflow')
  }

  double(): number {
    const at = this.#take(8)
    return this.#buffer.readDoubleLE(at)
  }

  /** A text with its length before it. */
  string(): string {
    const length = this.varint()
    const at = this.#take(length)
    return utf8.decode(this.#buffer.subarray(at, at + length))
  }

  /** Bytes with their length before them. */
  block(): Buffer {
    const length = this.varint()
    const at = this.#take(length)
    return this.#buffer.subarray(at, at + length)
  }

  /** Reads a nested message with its length before it, and nothing beyond it. */
  within<T>(read: () => T): T {
    const length = this.varint()
    const at = this.#take(length)
    const outer = this.#end
    this.#at = at
    this.#end = at + length
    const result = read()
    this.#end = outer
    return result
  }

  /** Passes over a field nobody knows. */
  skip(wire: number): void {
    if (wire === WIRE.varint) this.varint()
    else if (wire === WIRE.fixed64) this.#take(8)
    else if (wire === WIRE.block) this.#take(this.varint())
    else if (wire === WIRE.fixed32) this.#take(4)
    else throw new ProtobufFault(`proto: illegal wireType ${wire}`)
  }

  #byte(): number {
    if (this.#at >= this.#end) throw new ProtobufFault('unexpected EOF')
    return this.#buffer[this.#at++]!
  }

  #take(length: number): number {
    if (length < 0) throw new ProtobufFault('proto: negative length found during unmarshaling')
    const at = this.#at
    if (at + length > this.#end) throw new ProtobufFault('unexpected EOF')
    this.#at = at + length
    return at
  }
}
