// clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy, which say one thing in four fields; judged before allocation and after.
// Upstream: ValidateServiceClusterIPsRelatedFields in pkg/apis/core/validation/validation.go.
import type { Service } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { isIPv4, isValidIPForLegacyField, parseIP } from '../../lib/validation/names.ts'
import { isHeadless, NONE } from './facts.ts'

const CLUSTER_IPS = Path.of('spec', 'clusterIPs')
const FAMILIES = Path.of('spec', 'ipFamilies')
const POLICY = Path.of('spec', 'ipFamilyPolicy')
const SUPPORTED_FAMILIES: readonly string[] = ['IPv4', 'IPv6']
const POLICIES: readonly string[] = ['PreferDualStack', 'RequireDualStack', 'SingleStack']

/** `strict`: StrictIPCIDRValidation is on. */
export function validateClusterIPFields(
  service: Service,
  old: Service | undefined,
  errors: FieldErrors,
  strict: boolean,
): void {
  const { spec } = service
  if (spec.type === 'ExternalName') return
  const ips = spec.clusterIPs ?? []
  validatePair(spec.clusterIP ?? '', spec.clusterIPs, errors)
  validateFamilies(spec.ipFamilies ?? [], errors)
  const policy = spec.ipFamilyPolicy
  if (policy !== undefined && !POLICIES.includes(policy)) errors.notSupported(POLICY, policy, POLICIES)
  const before = errors.length
  for (const [i, ip] of ips.entries()) {
    if (i > 0 || ip !== NONE) isValidIPForLegacyField(CLUSTER_IPS.index(i), ip, errors, strict, old?.spec.clusterIPs)
    else if (ips.length > 1) errors.invalid(CLUSTER_IPS, ips, "'None' must be the first and only value")
  }
  const broken = errors.length > before
  if (ips.length > 2) errors.invalid(CLUSTER_IPS, ips, 'may only hold up to 2 values')
  if (broken) return
  if (ips.length > 1) validateDualStack(ips, errors)
  if (!isHeadless(service)) validateMatch(ips, spec.ipFamilies ?? [], errors)
}

function validatePair(single: string, ips: readonly string[] | undefined, errors: FieldErrors): void {
  const given = ips !== undefined && ips.length > 0
  if (single === '') {
    if (given) errors.invalid(CLUSTER_IPS, ips, 'must be empty when `clusterIP` is not specified')
  } else if (!given) errors.required(CLUSTER_IPS)
  else if (ips[0] !== single) errors.invalid(CLUSTER_IPS, ips, 'first value must match `clusterIP`')
}

function validateFamilies(families: readonly string[], errors: FieldErrors): void {
  for (const [i, family] of families.entries()) {
    if (!SUPPORTED_FAMILIES.includes(family)) errors.notSupported(FAMILIES.index(i), family, SUPPORTED_FAMILIES)
    if (families.indexOf(family) < i) errors.duplicate(FAMILIES.index(i), family)
  }
}

function isIPv6(text: string): boolean {
  const ip = parseIP(text)
  return ip !== undefined && !isIPv4(ip)
}

function validateDualStack(ips: readonly string[], errors: FieldErrors): void {
  const families = new Set(ips.map(isIPv6))
  if (families.size < 2) {
    errors.invalid(CLUSTER_IPS, ips, 'may specify no more than one IP for each IP family')
  }
}

/** Each address is of the family that stands at its place. */
function validateMatch(ips: readonly string[], families: readonly string[], errors: FieldErrors): void {
  for (const [i, ip] of ips.entries()) {
    const family = families[i]
    if (family === undefined) return
    const wanted = isIPv6(ip) ? 'IPv6' : 'IPv4'
    if (family === wanted || !SUPPORTED_FAMILIES.includes(family)) continue
    errors.invalid(CLUSTER_IPS.index(i), ip, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``)
  }
}
