// What a node is short of for one more pod. Resources the node does not name at all are not asked for: they belong to the
// cluster; nor are those that devices serve. Upstream: noderesources.Fits, removeMissingExtendedResources in pkg/kubelet/lifecycle/predicate.go.
import type { Container, Node, Pod } from '../../../../generated/api/core.v1.ts'
import { type NumericResources, numericResources, podRequests } from '../../../../model/pod-resources.ts'
import { quantitiesOf } from '../../../../model/resource-list.ts'

/** A resource there is not enough of; cpu in thousandths. */
export interface Shortage {
  readonly resource: string
  readonly requested: number
  readonly used: number
  readonly capacity: number
}

const plain = [
  ['milliCpu', 'cpu'],
  ['memory', 'memory'],
  ['ephemeralStorage', 'ephemeral-storage'],
] as const

/** All shortages, in the order they are told. */
export function shortages(pod: Pod, { status }: Node, others: readonly Pod[]): readonly Shortage[] {
  const found: Shortage[] = []
  const allocatable = amountsOf(status.allocatable ?? {}, allocatables, () => quantitiesOf(status.allocatable))
  const allowed = allocatable.scalar['pods'] ?? 0
  if (others.length + 1 > allowed)
    found.push({ resource: 'pods', requested: 1, used: others.length, capacity: allowed })
  const wanted = requestsOf(withoutDevices(pod))
  for (const [field, resource] of plain) {
    const requested = wanted[field]
    if (requested <= 0) continue
    let used = 0
    for (const other of others) used += requestsOf(other)[field]
    const capacity = allocatable[field]
    if (requested > capacity - used) found.push({ resource, requested, used, capacity })
  }
  for (const resource in wanted.scalar) {
    const requested = wanted.scalar[resource] ?? 0
    const capacity = allocatable.scalar[resource]
    if (requested === 0 || (capacity === undefined && isExtended(resource))) continue
    let used = 0
    for (const other of others) used += requestsOf(other).scalar[resource] ?? 0
    if (requested > (capacity ?? 0) - used) found.push({ resource, requested, used, capacity: capacity ?? 0 })
  }
  return found
}

/** The pod without what devices serve: the scheduler has made a claim for that. */
function withoutDevices(pod: Pod): Pod {
  const mappings = pod.status?.extendedResourceClaimStatus?.requestMappings ?? []
  if (mappings.length === 0) return pod
  const without = (container: Container): Container => {
    const served = mappings.filter(({ containerName }) => containerName === container.name)
    const requests = Object.entries(container.resources?.requests ?? {}).filter(
      ([name]) => !served.some(({ resourceName }) => resourceName === name),
    )
    return { ...container, resources: { ...container.resources, requests: Object.fromEntries(requests) } }
  }
  const { containers, initContainers } = pod.spec
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: containers?.map(without) ?? null,
      ...(initContainers === undefined ? {} : { initContainers: initContainers.map(without) }),
    },
  }
}

const requests = new WeakMap<object, NumericResources>()
const allocatables = new WeakMap<object, NumericResources>()

/** Specs and statuses are values: what was counted once holds for as long as they live. */
const requestsOf = (pod: Pod): NumericResources => amountsOf(pod.spec, requests, () => podRequests(pod))

function amountsOf(
  key: object,
  cache: WeakMap<object, NumericResources>,
  count: () => Parameters<typeof numericResources>[0],
): NumericResources {
  let known = cache.get(key)
  if (known === undefined) {
    known = numericResources(count())
    cache.set(key, known)
  }
  return known
}

/** A resource of a vendor's own: its name has a domain that is not kubernetes.io's. */
const isExtended = (name: string): boolean => name.includes('/') && !name.includes('kubernetes.io/')
