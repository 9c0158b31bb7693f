// DER written: the values a certificate is made of. Upstream: encoding/asn1/marshal.go.

/** A value of a tag with this content. */
export function tagged(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const length = content.reduce((sum, { length: size }) => sum + size, 0)
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(length)]), ...content])
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff)
  return [0x80 | bytes.length, ...bytes]
}

/** SEQUENCE. */
export const sequence = (...content: readonly Uint8Array[]): Uint8Array => tagged(0x30, ...content)

/** SET. */
export const set = (...content: readonly Uint8Array[]): Uint8Array => tagged(0x31, ...content)

/** An unsigned INTEGER from its bytes, highest first. */
export function integer(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0)
  const digits = start < 0 ? Buffer.from([0]) : bytes.subarray(start)
  return digits[0]! >= 0x80 ? tagged(2, Buffer.from([0]), digits) : tagged(2, digits)
}

/** BOOLEAN true. */
export const TRUE: Uint8Array = tagged(1, Buffer.from([0xff]))

/** OCTET STRING. */
export const octets = (content: Uint8Array): Uint8Array => tagged(4, content)

/** BIT STRING of so many bits. */
export function bits(content: Uint8Array, unused = 0): Uint8Array {
  return tagged(3, Buffer.from([unused]), content)
}

/** UTF8String. */
export const utf8 = (text: string): Uint8Array => tagged(12, Buffer.from(text))

/** OBJECT IDENTIFIER from its text: `2.5.29.15`. */
export function identifier(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  return tagged(6, Buffer.from([first * 40 + second, ...rest].flatMap(base128)))
}

function base128(value: number): readonly number[] {
  const digits = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) | 0x80)
  return digits
}

/** UTCTime, or GeneralizedTime from 2050 on; to the second. */
export function time(epochMs: number): Uint8Array {
  const text = new Date(epochMs).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  const short = text >= '1950' && text < '2050'
  return tagged(short ? 0x17 : 0x18, Buffer.from(`${short ? text.slice(2) : text}Z`))
}
