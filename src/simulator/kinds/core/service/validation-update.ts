// What an update of a service may not change: addresses and families once given, the class of its load balancer.
// Upstream: validateUpgradeDowngrade{ClusterIPs,IPFamilies}, validateLoadBalancerClassField in pkg/apis/core/validation/validation.go.
import type { Service, ServiceSpec } from '../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { isQualifiedName } from '../../lib/validation/names.ts'
import { isHeadless, needsHealthCheck } from './facts.ts'

const CLUSTER_IPS = Path.of('spec', 'clusterIPs')
const FAMILY = Path.of('spec', 'ipFamilies').index(0)
const POLICY = Path.of('spec', 'ipFamilyPolicy')
const CLASS = Path.of('spec', 'loadBalancerClass')
const FIXED = 'may not change once set'

/** The parts of ValidateServiceUpdate that compare. */
export function validateServiceChange(service: Service, old: Service, errors: FieldErrors): void {
  if (service.spec.type !== 'ExternalName' && old.spec.type !== 'ExternalName') {
    const [was, is] = [isHeadless(old), isHeadless(service)]
    if (!was || !is) validateIPs(service.spec, old.spec, errors)
    if (!was && !is) validateFamilies(service.spec, old.spec, errors)
  }
  validateLoadBalancerClass(service, old, errors)
  const probed = needsHealthCheck(old) && needsHealthCheck(service)
  if (probed && service.spec.healthCheckNodePort !== old.spec.healthCheckNodePort) {
    errors.forbidden('spec.healthCheckNodePort', 'field is immutable')
  }
}

function validateIPs(spec: ServiceSpec, old: ServiceSpec, errors: FieldErrors): void {
  const before = old.clusterIPs ?? []
  const now = spec.clusterIPs ?? []
  if (before.length === now.length) {
    for (const [i, ip] of before.entries()) {
      if (ip !== now[i]) errors.invalid(CLUSTER_IPS.index(i), spec.clusterIPs, FIXED)
    }
    return
  }
  if (now.length === 0) errors.invalid(CLUSTER_IPS.index(0), spec.clusterIPs, 'primary clusterIP can not be unset')
  else if (before.length > 0 && now[0] !== before[0]) errors.invalid(CLUSTER_IPS.index(0), spec.clusterIPs, FIXED)
  if (now.length < before.length && now.length === 1) mustBeSingle(spec, 'clusterIP', errors)
}

function mustBeSingle({ ipFamilyPolicy }: ServiceSpec, what: string, errors: FieldErrors): void {
  if (ipFamilyPolicy === 'SingleStack') return
  errors.invalid(POLICY, ipFamilyPolicy, `must be set to 'SingleStack' when releasing the secondary ${what}`)
}

function validateFamilies(spec: ServiceSpec, old: ServiceSpec, errors: FieldErrors): void {
  const before = old.ipFamilies ?? []
  const now = spec.ipFamilies ?? []
  if (before.length === now.length) {
    for (const [i, family] of before.entries()) {
      if (family !== now[i]) errors.invalid(FAMILY, spec.ipFamilies, FIXED)
    }
    return
  }
  const shorter = now.length < before.length
  if (shorter && !spec.clusterIPs?.length) errors.invalid(FAMILY, spec.ipFamilies, 'primary ipFamily can not be unset')
  if (before.length > 0 && now.length > 0 && now[0] !== before[0]) errors.invalid(FAMILY, spec.clusterIPs, FIXED)
  if (shorter && now.length === 1) mustBeSingle(spec, 'ipFamily', errors)
}

/** The class of a load balancer: qualified, for load balancers only, and never another. */
export function validateLoadBalancerClass({ spec }: Service, old: Service | undefined, errors: FieldErrors): void {
  const name = spec.loadBalancerClass
  if (spec.type !== 'LoadBalancer') {
    if (name !== undefined) errors.forbidden(CLASS, "may only be used when `type` is 'LoadBalancer'")
    return
  }
  if (old?.spec.type === 'LoadBalancer' && old.spec.loadBalancerClass !== name) errors.invalid(CLASS, name, FIXED)
  if (name !== undefined) errors.invalidAll(CLASS, name, isQualifiedName(name))
}
