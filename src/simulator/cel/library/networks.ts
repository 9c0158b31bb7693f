// Addresses, networks and URLs. Upstream: apiserver/pkg/cel/library/{ip,cidr,urls}.go.
import { addressProblem, prefixProblem } from '../../../model/go-netip.ts'
import { quote } from '../../../model/quote.ts'
import { type GoUrl, parseGoUrl } from '../../kinds/lib/go-url.ts'
import {
  type CIDR as Cidr,
  containsIP,
  formatIP,
  type IP as Ip,
  maskedGroups,
  parseCIDR,
  parseIP,
} from '../../kinds/lib/validation/ip-syntax.ts'
import { type CelType, CIDR, IP, URL_TYPE } from '../types.ts'
import { fail, noSuchOverload } from '../values/failure.ts'
import { ArrayList, type CelValue, EntryMap, type MapValue, OpaqueValue } from '../values/value.ts'
import { parsing, sizeOf } from './costs.ts'
import type { Library } from './declaration.ts'

/** An address. */
export class IpValue extends OpaqueValue {
  readonly ip: Ip
  constructor(ip: Ip) {
    super()
    this.ip = ip
  }
  get type(): CelType {
    return IP
  }
  override get size(): number {
    return this.ip.v4 ? 4 : 16
  }
  equals(other: OpaqueValue): boolean {
    return formatIP(this.ip) === formatIP((other as IpValue).ip)
  }
}

/** netip.Prefix: with the bits beyond the prefix. */
const prefixText = ({ ip, bits }: Cidr): string => `${formatIP(ip)}/${bits}`

/** A network. */
export class CidrValue extends OpaqueValue {
  readonly cidr: Cidr
  constructor(cidr: Cidr) {
    super()
    this.cidr = cidr
  }
  get type(): CelType {
    return CIDR
  }
  override get size(): number {
    return Math.ceil(this.cidr.bits / 8)
  }
  equals(other: OpaqueValue): boolean {
    return prefixText(this.cidr) === prefixText((other as CidrValue).cidr)
  }
}

function parsedIp(text: string): Ip | { readonly error: string } {
  const problem = addressProblem(text)
  if (problem !== undefined) {
    return { error: `IP Address ${quote(text)} parse error during conversion from string: ${problem}` }
  }
  if (text.includes('%')) return { error: `IP address ${quote(text)} with zone value is not allowed` }
  const ip = parseIP(text)!
  return ip.mapped ? { error: `IPv4-mapped IPv6 address ${quote(text)} is not allowed` } : ip
}

const NETWORK = 'network address parse error during conversion from string: '

function parsedCidr(text: string): Cidr | { readonly error: string } {
  const problem = prefixProblem(text)
  if (problem !== undefined) return { error: `${NETWORK}${problem}` }
  const cidr = parseCIDR(text)!
  return cidr.ip.mapped ? { error: `IPv4-mapped IPv6 address ${quote(text)} is not allowed` } : cidr
}

function ip(text: string): IpValue {
  const made = parsedIp(text)
  return 'error' in made ? fail(made.error) : new IpValue(made)
}

function cidr(text: string): CidrValue {
  const made = parsedCidr(text)
  return 'error' in made ? fail(NETWORK + made.error) : new CidrValue(made)
}

const octet = ({ ip: { groups } }: IpValue): number => groups[6]! >> 8
const isZero = ({ ip: { groups, v4 } }: IpValue): boolean =>
  (v4 ? groups.slice(6) : groups).every((group) => group === 0)
const isLoopback = (a: IpValue): boolean =>
  a.ip.v4 ? octet(a) === 127 : a.ip.groups.every((group, i) => group === (i === 7 ? 1 : 0))
const isLinkLocalMulticast = (a: IpValue): boolean =>
  a.ip.v4 ? a.ip.groups[6] === 0xe000 && a.ip.groups[7]! >> 8 === 0 : (a.ip.groups[0]! & 0xff0f) === 0xff02
const isLinkLocalUnicast = (a: IpValue): boolean =>
  a.ip.v4 ? a.ip.groups[6] === 0xa9fe : (a.ip.groups[0]! & 0xffc0) === 0xfe80
const isMulticast = (a: IpValue): boolean => (a.ip.v4 ? octet(a) >> 4 === 0xe : a.ip.groups[0]! >> 8 === 0xff)
const isBroadcast = ({ ip: { v4, groups } }: IpValue): boolean => v4 && groups[6] === 0xffff && groups[7] === 0xffff
const isGlobalUnicast = (a: IpValue): boolean =>
  !isZero(a) && !isBroadcast(a) && !isLoopback(a) && !isMulticast(a) && !isLinkLocalUnicast(a)

/** Bits of the prefix in the address's own family. */
const bitsOf = ({ cidr: { bits } }: CidrValue): number => bits

function holds(outer: CidrValue, inner: CidrValue): boolean {
  return (
    outer.cidr.ip.v4 === inner.cidr.ip.v4 &&
    bitsOf(outer) <= bitsOf(inner) &&
    containsIP(outer.cidr, { ...inner.cidr.ip, groups: maskedGroups(inner.cidr) })
  )
}

const holdsIp = (a: CidrValue, b: IpValue): boolean => a.cidr.ip.v4 === b.ip.v4 && containsIP(a.cidr, b.ip)
/** A text that is no address is no address to the function either. */
function holdsText(a: CidrValue, text: string): boolean {
  const b = parsedIp(text)
  return 'error' in b ? noSuchOverload() : holdsIp(a, new IpValue(b))
}
const masked = ({ cidr: c }: CidrValue): CidrValue => new CidrValue({ ...c, ip: { ...c.ip, groups: maskedGroups(c) } })
/** As many bytes as the prefix has are compared; a text is parsed first. */
const compareCost = ([a, b]: readonly CelValue[]): number =>
  Math.ceil(2 * sizeOf(a!) * 0.1) + (typeof b === 'string' ? Math.ceil(sizeOf(b) * 0.1) : 0)
/** The other's prefix is masked, and compared too. */
const compareNetworksCost = ([a, b]: readonly CelValue[]): number =>
  compareCost([a!, b!]) + Math.ceil(sizeOf(a!) * 0.1) + 1
const isIp = (text: string): boolean => !('error' in parsedIp(text))

/** Addresses and networks. */
export const NETWORKS: Library = {
  functions: [
    ['ip(string) IP', ip, parsing],
    [
      'ip.isCanonical(string) bool',
      (text: string) => formatIP(ip(text).ip) === text,
      ([text]) => Math.ceil(sizeOf(text!) * 0.2),
    ],
    ['isIP(string) bool', isIp, parsing],
    ['string(IP) string', ({ ip: a }: IpValue) => formatIP(a)],
    ['cidr(string) CIDR', cidr, parsing],
    ['isCIDR(string) bool', (text: string) => !('error' in parsedCidr(text)), parsing],
    ['string(CIDR) string', ({ cidr: a }: CidrValue) => prefixText(a)],
  ],
  members: [
    ['IP.family() int', ({ ip: a }: IpValue) => (a.v4 ? 4n : 6n)],
    ['IP.isUnspecified() bool', isZero],
    ['IP.isLoopback() bool', isLoopback],
    ['IP.isLinkLocalMulticast() bool', isLinkLocalMulticast],
    ['IP.isLinkLocalUnicast() bool', isLinkLocalUnicast],
    ['IP.isGlobalUnicast() bool', isGlobalUnicast],
    ['CIDR.containsIP(string) bool', holdsText, compareCost],
    ['CIDR.containsIP(IP) bool', holdsIp, compareCost],
    ['CIDR.containsCIDR(string) bool', (a: CidrValue, text: string) => holds(a, cidr(text)), compareNetworksCost],
    ['CIDR.containsCIDR(CIDR) bool', holds, compareNetworksCost],
    ['CIDR.ip() IP', ({ cidr: a }: CidrValue) => new IpValue(a.ip)],
    ['CIDR.prefixLength() int', (a: CidrValue) => BigInt(bitsOf(a))],
    ['CIDR.masked() CIDR', masked],
  ],
}

/** A URL. */
export class UrlValue extends OpaqueValue {
  readonly text: string
  readonly url: GoUrl
  constructor(text: string, url: GoUrl) {
    super()
    this.text = text
    this.url = url
  }
  get type(): CelType {
    return URL_TYPE
  }
  equals(other: OpaqueValue): boolean {
    return this.text === (other as UrlValue).text
  }
}

function parsedUrl(text: string): UrlValue | { readonly error: string } {
  const prefix = 'URL parse error during conversion from string: '
  if (text === '') return { error: `${prefix}parse "": empty url` }
  const made = parseGoUrl(text)
  if ('error' in made) return { error: `${prefix}${made.error}` }
  if (made.scheme === '' && !text.startsWith('/'))
    return { error: `${prefix}parse ${quote(text)}: invalid URI for request` }
  return new UrlValue(text, made)
}

function url(text: string): UrlValue {
  const made = parsedUrl(text)
  return 'error' in made ? fail(made.error) : made
}

const PORT = /:(\d*)$/
const AUTHORITY = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:\/\/[^/?#]*)?([^?#]*)/

const VALID_PATH = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/[\]]|%[0-9A-Fa-f]{2})*$/
const NOT_ESCAPED = /[A-Za-z0-9\-._~$&+,/:;=@]/

/** URL.EscapedPath: as it was written where that is well escaped, else escaped anew. */
function escapedPath(path: string): string {
  if (VALID_PATH.test(path)) return path
  const plain = Buffer.from(
    path.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  )
  return [...plain]
    .map((byte) => [String.fromCharCode(byte), byte] as const)
    .map(([c, byte]) =>
      byte < 0x80 && NOT_ESCAPED.test(c) ? c : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
}

const hostname = ({ url: { host } }: UrlValue): string => host.replace(PORT, '').replace(/^\[|\]$/g, '')

function query({ url: { query: text } }: UrlValue): MapValue {
  const lists = new Map<string, CelValue[]>()
  for (const [key, value] of new URLSearchParams(text)) lists.set(key, [...(lists.get(key) ?? []), value])
  return new EntryMap(new Map([...lists].map(([key, values]) => [`s${key}`, [key, new ArrayList(values)] as const])))
}

/** URLs and their parts. */
export const URLS: Library = {
  functions: [
    ['url(string) URL', url, parsing],
    ['isURL(string) bool', (text: string) => !('error' in parsedUrl(text))],
  ],
  members: [
    ['URL.getScheme() string', ({ url: { scheme } }: UrlValue) => scheme],
    ['URL.getHost() string', ({ url: { host } }: UrlValue) => host],
    ['URL.getHostname() string', hostname],
    ['URL.getPort() string', ({ url: { host } }: UrlValue) => PORT.exec(host)?.[1] ?? ''],
    ['URL.getEscapedPath() string', ({ text }: UrlValue) => escapedPath(AUTHORITY.exec(text)?.[1] ?? '')],
    ['URL.getQuery() map<string, list<string>>', query],
  ],
}
