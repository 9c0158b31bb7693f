// IP addresses and CIDRs as Go reads and prints them: sloppily (leading zeros taken, as netutils.ParseIPSloppy does) with a
// note of what the strict parser (net/netip) would refuse. Sixteen bytes as eight groups; IPv4 sits in the last two.

/** An address: what it is, and how it was written. */
export interface IP {
  readonly groups: readonly number[]
  /** Written with dots only. */
  readonly v4: boolean
  /** Written as IPv6, but in ::ffff:0:0/96. */
  readonly mapped: boolean
  /** net/netip would refuse it: leading zeros. */
  readonly sloppy: boolean
}

/** An address with a prefix length, as written. */
export interface CIDR {
  readonly ip: IP
  readonly bits: number
  /** net/netip would refuse it: leading zeros in the address or the length. */
  readonly sloppy: boolean
}

const OCTET = /^[0-9]+$/
const GROUP = /^[0-9a-fA-F]+$/

/** netutils.ParseIPSloppy: the address, or undefined. */
export function parseIP(text: string): IP | undefined {
  if (!text.includes(':')) return parseIPv4(text)
  const dot = text.indexOf('.')
  if (dot !== -1 && dot < text.indexOf(':')) return undefined
  return parseIPv6(text)
}

function parseIPv4(text: string): IP | undefined {
  const octets = parseOctets(text)
  if (octets === undefined) return undefined
  const [a, b] = octets.groups
  return { groups: [0, 0, 0, 0, 0, 0xffff, a!, b!], v4: true, mapped: false, sloppy: octets.sloppy }
}

function parseOctets(text: string): { groups: readonly [number, number]; sloppy: boolean } | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let sloppy = false
  const values: number[] = []
  for (const part of parts) {
    const value = Number(part)
    if (!OCTET.test(part) || value > 255) return undefined
    if (part.length > 1 && part.startsWith('0')) sloppy = true
    values.push(value)
  }
  return { groups: [values[0]! * 256 + values[1]!, values[2]! * 256 + values[3]!], sloppy }
}

function parseIPv6(text: string): IP | undefined {
  const gap = text.indexOf('::')
  if (gap !== -1 && text.indexOf('::', gap + 1) !== -1) return undefined
  const head = parseGroups(gap === -1 ? text : text.slice(0, gap), gap === -1)
  const tail = gap === -1 ? NO_GROUPS : parseGroups(text.slice(gap + 2), true)
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.groups.length - tail.groups.length
  if (gap === -1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...head.groups, ...Array<number>(missing).fill(0), ...tail.groups]
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)
  return { groups, v4: false, mapped, sloppy: head.sloppy || tail.sloppy }
}

interface Groups {
  readonly groups: readonly number[]
  readonly sloppy: boolean
}
const NO_GROUPS: Groups = { groups: [], sloppy: false }

function parseGroups(text: string, last: boolean): Groups | undefined {
  if (text === '') return NO_GROUPS
  const parts = text.split(':')
  const groups: number[] = []
  let sloppy = false
  for (const [i, part] of parts.entries()) {
    if (last && i === parts.length - 1 && part.includes('.')) {
      const octets = parseOctets(part)
      if (octets === undefined) return undefined
      groups.push(...octets.groups)
      sloppy ||= octets.sloppy
      continue
    }
    const value = Number.parseInt(part, 16)
    if (!GROUP.test(part) || value > 0xffff) return undefined
    if (part.length > 4) sloppy = true
    groups.push(value)
  }
  return { groups, sloppy }
}

const isFour = (groups: readonly number[]): boolean =>
  groups[5] === 0xffff && !groups[0] && !groups[1] && !groups[2] && !groups[3] && !groups[4]

/** net.IP.To4() != nil: an IPv4 address, however written. */
export const isIPv4 = (ip: IP): boolean => isFour(ip.groups)

/** net.IP.String(): dotted for IPv4 (mapped too), RFC 5952 for IPv6. */
export const formatIP = (ip: IP): string => formatGroups(ip.groups)

function formatGroups(groups: readonly number[]): string {
  if (isFour(groups))
    return groups
      .slice(6)
      .map((group) => `${group >> 8}.${group & 255}`)
      .join('.')
  let [start, length] = [-1, 1]
  for (let i = 0; i < 8; i++) {
    let end = i
    while (end < 8 && groups[end] === 0) end++
    if (end - i > length) [start, length] = [i, end - i]
    if (end > i) i = end
  }
  const hex = groups.map((group) => group.toString(16))
  if (start === -1) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

const BITS = /^[0-9]+$/

/** netutils.ParseCIDRSloppy: the address and the prefix length, or undefined. */
export function parseCIDR(text: string): CIDR | undefined {
  const slash = text.indexOf('/')
  if (slash === -1) return undefined
  const ip = parseIP(text.slice(0, slash))
  const length = text.slice(slash + 1)
  const bits = Number(length)
  if (ip === undefined || !BITS.test(length) || bits > (ip.v4 ? 32 : 128)) return undefined
  return { ip, bits, sloppy: ip.sloppy || (length.length > 1 && length.startsWith('0')) }
}

/** The network's own address: all bits after the prefix cleared. */
export function maskedGroups(cidr: CIDR): readonly number[] {
  const bits = cidr.ip.v4 ? cidr.bits + 96 : cidr.bits
  return cidr.ip.groups.map((group, i) => {
    const kept = Math.min(Math.max(bits - i * 16, 0), 16)
    return group & (0xffff << (16 - kept)) & 0xffff
  })
}

/** net.IPNet.String(): the network in canonical form. */
export function formatCIDR(cidr: CIDR): string {
  const masked = maskedGroups(cidr)
  return `${formatGroups(masked)}/${!cidr.ip.v4 && isFour(masked) ? cidr.bits - 96 : cidr.bits}`
}

/** Whether bits are set beyond the prefix. */
export const hasHostBits = (cidr: CIDR): boolean => {
  const masked = maskedGroups(cidr)
  return cidr.ip.groups.some((group, i) => group !== masked[i])
}

/** net.IPNet.Contains: the same family, the same prefix. */
export function containsIP(cidr: CIDR, ip: IP): boolean {
  const network = maskedGroups(cidr)
  if (isFour(network) !== isIPv4(ip)) return false
  const masked = maskedGroups({ ...cidr, ip: { ...ip, v4: cidr.ip.v4 } })
  return masked.every((group, i) => group === network[i])
}
