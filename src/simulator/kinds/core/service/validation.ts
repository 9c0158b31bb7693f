// What a service must look like whenever it is written. Upstream: validateService in pkg/apis/core/validation/validation.go.
import type { Service } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateEndpointIP } from '../../lib/endpoints/endpoint-ip.ts'
import { isDNS1123Subdomain, isValidIPForLegacyField } from '../../lib/validation/names.ts'
import { isHeadless, NONE } from './facts.ts'
import { validateClusterIPFields } from './validation-cluster-ips.ts'
import { validatePortsAndAffinity, validatePortsTogether } from './validation-ports.ts'
import { validateSourceRanges, validateTraffic } from './validation-traffic.ts'
import { validateLoadBalancerClass } from './validation-update.ts'

const SPEC = Path.of('spec')
const CLUSTER_IPS = SPEC.child('clusterIPs')
const EXTERNAL_IPS = SPEC.child('externalIPs')
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints'
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode'
const TYPES: readonly string[] = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']

/** validateService; `strict`: StrictIPCIDRValidation is on. */
export function validateService(
  service: Service,
  old: Service | undefined,
  errors: FieldErrors,
  strict: boolean,
): void {
  const { metadata, spec } = service
  const hints = metadata.annotations?.[TOPOLOGY_HINTS]
  const mode = metadata.annotations?.[TOPOLOGY_MODE]
  if (mode !== undefined && hints !== undefined && mode !== hints) {
    const path = Path.of('metadata', 'annotations').key(TOPOLOGY_MODE)
    errors.invalid(path, mode, `must match annotations[${TOPOLOGY_HINTS}] when both are specified`)
  }
  if (!spec.ports?.length && !isHeadless(service) && spec.type !== 'ExternalName') errors.required(SPEC.child('ports'))
  validateByType(service, errors)
  validatePortsAndAffinity(service, errors)
  validateClusterIPFields(service, old, errors, strict)
  validateExternalIPs(service, old, errors, strict)
  if (!spec.type) errors.required(SPEC.child('type'))
  else if (!TYPES.includes(spec.type)) errors.notSupported(SPEC.child('type'), spec.type, TYPES)
  validatePortsTogether(service, errors)
  validateSourceRanges(service, old, errors, strict)
  const allocate = spec.allocateLoadBalancerNodePorts
  if (allocate !== undefined && spec.type !== 'LoadBalancer') {
    errors.forbidden(SPEC.child('allocateLoadBalancerNodePorts'), "may only be used when `type` is 'LoadBalancer'")
  }
  if (allocate === undefined && spec.type === 'LoadBalancer') errors.required('allocateLoadBalancerNodePorts')
  validateLoadBalancerClass(service, undefined, errors)
  validateTraffic(service, errors)
}

function validateByType(service: Service, errors: FieldErrors): void {
  const { spec } = service
  if ((spec.type === 'LoadBalancer' || spec.type === 'NodePort') && isHeadless(service)) {
    errors.invalid(CLUSTER_IPS.index(0), NONE, `may not be set to 'None' for ${spec.type} services`)
  }
  if (spec.type === 'ExternalName') validateExternalName(service, errors)
}

function validateExternalName({ spec }: Service, errors: FieldErrors): void {
  const why = 'may not be set for ExternalName services'
  if (spec.clusterIPs?.length) errors.forbidden(CLUSTER_IPS, why)
  if (spec.ipFamilies?.length) errors.forbidden(SPEC.child('ipFamilies'), why)
  if (spec.ipFamilyPolicy !== undefined) errors.forbidden(SPEC.child('ipFamilyPolicy'), why)
  const name = spec.externalName ?? ''
  const domain = name.endsWith('.') ? name.slice(0, -1) : name
  const path = SPEC.child('externalName')
  if (domain === '') errors.required(path)
  else errors.invalidAll(path, domain, isDNS1123Subdomain(domain))
}

function validateExternalIPs({ spec }: Service, old: Service | undefined, errors: FieldErrors, strict: boolean): void {
  for (const [i, ip] of (spec.externalIPs ?? []).entries()) {
    const before = errors.length
    isValidIPForLegacyField(EXTERNAL_IPS.index(i), ip, errors, strict, old?.spec.externalIPs)
    if (errors.length === before) validateEndpointIP(ip, EXTERNAL_IPS.index(i), errors)
  }
}
