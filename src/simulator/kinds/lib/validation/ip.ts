// What is said of IP addresses and CIDRs, strictly (new fields) or as fields older than strict validation want it.
// Upstream: apimachinery/pkg/util/validation/ip.go (StrictIPCIDRValidation is a gate; callers pass what it says).
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { type CIDR, formatCIDR, formatIP, hasHostBits, type IP, isIPv4, parseCIDR, parseIP } from './ip-syntax.ts'

export * from './ip-syntax.ts'

function judgeIP(path: Path, value: string, strict: boolean, errors: FieldErrors): IP | undefined {
  const ip = parseIP(value)
  if (ip === undefined) {
    errors.invalid(path, value, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')
    return undefined
  }
  if (!strict) return ip
  if (ip.sloppy) errors.invalid(path, value, 'must not have leading 0s')
  else if (ip.mapped) errors.invalid(path, value, 'must not be an IPv4-mapped IPv6 address')
  else return ip
  return undefined
}

/** An address in its one canonical form: fields born after strict validation. */
export function isValidIP(path: Path, value: string, errors: FieldErrors): void {
  const ip = judgeIP(path, value, true, errors)
  if (ip === undefined) return
  const canonical = formatIP(ip)
  if (value !== canonical) errors.invalid(path, value, `must be in canonical form (${quote(canonical)})`)
}

/** An address in a field older than strict validation; values in `old` pass unseen. */
export function isValidIPForLegacyField(
  path: Path,
  value: string,
  errors: FieldErrors,
  strict: boolean,
  old: readonly string[] = [],
): void {
  if (!old.includes(value)) judgeIP(path, value, strict, errors)
}

function judgeCIDR(path: Path, value: string, strict: boolean, errors: FieldErrors): CIDR | undefined {
  const cidr = parseCIDR(value)
  if (cidr === undefined) {
    errors.invalid(path, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)')
    return undefined
  }
  if (!strict) return cidr
  if (cidr.sloppy) errors.invalid(path, value, 'must not have leading 0s in IP or prefix length')
  else if (cidr.ip.mapped) errors.invalid(path, value, 'must not have an IPv4-mapped IPv6 address')
  else if (hasHostBits(cidr)) errors.invalid(path, value, 'must not have bits set beyond the prefix length')
  else return cidr
  return undefined
}

/** A network in its one canonical form. */
export function isValidCIDR(path: Path, value: string, errors: FieldErrors): void {
  const cidr = judgeCIDR(path, value, true, errors)
  if (cidr === undefined) return
  const canonical = formatCIDR(cidr)
  if (value !== canonical) errors.invalid(path, value, `must be in canonical form (${quote(canonical)})`)
}

/** A network in a field older than strict validation; values in `old` pass unseen. */
export function isValidCIDRForLegacyField(
  path: Path,
  value: string,
  errors: FieldErrors,
  strict: boolean,
  old: readonly string[] = [],
): void {
  if (!old.includes(value)) judgeCIDR(path, value, strict, errors)
}

/** An address with the length of its subnet, in canonical form: `192.168.1.5/24`. */
export function isValidInterfaceAddress(path: Path, value: string, errors: FieldErrors): void {
  const cidr = parseCIDR(value)
  if (cidr === undefined) {
    errors.invalid(path, value, 'must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)')
    return
  }
  const bits = isIPv4(cidr.ip) && cidr.bits > 32 ? cidr.bits - 96 : cidr.bits
  const canonical = `${formatIP(cidr.ip)}/${bits}`
  if (value !== canonical) errors.invalid(path, value, `must be in canonical form (${quote(canonical)})`)
}

/** Warnings about an address that a legacy field let pass. */
export function warningsForIP(path: Path, value: string): readonly string[] {
  const ip = parseIP(value)
  if (ip === undefined) return []
  const canonical = formatIP(ip)
  if (ip.sloppy || ip.mapped) {
    return [`${path}: non-standard IP address ${quote(value)} is invalid: use ${quote(canonical)}`]
  }
  if (ip.v4 || canonical === value) return []
  return [`${path}: IPv6 address ${quote(value)} should be in RFC 5952 canonical format (${quote(canonical)})`]
}

/** Warnings about a network that a legacy field let pass. */
export function warningsForCIDR(path: Path, value: string): readonly string[] {
  const cidr = parseCIDR(value)
  if (cidr === undefined) return []
  const warnings: string[] = []
  const canonical = formatCIDR(cidr)
  if (hasHostBits(cidr)) {
    const single = `${formatIP(cidr.ip)}/${cidr.ip.v4 ? 32 : 128}`
    warnings.push(
      `${path}: CIDR value ${quote(value)} is ambiguous in this context (should be ${quote(canonical)} or ${quote(single)}?)`,
    )
  }
  if (cidr.sloppy || cidr.ip.mapped) {
    warnings.push(`${path}: non-standard CIDR value ${quote(value)} is invalid: use ${quote(canonical)}`)
  }
  if (warnings.length === 0 && !cidr.ip.v4 && canonical !== value) {
    warnings.push(
      `${path}: IPv6 CIDR value ${quote(value)} should be in RFC 5952 canonical format (${quote(canonical)})`,
    )
  }
  return warnings
}
