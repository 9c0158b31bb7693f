// An allocation as the claim's status tells it: the devices, their configuration, the nodes they can be used on.
// Upstream: Allocate and createNodeSelector in
// staging/src/k8s.io/dynamic-resource-allocation/structured/internal/incubating/allocator_incubating.go.
import type { NodeSelector, NodeSelectorRequirement } from '../../../generated/api/core.v1.ts'
import type {
  AllocationResult,
  DeviceAllocationConfiguration,
  DeviceRequestAllocationResult,
} from '../../../generated/api/resource.v1.ts'
import { formatQuantity } from '../../../model/quantity.ts'
import type { Consumed } from './capacity.ts'
import type { Features } from './features.ts'
import type { ClaimToAllocate } from './requests.ts'
import type { Given } from './search.ts'

/** The result for one claim on a node; each share of a device gets an id of its own. */
export function allocationResult(
  asked: ClaimToAllocate,
  given: readonly Given[],
  nodeName: string,
  features: Features,
  newId: () => string,
): AllocationResult {
  const config = configurationOf(asked, given)
  const nodeSelector = nodeSelectorOf(given, nodeName)
  return {
    devices: {
      results: given.map((each) => resultOf(each, features, newId)),
      ...(config.length > 0 ? { config } : {}),
    },
    ...(nodeSelector === undefined ? {} : { nodeSelector }),
  }
}

function resultOf(
  { wish, offered, share }: Given,
  features: Features,
  newId: () => string,
): DeviceRequestAllocationResult {
  const { driver, pool, device } = offered
  const { bindingConditions = [], bindingFailureConditions = [] } = features.bindingConditions ? device : {}
  return {
    request: wish.name,
    driver,
    pool: pool.name,
    device: device.name,
    ...(wish.adminAccess ? { adminAccess: true } : {}),
    ...(wish.tolerations.length > 0 ? { tolerations: [...wish.tolerations] } : {}),
    ...(bindingConditions.length > 0 ? { bindingConditions } : {}),
    ...(bindingFailureConditions.length > 0 ? { bindingFailureConditions } : {}),
    ...(share === undefined ? {} : { shareID: newId() }),
    ...(share === undefined || share.size === 0 ? {} : { consumedCapacity: textOf(share) }),
  }
}

const textOf = (share: Consumed): Record<string, string> =>
  Object.fromEntries([...share].map(([name, amount]) => [name, formatQuantity(amount)] as const).sort(byName))

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1)

/** Of the classes first, each once; then of the claim, once for each request it is for. */
function configurationOf(
  { claim, requests }: ClaimToAllocate,
  given: readonly Given[],
): DeviceAllocationConfiguration[] {
  const config: DeviceAllocationConfiguration[] = []
  const wishes = requests.flatMap(
    ({ wishes: ways }) => ways.find((wish) => given.some((each) => each.wish === wish)) ?? [],
  )
  for (const owner of new Set(wishes.map((wish) => wish.class))) {
    const names = wishes.filter((wish) => wish.class === owner).map(({ name }) => name)
    for (const own of owner.spec.config ?? []) config.push({ source: 'FromClass', requests: names, ...own })
  }
  for (const own of claim.spec.devices.config ?? []) {
    const { requests: names = [] } = own
    const times = wishes.filter(({ name, request }) => names.includes(request) || names.includes(name)).length
    for (let i = 0; i < (names.length === 0 ? 1 : times); i++) config.push({ source: 'FromClaim', ...own })
  }
  return config
}

/** One device of a single node ties the claim to it. */
function nodeSelectorOf(given: readonly Given[], node: string): NodeSelector | undefined {
  const matchFields: NodeSelectorRequirement[] = []
  const matchExpressions: NodeSelectorRequirement[] = []
  for (const { offered } of given) {
    const { spec } = offered.slice
    const { nodeName, nodeSelector } = spec.perDeviceNodeSelection === true ? offered.device : spec
    if (nodeName || offered.device.bindsToNode === true) {
      const field: NodeSelectorRequirement = { key: 'metadata.name', operator: 'In', values: [node] }
      return { nodeSelectorTerms: [{ matchFields: [field] }] }
    }
    const term = nodeSelector?.nodeSelectorTerms?.[0]
    addNew(matchFields, term?.matchFields)
    addNew(matchExpressions, term?.matchExpressions)
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

function addNew(list: NodeSelectorRequirement[], more: readonly NodeSelectorRequirement[] = []): void {
  for (const each of more) if (!list.some((known) => isSame(known, each))) list.push(each)
}

function isSame(a: NodeSelectorRequirement, b: NodeSelectorRequirement): boolean {
  if (a.key !== b.key || a.operator !== b.operator) return false
  const [left, right] = [new Set(a.values), new Set(b.values)]
  return left.size === right.size && [...left].every((value) => right.has(value))
}
