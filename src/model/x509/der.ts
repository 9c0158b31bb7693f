// DER, as far as certificate requests need it: tagged values within values. What is wrong is said as Go's encoding/asn1 says it.
// Upstream: encoding/asn1/asn1.go. Limit: of structure errors only the outermost is worded as Go does.

/** What Go says against some bytes. */
export class DerError extends Error {}

/** A value with its tag; `bytes` is its content, `whole` the content with tag and length. */
export interface DerValue {
  readonly class: number
  readonly tag: number
  readonly compound: boolean
  readonly bytes: Uint8Array
  readonly whole: Uint8Array
}

const syntax = (what: string): DerError => new DerError(`asn1: syntax error: ${what}`)

/** What Go's asn1 was told of a plain field. */
const GO_PARAMETERS =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}'

interface DerHead {
  readonly start: number
  readonly class: number
  readonly tag: number
  readonly compound: boolean
  readonly length: number
}

/** Reads values one after the other. */
export class DerReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get empty(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** The next value, whatever it is. */
  next(): DerValue {
    return this.#body(this.#head())
  }

  /** The next value, which must have this universal tag; `type` is what Go reads it into, for its complaint. */
  take(tag: number, type?: string): DerValue {
    const head = this.#head()
    const compound = tag === SEQUENCE || tag === SET
    if (head.class === 0 && head.tag === tag && head.compound === compound) return this.#body(head)
    const found = `{class:${head.class} tag:${head.tag} length:${head.length} isCompound:${head.compound}}`
    const into = type === undefined ? '' : ` ${GO_PARAMETERS} ${type} @${this.#at}`
    throw new DerError(`asn1: structure error: tags don't match (${tag} vs ${found})${into}`)
  }

  #head(): DerHead {
    if (this.empty) throw syntax('sequence truncated')
    const start = this.#at
    const first = this.#byte()
    const tag = first & 0x1f
    if (tag === 0x1f) throw new DerError('asn1: structure error: high tag numbers are not supported')
    return { start, class: first >> 6, tag, compound: (first & 0x20) !== 0, length: this.#length() }
  }

  #body({ start, length, ...head }: DerHead): DerValue {
    if (this.#at + length > this.#bytes.length) throw syntax('data truncated')
    const bytes = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return {
      class: head.class,
      tag: head.tag,
      compound: head.compound,
      bytes,
      whole: this.#bytes.subarray(start, this.#at),
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw syntax('truncated tag or length')
    return byte
  }

  #length(): number {
    const first = this.#byte()
    if (first < 0x80) return first
    const count = first & 0x7f
    if (count === 0) throw syntax('indefinite length found (not DER)')
    let length = 0
    for (let i = 0; i < count; i++) {
      if (length >= 1 << 23) throw new DerError('asn1: structure error: length too large')
      length = length * 256 + this.#byte()
      if (length === 0) throw new DerError('asn1: structure error: superfluous leading zeros in length')
    }
    if (length < 0x80) throw new DerError('asn1: structure error: non-minimal length')
    return length
  }
}

/** The values inside a value. */
export function valuesOf(value: DerValue): readonly DerValue[] {
  const reader = new DerReader(value.bytes)
  const values: DerValue[] = []
  while (!reader.empty) values.push(reader.next())
  return values
}

/** An object identifier as text: `1.2.840.113549.1.1.11`. */
export function objectIdentifier({ bytes }: DerValue): string {
  const parts: number[] = []
  let part = 0
  for (const byte of bytes) {
    part = part * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    if (parts.length === 0)
      parts.push(Math.min(2, Math.floor(part / 40)), part - 40 * Math.min(2, Math.floor(part / 40)))
    else parts.push(part)
    part = 0
  }
  return parts.join('.')
}

export const SEQUENCE = 16
export const SET = 17
export const INTEGER = 2
export const BIT_STRING = 3
export const OCTET_STRING = 4
export const OBJECT_IDENTIFIER = 6
