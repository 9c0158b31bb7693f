// Protobuf bytes, written from their end: a message's length is known once it stands, so nothing is measured twice.
// Upstream's generated code (gogo's MarshalToSizedBuffer) goes the same way, so the bytes come out in the same order.

const FIRST_SIZE = 4096
const TWO_32 = 2 ** 32

/** Collects bytes back to front. */
export class ReverseWriter {
  #buffer = Buffer.allocUnsafe(FIRST_SIZE)
  #at = FIRST_SIZE

  /** How many bytes there are by now. */
  get size(): number {
    return this.#buffer.length - this.#at
  }

  /** What was written, front to back. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(this.#at)
  }

  /** An int64 as a varint; negative ones take ten bytes. */
  varint(value: number): void {
    if (value >= 0 && value < 0x80) {
      this.#reserve(1)
      this.#buffer[this.#at] = value
      return
    }
    if (value < 0 || value > Number.MAX_SAFE_INTEGER) {
      this.#long(BigInt.asUintN(64, BigInt(value)))
      return
    }
    let size = 1
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++
    this.#reserve(size)
    let at = this.#at
    for (let rest = value; ; rest = Math.floor(rest / 0x80)) {
      const low = rest < TWO_32 ? rest & 0x7f : rest % 0x80
      if (rest < 0x80) {
        this.#buffer[at] = low
        return
      }
      this.#buffer[at++] = low | 0x80
    }
  }

  /** A little-endian double. */
  double(value: number): void {
    this.#reserve(8)
    this.#buffer.writeDoubleLE(value, this.#at)
  }

  /** A text with its length before it. */
  string(text: string): void {
    const length = Buffer.byteLength(text)
    this.#reserve(length)
    this.#buffer.write(text, this.#at, 'utf8')
    this.varint(length)
  }

  /** Bytes with their length before them. */
  block(bytes: Uint8Array): void {
    this.raw(bytes)
    this.varint(bytes.length)
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#buffer.set(bytes, this.#at)
  }

  #long(value: bigint): void {
    const bytes: number[] = []
    for (let rest = value; ; rest >>= 7n) {
      if (rest < 0x80n) {
        bytes.push(Number(rest))
        break
      }
      bytes.push(Number(rest & 0x7fn) | 0x80)
    }
    this.raw(Uint8Array.from(bytes))
  }

  #reserve(bytes: number): void {
    if (bytes > this.#at) this.#grow(bytes)
    this.#at -= bytes
  }

  #grow(bytes: number): void {
    const { size } = this
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, size + bytes))
    this.#buffer.copy(larger, larger.length - size, this.#at)
    this.#buffer = larger
    this.#at = larger.length - size
  }
}
