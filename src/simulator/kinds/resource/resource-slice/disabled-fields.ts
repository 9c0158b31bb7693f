// Fields of gates that are off are dropped from a slice, unless the stored one has them.
// Upstream: dropDisabledFields in pkg/registry/resource/resourceslice/strategy.go.
import type { Device, ResourceSlice, ResourceSliceSpec } from '../../../../generated/api/resource.v1.ts'
import type { FeatureGates } from '../../../api/types.ts'

interface Feature {
  readonly gates: readonly string[]
  readonly inSpec: readonly (keyof ResourceSliceSpec)[]
  readonly inDevice: readonly (keyof Device)[]
}

const FEATURES: readonly Feature[] = [
  { gates: ['DRADeviceTaints'], inSpec: [], inDevice: ['taints'] },
  {
    gates: ['DRAPartitionableDevices'],
    inSpec: ['sharedCounters', 'perDeviceNodeSelection'],
    inDevice: ['consumesCounters', 'nodeName', 'nodeSelector', 'allNodes'],
  },
  {
    gates: ['DRADeviceBindingConditions', 'DRAResourceClaimDeviceStatus'],
    inSpec: [],
    inDevice: ['bindingConditions', 'bindingFailureConditions', 'bindsToNode'],
  },
  { gates: ['DRANodeAllocatableResources'], inSpec: [], inDevice: ['nodeAllocatableResourceMappings'] },
]
const LISTS = ['ints', 'bools', 'strings', 'versions'] as const

/** Drops what is switched off. */
export function dropDisabledFields(slice: ResourceSlice, gates: FeatureGates, old?: ResourceSlice): void {
  const before = old?.spec
  const devices = slice.spec.devices ?? []
  for (const { gates: needed, inSpec, inDevice } of FEATURES) {
    if (needed.every((gate) => gates.enabled(gate))) continue
    const inUse =
      inSpec.some((field) => before?.[field] !== undefined) ||
      before?.devices?.some((device) => inDevice.some((field) => device[field] !== undefined))
    if (inUse) continue
    for (const field of inSpec) delete slice.spec[field]
    for (const device of devices) for (const field of inDevice) delete device[field]
  }
  dropConsumableCapacity(devices, gates, before)
  dropListAttributes(devices, gates, before)
}

function dropConsumableCapacity(devices: readonly Device[], gates: FeatureGates, old?: ResourceSliceSpec): void {
  if (gates.enabled('DRAConsumableCapacity')) return
  const uses = ({ allowMultipleAllocations, capacity }: Device): boolean =>
    allowMultipleAllocations !== undefined || Object.values(capacity ?? {}).some((entry) => entry.requestPolicy)
  if (old?.devices?.some(uses)) return
  for (const device of devices) {
    delete device.allowMultipleAllocations
    for (const entry of Object.values(device.capacity ?? {})) delete entry.requestPolicy
  }
}

function dropListAttributes(devices: readonly Device[], gates: FeatureGates, old?: ResourceSliceSpec): void {
  if (gates.enabled('DRAListTypeAttributes')) return
  const uses = ({ attributes }: Device): boolean =>
    Object.values(attributes ?? {}).some((attribute) => LISTS.some((list) => attribute[list] !== undefined))
  if (old?.devices?.some(uses)) return
  for (const { attributes } of devices) {
    for (const attribute of Object.values(attributes ?? {})) for (const list of LISTS) delete attribute[list]
  }
}
