// What Go says against a text that is no IP address or prefix. Upstream: ParseAddr and ParsePrefix in net/netip.
import { quote } from './quote.ts'

class Fault {
  readonly why: string
  readonly at: string
  constructor(why: string, at = '') {
    this.why = why
    this.at = at
  }
}

/** The error of netip.ParseAddr; undefined for an address. A zone is taken. */
export function addressProblem(text: string): string | undefined {
  const fault = faultOf(text)
  if (fault === undefined) return undefined
  return `ParseAddr(${quote(text)}): ${fault.why}${fault.at === '' ? '' : ` (at ${quote(fault.at)})`}`
}

/** The error of netip.ParsePrefix; undefined for a prefix. */
export function prefixProblem(text: string): string | undefined {
  const why = prefixFault(text)
  return why === undefined ? undefined : `netip.ParsePrefix(${quote(text)}): ${why}`
}

function prefixFault(text: string): string | undefined {
  const slash = text.lastIndexOf('/')
  if (slash < 0) return "no '/'"
  const address = text.slice(0, slash)
  const problem = addressProblem(address)
  if (problem !== undefined) return problem
  if (address.includes('%')) return 'IPv6 zones cannot be present in a prefix'
  const bits = text.slice(slash + 1)
  if (!/^(?:\d|[1-9]\d+)$/.test(bits)) return `bad bits after slash: ${quote(bits)}`
  return Number(bits) > (address.includes(':') ? 128 : 32) ? 'prefix length out of range' : undefined
}

function faultOf(text: string): Fault | undefined {
  for (const c of text) {
    if (c === '.') return v4Fault(text)
    if (c === ':') return v6Fault(text)
    if (c === '%') return new Fault('missing IPv6 address')
  }
  return new Fault('unable to parse IP')
}

const isDigit = (c: string): boolean => c >= '0' && c <= '9'

/** Four numbers with dots between. */
function v4Fault(text: string): Fault | undefined {
  let value = 0
  let digits = 0
  let dots = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (isDigit(c)) {
      if (digits === 1 && value === 0) return new Fault('IPv4 field has octet with leading zero')
      value = value * 10 + Number(c)
      digits++
      if (value > 255) return new Fault('IPv4 field has value >255')
    } else if (c !== '.') return new Fault('unexpected character', text.slice(i))
    else {
      if (i === 0 || i === text.length - 1 || text[i - 1] === '.') {
        return new Fault('IPv4 field must have at least one digit', text.slice(i))
      }
      if (dots === 3) return new Fault('IPv4 address too long')
      dots++
      value = 0
      digits = 0
    }
  }
  return dots < 3 ? new Fault('IPv4 address too short') : undefined
}

const HEX = /^[0-9a-fA-F]*/
const BYTES = 16

/** Eight groups with colons between, some of zeros perhaps left out, the last two perhaps an IPv4 address. */
function v6Fault(text: string): Fault | undefined {
  const percent = text.indexOf('%')
  let rest = percent < 0 ? text : text.slice(0, percent)
  if (percent >= 0 && percent === text.length - 1) return new Fault('zone must be a non-empty string')
  let ellipsis = rest.startsWith('::')
  if (ellipsis) rest = rest.slice(2)
  if (ellipsis && rest === '') return undefined
  let bytes = 0
  while (bytes < BYTES) {
    const group = HEX.exec(rest)![0]
    if (group.length > 4) return new Fault('each group must have 4 or less digits', rest)
    if (group === '') return new Fault('each colon-separated field must have at least one digit', rest)
    if (rest[group.length] === '.') {
      const fault = embeddedFault(rest, bytes, ellipsis)
      if (fault !== undefined) return fault
      rest = ''
      bytes += 4
      break
    }
    rest = rest.slice(group.length)
    bytes += 2
    if (rest === '') break
    if (rest[0] !== ':') return new Fault('unexpected character, want colon', rest)
    if (rest.length === 1) return new Fault('colon must be followed by more characters', rest)
    rest = rest.slice(1)
    if (rest[0] === ':') {
      if (ellipsis) return new Fault('multiple :: in address', rest)
      ellipsis = true
      rest = rest.slice(1)
      if (rest === '') break
    }
  }
  if (rest !== '') return new Fault('trailing garbage after address', rest)
  if (bytes < BYTES) return ellipsis ? undefined : new Fault('address string too short')
  return ellipsis ? new Fault('the :: must expand to at least one field of zeros') : undefined
}

function embeddedFault(rest: string, bytes: number, ellipsis: boolean): Fault | undefined {
  if (!ellipsis && bytes !== 12) {
    return new Fault('embedded IPv4 address must replace the final 2 fields of the address', rest)
  }
  if (bytes + 4 > BYTES) {
    return new Fault('too many hex fields to fit an embedded IPv4 at the end of the address', rest)
  }
  return v4Fault(rest)
}
