// What resource claims use of quotas: their number, and devices by class. Devices that stand in for extended resources are not
// counted under the extended resource's name. Upstream: pkg/quota/v1/evaluator/core/resource_claims.go.
import type { ResourceClaim } from '../../generated/api/resource.v1.ts'
import { quantityOf } from '../quantity.ts'
import { addQuantities, type Quantities } from '../resource-list.ts'
import { ONE, type QuotaEvaluator } from './evaluator.ts'

const COUNT = 'count/resourceclaims.resource.k8s.io'
const PER_CLASS = '.deviceclass.resource.k8s.io/devices'
/** As many results as one allocation may have: what "all devices" counts for. */
const MOST_RESULTS = 32

interface Asked {
  readonly allocationMode?: string | undefined
  readonly count?: number | undefined
}

function devices({ allocationMode, count = 0 }: Asked): number {
  if (allocationMode === 'ExactCount') return count
  return allocationMode === 'All' ? MOST_RESULTS : 0
}

function usage({ spec }: ResourceClaim): Quantities {
  const result: Quantities = { [COUNT]: ONE }
  for (const { firstAvailable, exactly } of spec.devices?.requests ?? []) {
    if (firstAvailable?.length) {
      const most: Record<string, number> = {}
      for (const choice of firstAvailable) {
        const name = choice.deviceClassName + PER_CLASS
        most[name] = Math.max(most[name] ?? 0, devices(choice))
      }
      for (const name in most) if (most[name]) addQuantities(result, { [name]: quantityOf(most[name]) })
    } else if (exactly !== undefined) {
      addQuantities(result, { [exactly.deviceClassName + PER_CLASS]: quantityOf(devices(exactly)) })
    }
  }
  return result
}

/** The rules of resource claims. */
export const resourceClaimQuota: QuotaEvaluator<ResourceClaim> = {
  resource: 'resourceclaims.resource.k8s.io',
  matchingResources: (names) => names.filter((name) => name === COUNT || name.endsWith(PER_CLASS)),
  handles: ({ operation, subresource }) => subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
  matchesScope: () => false,
  usage,
}
