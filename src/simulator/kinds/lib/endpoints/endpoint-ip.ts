// Addresses traffic may go to: endpoints, endpoint slices, and (for history's sake) external IPs of services.
// Upstream: ValidateEndpointIP in pkg/apis/core/validation/validation.go; its ranges are net.IP's IsUnspecified, IsLoopback …
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { type IP, isIPv4, parseIP } from '../validation/names.ts'

/** An address that something else than the host itself can be reached at. */
export function validateEndpointIP(text: string, path: Path, errors: FieldErrors): void {
  const ip = parseIP(text)
  if (ip === undefined) {
    errors.invalid(path, text, 'must be a valid IP address')
    return
  }
  if (isUnspecified(ip)) errors.invalid(path, text, `may not be unspecified (${text})`)
  if (isLoopback(ip)) errors.invalid(path, text, 'may not be in the loopback range (127.0.0.0/8, ::1/128)')
  if (isLinkLocalUnicast(ip)) {
    errors.invalid(path, text, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)')
  }
  if (isLinkLocalMulticast(ip)) {
    errors.invalid(path, text, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)')
  }
}

/** The four bytes of an IPv4 address as two groups. */
const four = ({ groups }: IP): readonly [number, number] => [groups[6]!, groups[7]!]

/** Whether all but the last group are zero, and that is `last`. */
const isOnly = ({ groups }: IP, last: number): boolean =>
  groups[7] === last && groups.every((group, i) => i === 7 || group === 0)

function isUnspecified(ip: IP): boolean {
  if (!isIPv4(ip)) return isOnly(ip, 0)
  const [a, b] = four(ip)
  return a === 0 && b === 0
}

const isLoopback = (ip: IP): boolean => (isIPv4(ip) ? four(ip)[0] >> 8 === 127 : isOnly(ip, 1))

const isLinkLocalUnicast = (ip: IP): boolean =>
  isIPv4(ip) ? four(ip)[0] === 0xa9fe : (ip.groups[0]! & 0xffc0) === 0xfe80

function isLinkLocalMulticast(ip: IP): boolean {
  if (!isIPv4(ip)) return (ip.groups[0]! & 0xff0f) === 0xff02
  const [a, b] = four(ip)
  return a === 0xe000 && b >> 8 === 0
}
