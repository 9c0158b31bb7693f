// Amounts as the scheduler counts them: milli-CPUs, bytes, and whole numbers of everything else; and what a pod asks for.
// Upstream: framework.Resource in pkg/scheduler/framework/types.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { numericResources, type PodResourcesOptions, podRequests } from '../../model/pod-resources.ts'
import { type Quantities, quantitiesOf, type ResourceList } from '../../model/resource-list.ts'

/** A bundle of resources that is added to in place. */
export interface Resources {
  milliCpu: number
  memory: number
  ephemeralStorage: number
  /** Extended resources, huge pages, attachable volumes. */
  scalars: Map<string, number> | undefined
}

/** Asked for when a container names nothing, so that many small pods still spread. */
export const defaultRequests: ResourceList = { cpu: '100m', memory: '200Mi' }

/** Nothing. */
export const noResources = (): Resources => ({ milliCpu: 0, memory: 0, ephemeralStorage: 0, scalars: undefined })

/** A bundle that can be added to without changing the other. */
export const copyOf = (other: Resources): Resources => ({
  ...other,
  scalars: other.scalars === undefined ? undefined : new Map(other.scalars),
})

/** True for names counted apart: extended resources, hugepages-*, attachable-volumes-*, native ones with a prefix. */
export function isScalarName(name: string): boolean {
  if (name.startsWith('hugepages-') || name.startsWith('attachable-volumes-')) return true
  return name.includes('/') && (name.includes('kubernetes.io/') || !name.startsWith('requests.'))
}

/** Adds (or with -1 takes away) amounts in place. */
export function addTo(target: Resources, other: Resources, sign: 1 | -1 = 1): void {
  target.milliCpu += sign * other.milliCpu
  target.memory += sign * other.memory
  target.ephemeralStorage += sign * other.ephemeralStorage
  if (other.scalars === undefined) return
  target.scalars ??= new Map()
  for (const [name, value] of other.scalars) target.scalars.set(name, (target.scalars.get(name) ?? 0) + sign * value)
}

/** Quantities as the scheduler counts them. */
export function resourcesOf(quantities: Quantities): Resources {
  const { milliCpu, memory, ephemeralStorage, scalar } = numericResources(quantities)
  let scalars: Map<string, number> | undefined
  for (const name in scalar) {
    if (!isScalarName(name)) continue
    scalars ??= new Map()
    scalars.set(name, scalar[name] as number)
  }
  return { milliCpu, memory, ephemeralStorage, scalars }
}

/** A resource list as the scheduler counts it. */
export const parseResources = (list: ResourceList | undefined): Resources => resourcesOf(quantitiesOf(list))

/** What a pod asks of a node. */
export const requestsOf = (pod: Pod, options?: PodResourcesOptions): Resources => resourcesOf(podRequests(pod, options))
