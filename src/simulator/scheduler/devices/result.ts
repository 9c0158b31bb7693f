// An allocation as the claim's status tells it: the devices, their configuration, the nodes they can be used on.
// Upstream: Allocate and createNodeSelector in
// staging/src/k8s.io/dynamic-resource-allocation/structured/internal/stable/allocator_stable.go.
import type { NodeSelector, NodeSelectorRequirement } from '../../../generated/api/core.v1.ts'
import type {
  AllocationResult,
  DeviceAllocationConfiguration,
  ResourceClaim,
} from '../../../generated/api/resource.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import type { Given } from './allocate.ts'

/** The result for one claim. */
export function allocationResult(claim: ResourceClaim, given: readonly Given[]): AllocationResult {
  const config = configurationOf(claim, given)
  const nodeSelector = nodeSelectorOf(given)
  return {
    devices: {
      results: given.map(({ wish, offered }) => ({
        request: wish.name,
        driver: offered.driver,
        pool: offered.pool,
        device: offered.device.name,
        ...(wish.adminAccess ? { adminAccess: true } : {}),
        ...(wish.tolerations.length > 0 ? { tolerations: [...wish.tolerations] } : {}),
      })),
      ...(config.length > 0 ? { config } : {}),
    },
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
  }
}

/** Of the classes first, each once; then of the claim, where it is for a request that got devices. */
function configurationOf(claim: ResourceClaim, given: readonly Given[]): DeviceAllocationConfiguration[] {
  const config: DeviceAllocationConfiguration[] = []
  const wishes = [...new Set(given.map(({ wish }) => wish))]
  for (const owner of new Set(wishes.map((wish) => wish.class))) {
    const requests = wishes.filter((wish) => wish.class === owner).map(({ name }) => name)
    for (const own of owner.spec.config ?? []) config.push({ source: 'FromClass', requests, ...own })
  }
  for (const own of claim.spec.devices.config ?? []) {
    const { requests = [] } = own
    const used = wishes.some(({ name }) => requests.includes(name) || requests.includes(name.split('/')[0]!))
    if (requests.length === 0 || used) config.push({ source: 'FromClaim', ...own })
  }
  return config
}

function nodeSelectorOf(given: readonly Given[]): NodeSelector | undefined {
  const matchFields: NodeSelectorRequirement[] = []
  const matchExpressions: NodeSelectorRequirement[] = []
  const add = (list: NodeSelectorRequirement[], more: readonly NodeSelectorRequirement[] | undefined): void => {
    for (const requirement of more ?? [])
      if (!list.some((known) => deepEqual(known, requirement))) list.push(requirement)
  }
  for (const { offered } of given) {
    const { spec } = offered.slice
    const { nodeName, nodeSelector } = spec.perDeviceNodeSelection === true ? offered.device : spec
    if (nodeName) {
      const field: NodeSelectorRequirement = { key: 'metadata.name', operator: 'In', values: [nodeName] }
      return { nodeSelectorTerms: [{ matchFields: [field] }] }
    }
    const term = nodeSelector?.nodeSelectorTerms?.[0]
    add(matchFields, term?.matchFields)
    add(matchExpressions, term?.matchExpressions)
  }
  if (matchFields.length === 0 && matchExpressions.length === 0) return undefined
  return {
    nodeSelectorTerms: [
      {
        ...(matchExpressions.length > 0 ? { matchExpressions } : {}),
        ...(matchFields.length > 0 ? { matchFields } : {}),
      },
    ],
  }
}
