// How traffic reaches a service: from where, along which way, to which endpoints.
// Upstream: the traffic parts of validateService in pkg/apis/core/validation/validation.go.
import type { LoadBalancerStatus, Service } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import {
  isDNS1123Subdomain,
  isValidCIDRForLegacyField,
  isValidIPForLegacyField,
  isValidPortNum,
  parseIP,
} from '../../lib/validation/names.ts'
import { hasNodePorts, isExternallyAccessible, needsHealthCheck } from './facts.ts'

const SOURCE_RANGES = Path.of('spec', 'LoadBalancerSourceRanges')
const SOURCE_RANGES_KEY = 'service.beta.kubernetes.io/load-balancer-source-ranges'
const SOURCE_RANGES_ANNOTATION = Path.of('metadata', 'annotations').key(SOURCE_RANGES_KEY)
const EXTERNAL = Path.of('spec', 'externalTrafficPolicy')
const INTERNAL = Path.of('spec', 'internalTrafficPolicy')
const HEALTH_CHECK = Path.of('spec', 'healthCheckNodePort')
const DISTRIBUTION = Path.of('spec', 'trafficDistribution')
const INGRESS = Path.of('status', 'loadBalancer', 'ingress')
const BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'"
const POLICIES: readonly string[] = ['Cluster', 'Local']
const DISTRIBUTIONS: readonly string[] = ['PreferClose', 'PreferSameZone', 'PreferSameNode']
const IP_MODES: readonly string[] = ['Proxy', 'VIP']

/** loadBalancerSourceRanges, or the annotation that was before it. */
export function validateSourceRanges(
  { metadata, spec }: Service,
  old: Service | undefined,
  errors: FieldErrors,
  strict: boolean,
): void {
  const ranges = spec.loadBalancerSourceRanges ?? []
  if (ranges.length > 0) {
    if (spec.type !== 'LoadBalancer') errors.forbidden(SOURCE_RANGES, BALANCER_ONLY)
    const kept = old?.spec.loadBalancerSourceRanges?.map((range) => range.trim())
    for (const [i, range] of ranges.entries()) {
      isValidCIDRForLegacyField(SOURCE_RANGES.index(i), range.trim(), errors, strict, kept)
    }
    return
  }
  const annotation = metadata.annotations?.[SOURCE_RANGES_KEY]
  if (annotation === undefined) return
  if (spec.type !== 'LoadBalancer') errors.forbidden(SOURCE_RANGES_ANNOTATION, BALANCER_ONLY)
  if (old?.metadata.annotations?.[SOURCE_RANGES_KEY] === annotation || annotation.trim() === '') return
  for (const range of annotation.trim().split(',')) {
    isValidCIDRForLegacyField(SOURCE_RANGES_ANNOTATION, range.trim(), errors, strict)
  }
}

/** Policies for traffic from outside and inside, the health check's port, and preferences among endpoints. */
export function validateTraffic(service: Service, errors: FieldErrors): void {
  const { spec } = service
  validateExternalPolicy(service, errors)
  const internal = spec.internalTrafficPolicy
  if (internal === undefined) {
    if (hasNodePorts(service) || spec.type === 'ClusterIP') errors.required(INTERNAL)
  } else if (!POLICIES.includes(internal)) errors.notSupported(INTERNAL, internal, POLICIES)
  const distribution = spec.trafficDistribution
  if (distribution !== undefined && !DISTRIBUTIONS.includes(distribution)) {
    errors.notSupported(DISTRIBUTION, distribution, DISTRIBUTIONS)
  }
}

function validateExternalPolicy(service: Service, errors: FieldErrors): void {
  const { externalTrafficPolicy: policy, healthCheckNodePort: port = 0 } = service.spec
  if (!isExternallyAccessible(service)) {
    if (policy) errors.invalid(EXTERNAL, policy, 'may only be set for externally-accessible services')
  } else if (!policy) errors.required(EXTERNAL)
  else if (!POLICIES.includes(policy)) errors.notSupported(EXTERNAL, policy, POLICIES)
  if (needsHealthCheck(service)) {
    if (port === 0) errors.required(HEALTH_CHECK)
    else errors.invalidAll(HEALTH_CHECK, port, isValidPortNum(port))
  } else if (port !== 0) {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
    errors.invalid(HEALTH_CHECK, port, why)
  }
}

/** ValidateLoadBalancerStatus: where the load balancer can be reached. */
export function validateLoadBalancerStatus(
  { ingress = [] }: LoadBalancerStatus,
  old: LoadBalancerStatus,
  balanced: boolean,
  errors: FieldErrors,
  strict: boolean,
): void {
  if (!balanced && ingress.length > 0) {
    errors.forbidden(INGRESS, "may only be used when `spec.type` is 'LoadBalancer'")
    return
  }
  const kept = (old.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : []))
  for (const [i, { ip, ipMode, hostname }] of ingress.entries()) {
    const path = INGRESS.index(i)
    if (ip) isValidIPForLegacyField(path.child('ip'), ip, errors, strict, kept)
    if (ipMode === undefined) {
      if (ip) errors.required(path.child('ipMode'), 'must be specified when `ip` is set')
    } else if (!ip) errors.forbidden(path.child('ipMode'), 'may not be specified when `ip` is not set')
    else if (!IP_MODES.includes(ipMode)) errors.notSupported(path.child('ipMode'), ipMode, IP_MODES)
    if (!hostname) continue
    errors.invalidAll(path.child('hostname'), hostname, isDNS1123Subdomain(hostname))
    if (parseIP(hostname) !== undefined) {
      errors.invalid(path.child('hostname'), hostname, 'must be a DNS name, not an IP address')
    }
  }
}
