// A service's cluster IPs: the asked for one where it can be had, any other where none is asked for.
// Upstream: allocClusterIPs and allocIPs in pkg/registry/core/service/storage/alloc.go.
import type { Service } from '../../../../../generated/api/core.v1.ts'
import { FieldErrors } from '../../../../api/status/field-errors.ts'
import { internalError, invalid } from '../../../../api/status/status-error.ts'
import type { KindContext } from '../../../contract.ts'
import { parseIP } from '../../../lib/validation/names.ts'
import { NONE } from '../facts.ts'
import { clusterIPProblem, nextClusterIP } from './cluster-ips.ts'

/** Gives the service an address for each of its families. */
export function allocateClusterIPs(service: Service, context: KindContext): void {
  const { spec } = service
  if (spec.type === 'ExternalName' || spec.clusterIPs?.[0] === NONE) return
  const ips = (spec.ipFamilies ?? []).map((_, i) => spec.clusterIPs?.[i] ?? '')
  for (const [i, ip] of ips.entries()) {
    if (ip === '') ips[i] = anyIP(service, context)
    else checkIP(service, ip, ips, context)
  }
  spec.clusterIPs = ips
  if (ips[0]) spec.clusterIP = ips[0]
}

function anyIP(service: Service, context: KindContext): string {
  const ip = nextClusterIP(context)
  if (ip !== undefined) return ip
  throw internalError(`failed to allocate a serviceIP for Service "${service.metadata.name ?? ''}": range is full`)
}

function checkIP(service: Service, text: string, ips: readonly string[], context: KindContext): void {
  const ip = parseIP(text)
  if (ip === undefined) throw internalError(`failed to parse service IP "${text}"`)
  const problem = clusterIPProblem(ip, context)
  if (problem === undefined) return
  const errors = new FieldErrors()
  errors.invalid('spec.clusterIPs', ips, `failed to allocate IP ${text}: ${problem}`)
  throw invalid({ group: '', name: 'Service' }, service.metadata.name ?? '', errors)
}
