// Which addresses a range of addresses holds. Both are canonical texts, as the API server lets no others in.
interface Range {
  readonly bits: bigint
  readonly size: number
  readonly length: number
}

function bitsOf(ip: string): { readonly bits: bigint; readonly size: number } {
  if (!ip.includes(':')) return { bits: ip.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n), size: 32 }
  const [head = '', tail] = ip.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0')
  const groups = [...before, ...zeros, ...after]
  return { bits: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n), size: 128 }
}

function rangeOf(cidr: string): Range {
  const [ip = '', length = ''] = cidr.split('/')
  return { ...bitsOf(ip), length: Number(length) }
}

const prefix = (bits: bigint, size: number, length: number): bigint => bits >> BigInt(size - length)

/** Whether the range holds the address. */
export function contains(cidr: string, ip: string): boolean {
  const range = rangeOf(cidr)
  const { bits, size } = bitsOf(ip)
  return size === range.size && prefix(bits, size, range.length) === prefix(range.bits, size, range.length)
}

/** Whether the range holds the other one, or is the same. */
export function containsRange(cidr: string, inner: string): boolean {
  const [ip = '', length = ''] = inner.split('/')
  return Number(length) >= rangeOf(cidr).length && contains(cidr, ip)
}
