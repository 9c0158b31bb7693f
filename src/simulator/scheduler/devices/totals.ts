// How many devices of the classes that serve scored extended resources a node can use, and how many of them are allocated: what
// the resource plugins score where no plugin of the node announces the resource itself. Every slice counts, of whatever generation.
// Upstream: calculateDRAResourceTotals in pkg/scheduler/framework/plugins/noderesources/resource_allocation.go.
import type { Device, DeviceClass, ResourceSlice } from '../../../generated/api/resource.v1.ts'
import type { Lister } from '../../api/types.ts'
import type { Handle, NodeInfo } from '../contract.ts'
import type { DeviceTotals, ScoredResource } from '../resource-score.ts'
import { type AllocatedState, allocatedState, inFlightOf, isAllocated } from './allocated.ts'
import { classOfResource, mayBeDevice } from './classes.ts'
import { deviceId, isFor } from './pools.ts'
import { deviceMatches } from './selector.ts'

/** The totals of one scheduling cycle; undefined when no device class serves any of the resources. */
export function deviceTotals(
  { client, environment }: Handle,
  resources: readonly ScoredResource[],
): DeviceTotals | undefined {
  const { lister } = client
  const { gates } = environment
  const served = resources.some(({ name }) => mayBeDevice(name) && classOfResource(lister, name) !== undefined)
  if (!served || !gates.enabled('DRAExtendedResource')) return undefined
  const allocated = allocatedState(client, inFlightOf(client), gates.enabled('DRAConsumableCapacity'))
  return new Totals(lister, allocated)
}

const none = { allocatable: 0, allocated: 0 } as const

class Totals implements DeviceTotals {
  readonly #lister: Lister
  readonly #allocated: AllocatedState
  readonly #slices: readonly ResourceSlice[]
  readonly #known = new Map<string, { readonly allocatable: number; readonly allocated: number }>()

  constructor(lister: Lister, allocated: AllocatedState) {
    this.#lister = lister
    this.#allocated = allocated
    this.#slices = lister.list<ResourceSlice>('resourceslices.resource.k8s.io')
  }

  of(node: NodeInfo, resource: string): { readonly allocatable: number; readonly allocated: number } {
    const key = `${node.name} ${resource}`
    let totals = this.#known.get(key)
    if (totals === undefined) {
      const served = mayBeDevice(resource) ? classOfResource(this.#lister, resource) : undefined
      totals = served === undefined ? none : this.#count(node, served)
      this.#known.set(key, totals)
    }
    return totals
  }

  #count({ node }: NodeInfo, served: DeviceClass): { readonly allocatable: number; readonly allocated: number } {
    let allocatable = 0
    let allocated = 0
    for (const { spec } of this.#slices) {
      if (spec.perDeviceNodeSelection !== true && !isFor(spec, node)) continue
      for (const device of spec.devices ?? []) {
        if (spec.perDeviceNodeSelection === true && !isFor(device, node)) continue
        const matches = isOfClass(served, spec.driver, device)
        if (typeof matches === 'string') return none
        if (!matches) continue
        allocatable++
        if (isAllocated(deviceId(spec.driver, spec.pool.name, device.name), this.#allocated)) allocated++
      }
    }
    return { allocatable, allocated }
  }
}

/** Whether a class selects a device; the error's text when that cannot be told. */
function isOfClass({ spec }: DeviceClass, driver: string, device: Device): boolean | string {
  for (const { cel } of spec.selectors ?? []) {
    if (cel === undefined) continue
    const matches = deviceMatches(cel.expression, driver, device)
    if (matches !== true) return matches
  }
  return true
}
