// Which IP families a service has and how strictly it wants both: inferred from its addresses, from what it was, from the
// cluster, which has IPv4 only. Upstream: initIPFamilyFields in pkg/registry/core/service/storage/alloc.go.
import type { Service } from '../../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../../api/status/field-errors.ts'
import { Path } from '../../../../api/status/path.ts'
import { invalid } from '../../../../api/status/status-error.ts'
import { isIPv4, parseIP } from '../../../lib/validation/names.ts'
import { hasNodePorts, NONE, sameTexts } from '../facts.ts'
import { validateClusterIPFields } from '../validation-cluster-ips.ts'

const CONFIGURED = 'IPv4'
const POLICY = Path.of('spec', 'ipFamilyPolicy')
const CLUSTER_IPS = Path.of('spec', 'clusterIPs')
const FAMILIES = Path.of('spec', 'ipFamilies')
const SINGLE = 'SingleStack'
const PREFER = 'PreferDualStack'
const REQUIRE = 'RequireDualStack'

/** Sets ipFamilies and ipFamilyPolicy, or refuses the service. */
export function initFamilies(service: Service, old: Service | undefined, strict: boolean): void {
  const { spec } = service
  if (spec.type === 'ExternalName' || isSettled(service, old)) return
  const selectorless = !spec.selector || Object.keys(spec.selector).length === 0
  const free = spec.clusterIP === NONE && selectorless
  spec.ipFamilyPolicy ??= old?.spec.ipFamilyPolicy ?? (free ? REQUIRE : SINGLE)
  const errors = new FieldErrors()
  validateClusterIPFields(service, old, errors, strict)
  refuse(service, errors)
  if (old !== undefined) reduce(service, old, errors)
  judgePolicy(service, errors)
  inferFamilies(service, errors)
  refuse(service, errors)
  if (free) {
    spec.ipFamilies = spec.ipFamilies?.length ? spec.ipFamilies : [CONFIGURED]
    if (spec.ipFamilies.length < 2 && spec.ipFamilyPolicy !== SINGLE) {
      spec.ipFamilies = [...spec.ipFamilies, spec.ipFamilies[0] === 'IPv4' ? 'IPv6' : 'IPv4']
    }
    return
  }
  if (spec.ipFamilyPolicy === REQUIRE) {
    errors.invalid(POLICY, spec.ipFamilyPolicy, 'this cluster is not configured for dual-stack services')
  }
  for (const [i, family] of (spec.ipFamilies ?? []).entries()) {
    if (family !== CONFIGURED) errors.invalid(FAMILIES.index(i), family, 'not configured on this cluster')
  }
  refuse(service, errors)
  if (!spec.ipFamilies?.length) spec.ipFamilies = [CONFIGURED]
}

function refuse(service: Service, errors: FieldErrors): void {
  if (errors.length > 0) throw invalid({ group: '', name: 'Service' }, service.metadata.name ?? '', errors)
}

/** isMatchingPreferDualStackClusterIPFields: both prefer two families and nothing about addresses changes. */
export function isSettled(service: Service, old: Service | undefined): boolean {
  const { spec } = service
  if (old === undefined || spec.ipFamilyPolicy !== PREFER || old.spec.type !== spec.type) return false
  if (!hasNodePorts(service) && spec.type !== 'ClusterIP') return false
  if (old.spec.ipFamilyPolicy !== undefined && old.spec.ipFamilyPolicy !== PREFER) return false
  return sameTexts(old.spec.clusterIPs, spec.clusterIPs) && sameTexts(old.spec.ipFamilies, spec.ipFamilies)
}

/** Going back to one family: clear where the policy says so, an error where it does not. */
function reduce({ spec }: Service, { spec: old }: Service, errors: FieldErrors): void {
  const shorter = (now: readonly string[] | undefined, before: readonly string[] | undefined): boolean =>
    now !== undefined && now.length > 0 && now.length < (before?.length ?? 0)
  if (spec.ipFamilyPolicy === SINGLE) {
    if (spec.clusterIPs && spec.clusterIPs.length > 1 && sameTexts(old.clusterIPs, spec.clusterIPs)) {
      spec.clusterIPs = spec.clusterIPs.slice(0, 1)
    }
    if (spec.ipFamilies && spec.ipFamilies.length > 1 && sameTexts(old.ipFamilies, spec.ipFamilies)) {
      spec.ipFamilies = spec.ipFamilies.slice(0, 1)
    }
    return
  }
  if (shorter(spec.clusterIPs, old.clusterIPs)) {
    errors.invalid(POLICY, spec.ipFamilyPolicy, "must be 'SingleStack' to release the secondary cluster IP")
  }
  if (shorter(spec.ipFamilies, old.ipFamilies)) {
    errors.invalid(POLICY, spec.ipFamilyPolicy, "must be 'SingleStack' to release the secondary IP family")
  }
}

function judgePolicy({ spec }: Service, errors: FieldErrors): void {
  if (spec.ipFamilyPolicy !== SINGLE) return
  const need = "must be 'RequireDualStack' or 'PreferDualStack' when multiple"
  if (spec.clusterIPs?.length === 2) errors.invalid(POLICY, SINGLE, `${need} cluster IPs are specified`)
  if (spec.ipFamilies?.length === 2) errors.invalid(POLICY, SINGLE, `${need} IP families are specified`)
}

/** Families of addresses that were given without any. */
function inferFamilies({ spec }: Service, errors: FieldErrors): void {
  for (const [i, text] of (spec.clusterIPs ?? []).entries()) {
    if (text === NONE) break
    if (i < (spec.ipFamilies?.length ?? 0)) continue
    const ip = parseIP(text)
    const family = ip === undefined ? 'unknown' : isIPv4(ip) ? 'IPv4' : 'IPv6'
    if (family === CONFIGURED) spec.ipFamilies = [...(spec.ipFamilies ?? []), family]
    else errors.invalid(CLUSTER_IPS.index(i), spec.clusterIPs, `${family} is not configured on this cluster`)
  }
}
