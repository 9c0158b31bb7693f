// What a client is told about a service that is taken all the same. Upstream: pkg/api/service/warnings.go.
import type { Service } from '../../../../generated/api/core.v1.ts'
import { Path } from '../../../api/status/path.ts'
import { warningsForCIDR, warningsForIP } from '../../lib/validation/names.ts'
import { NONE } from './facts.ts'

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints'
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode'
const SPEC = Path.of('spec')

/** GetWarningsForService. */
export function serviceWarnings({ metadata, spec }: Service): readonly string[] {
  const warnings: string[] = []
  const external = spec.externalIPs ?? []
  const headless = spec.type === 'ClusterIP' && spec.clusterIP === NONE
  if (metadata.annotations?.[TOPOLOGY_HINTS] !== undefined) {
    warnings.push(`annotation ${TOPOLOGY_HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`)
  }
  const eachIP = (field: string, ips: readonly string[]): void => {
    for (const [i, ip] of ips.entries()) warnings.push(...warningsForIP(SPEC.child(field).index(i), ip))
  }
  if (spec.clusterIP && spec.clusterIP !== NONE) eachIP('clusterIPs', spec.clusterIPs ?? [])
  if (headless) {
    if (spec.loadBalancerIP) warnings.push('spec.loadBalancerIP is ignored for headless services')
    if (external.length > 0) warnings.push('spec.externalIPs is ignored for headless services')
    if (spec.sessionAffinity !== 'None') warnings.push('spec.SessionAffinity is ignored for headless services')
  }
  eachIP('externalIPs', external)
  if (external.length > 0 && !headless && spec.type !== 'ExternalName') {
    warnings.push('spec.externalIPs is deprecated and may no longer be implemented in some clusters')
  }
  if (spec.loadBalancerIP) warnings.push(...warningsForIP(SPEC.child('loadBalancerIP'), spec.loadBalancerIP))
  for (const [i, range] of (spec.loadBalancerSourceRanges ?? []).entries()) {
    warnings.push(...warningsForCIDR(SPEC.child('loadBalancerSourceRanges').index(i), range))
  }
  if (spec.type === 'ExternalName') {
    if (external.length > 0) warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"')
  } else if (spec.externalName) warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"')
  if (spec.trafficDistribution === 'PreferClose') {
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"')
  }
  return warnings
}

/** What is said of a status: addresses written unusually. */
export const serviceStatusWarnings = ({ status }: Service): readonly string[] =>
  (status.loadBalancer.ingress ?? []).flatMap(({ ip }, i) =>
    ip ? warningsForIP(Path.of('status', 'loadBalancer', 'ingress').index(i), ip) : [],
  )
