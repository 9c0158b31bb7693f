// ResourceQuota: what a request would use must fit into every quota of its namespace; what is admitted is written into them.
// Upstream: apiserver/pkg/admission/plugin/resourcequota.
import type { ResourceQuota } from '../../../generated/api/core.v1.ts'
import { compareQuantity, mustParseQuantity } from '../../../model/quantity.ts'
import { ignoredByQuota, quotaEvaluator } from '../../../model/quota/usage.ts'
import { type Quantities, resourceListOf } from '../../../model/resource-list.ts'
import type { AdmissionAttributes, AdmissionPlugin } from '../contract.ts'
import { checkRequest } from './check-request.ts'

function handles({ operation, resource, namespace, subresource, object, oldObject }: AdmissionAttributes): boolean {
  if (namespace === '' || object === undefined || (operation !== 'CREATE' && operation !== 'UPDATE')) return false
  if (ignoredByQuota.has(resource.key) || (resource.key === 'namespaces' && operation === 'CREATE')) return false
  return quotaEvaluator(resource.key).handles({ operation, subresource, object, old: oldObject })
}

const sameUsage = (used: Readonly<Record<string, string>>, other: Quantities): boolean => {
  const names = Object.keys(other)
  return (
    names.length === Object.keys(used).length &&
    names.every(
      (name) => used[name] !== undefined && compareQuantity(mustParseQuantity(used[name]), other[name]!) === 0,
    )
  )
}

/** The ResourceQuota plugin. */
export const plugin: AdmissionPlugin = {
  name: 'ResourceQuota',
  handles,
  validate(attributes, context) {
    const quotas = context.lister.list<ResourceQuota>('resourcequotas', attributes.namespace)
    if (quotas.length === 0) return
    const usages = checkRequest(quotas, attributes, context.now)
    if (attributes.dryRun) return
    for (const [quota, used] of usages) {
      if (sameUsage(quota.status.used ?? {}, used)) continue
      context.writeStatus('resourcequotas', { ...quota, status: { ...quota.status, used: resourceListOf(used) } })
    }
  },
}
