// What a pod asks for and may use, over its containers, sidecars, init containers, pod-level resources and overhead.
// Upstream: component-helpers/resource/helpers.go (PodRequests, PodLimits). Pod-level resources and their in-place resize are
// on by default in 1.36; requests by dynamic resource claims (node-allocatable) are off and left out.
import type { Container, Pod, ResourceRequirements } from '../generated/api/core.v1.ts'
import { quantityMilliValue, quantityValue } from './quantity.ts'
import { addQuantities, type Quantities, quantitiesOf, type ResourceList, raiseQuantities } from './resource-list.ts'

/** How a pod's resources are counted. */
export interface PodResourcesOptions {
  /** Takes what the kubelet has allocated and actuated into account while a resize is under way. */
  readonly useStatus?: boolean
  readonly excludeOverhead?: boolean
  readonly skipPodLevel?: boolean
  /** Stands in for requests a container leaves out. */
  readonly missingRequests?: ResourceList
}

type Side = 'requests' | 'limits'

/** Whether a resource can be set for the pod as a whole. */
export function isPodLevelResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')
}

/** Whether the pod sets requests or limits for itself as a whole. */
export function hasPodLevelResources(pod: Pod): boolean {
  return hasPodLevel(pod, 'requests') || hasPodLevel(pod, 'limits')
}

function hasPodLevel(pod: Pod, side: Side): boolean {
  for (const name in pod.spec?.resources?.[side]) if (isPodLevelResource(name)) return true
  return false
}

/** Whether an init container is a sidecar: it keeps running. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always'
}

/** What the pod requests. */
export function podRequests(pod: Pod, options: PodResourcesOptions = {}): Quantities {
  const total = aggregate(pod, 'requests', options)
  if (options.skipPodLevel !== true && hasPodLevel(pod, 'requests')) replaceByPodLevel(total, pod, 'requests', options)
  if (options.excludeOverhead !== true) addQuantities(total, quantitiesOf(pod.spec?.overhead))
  return total
}

/** What the pod may use at most; a resource some container leaves unlimited still shows the sum of the others. */
export function podLimits(pod: Pod, options: PodResourcesOptions = {}): Quantities {
  const total = aggregate(pod, 'limits', options)
  if (options.skipPodLevel !== true && hasPodLevelResources(pod)) replaceByPodLevel(total, pod, 'limits', options)
  if (options.excludeOverhead === true) return total
  const overhead = quantitiesOf(pod.spec?.overhead)
  for (const name in overhead)
    if (total[name] !== undefined && total[name].unscaled !== 0)
      addQuantities(total, { [name]: overhead[name] as Quantities[string] })
  return total
}

function replaceByPodLevel(total: Quantities, pod: Pod, side: Side, options: PodResourcesOptions): void {
  const own = quantitiesOf(pod.spec?.resources?.[side])
  const { status } = pod
  let effective = own
  if (options.useStatus === true && status?.resources !== undefined)
    effective = effectiveQuantities(pod, side, own, status.resources, status.allocatedResources)
  for (const name in own)
    if (isPodLevelResource(name)) total[name] = (effective[name] ?? own[name]) as Quantities[string]
}

/** What counts of a container or pod while its resize may be under way. */
function effectiveQuantities(
  pod: Pod,
  side: Side,
  spec: Quantities,
  actuated: ResourceRequirements,
  allocated: ResourceList | undefined,
): Quantities {
  const result = isResizeInfeasible(pod) ? {} : { ...spec }
  raiseQuantities(result, quantitiesOf(actuated[side]))
  if (side === 'requests') raiseQuantities(result, quantitiesOf(allocated))
  return result
}

/** Whether the kubelet has said that the node can never grant the resize. */
export function isResizeInfeasible(pod: Pod): boolean {
  for (const condition of pod.status?.conditions ?? [])
    if (condition.type === 'PodResizePending') return condition.reason === 'Infeasible'
  return false
}

function aggregate(pod: Pod, side: Side, options: PodResourcesOptions): Quantities {
  const total: Quantities = {}
  for (const container of pod.spec?.containers ?? []) addQuantities(total, ofContainer(pod, container, side, options))
  const sidecars: Quantities = {}
  const highest: Quantities = {}
  for (const container of pod.spec?.initContainers ?? []) {
    const own = ofContainer(pod, container, side, options)
    if (isSidecar(container)) {
      addQuantities(total, own)
      addQuantities(sidecars, own)
      raiseQuantities(highest, sidecars)
    } else {
      const during = { ...own }
      addQuantities(during, sidecars)
      raiseQuantities(highest, during)
    }
  }
  raiseQuantities(total, highest)
  return total
}

function ofContainer(pod: Pod, container: Container, side: Side, options: PodResourcesOptions): Quantities {
  let own = quantitiesOf(container.resources?.[side])
  if (options.useStatus === true) {
    const status = statusOf(pod, container)
    if (status?.resources !== undefined)
      own = effectiveQuantities(pod, side, own, status.resources, status.allocatedResources)
  }
  const missing = side === 'requests' ? options.missingRequests : undefined
  for (const name in missing)
    own[name] ??= quantitiesOf({ [name]: missing[name] as string })[name] as Quantities[string]
  return own
}

function statusOf(pod: Pod, container: Container) {
  const { containers } = pod.spec ?? {}
  const regular = containers?.includes(container) === true
  if (!regular && !isSidecar(container)) return undefined
  const statuses = regular ? pod.status?.containerStatuses : pod.status?.initContainerStatuses
  return statuses?.find(({ name }) => name === container.name)
}

/** Resources as plain numbers: cpu in thousandths, everything else in whole units. */
export interface NumericResources {
  readonly milliCpu: number
  readonly memory: number
  readonly ephemeralStorage: number
  /** All others by name. */
  readonly scalar: Readonly<Record<string, number>>
}

/** Quantities as the numbers the scheduler counts with. */
export function numericResources(quantities: Quantities): NumericResources {
  let milliCpu = 0
  let memory = 0
  let ephemeralStorage = 0
  const scalar: Record<string, number> = {}
  for (const name in quantities) {
    const quantity = quantities[name] as Quantities[string]
    if (name === 'cpu') milliCpu = quantityMilliValue(quantity)
    else if (name === 'memory') memory = quantityValue(quantity)
    else if (name === 'ephemeral-storage') ephemeralStorage = quantityValue(quantity)
    else scalar[name] = quantityValue(quantity)
  }
  return { milliCpu, memory, ephemeralStorage, scalar }
}
