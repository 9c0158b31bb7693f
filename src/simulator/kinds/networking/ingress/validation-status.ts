// Where an ingress is reached. Upstream: ValidateIngressLoadBalancerStatus in pkg/apis/networking/validation/validation.go.
import type { IngressStatus } from '../../../../generated/api/networking.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { isDNS1123Subdomain, isValidIPForLegacyField, parseIP } from '../../lib/validation/names.ts'

const INGRESS = Path.of('status', 'loadBalancer', 'ingress')

/** The status alone; addresses that were there before pass. */
export function validateIngressStatus(
  { loadBalancer }: IngressStatus,
  old: IngressStatus,
  errors: FieldErrors,
  strict: boolean,
): void {
  const kept = (old.loadBalancer.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []))
  for (const [i, { ip, hostname }] of (loadBalancer.ingress ?? []).entries()) {
    const path = INGRESS.index(i)
    if (ip) isValidIPForLegacyField(path.child('ip'), ip, errors, strict, kept)
    if (!hostname) continue
    errors.invalidAll(path.child('hostname'), hostname, isDNS1123Subdomain(hostname))
    if (parseIP(hostname) !== undefined) {
      errors.invalid(path.child('hostname'), hostname, 'must be a DNS name, not an IP address')
    }
  }
}
