// Which parts of device allocation the cluster has switched on; all of them are by default.
// Upstream: AllocatorFeatures in pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import type { FeatureGates } from '../../api/types.ts'

/** What the allocator may use. */
export interface Features {
  readonly adminAccess: boolean
  readonly prioritizedList: boolean
  readonly partitionableDevices: boolean
  readonly deviceTaints: boolean
  /** Devices that become ready after they were chosen: binding conditions. */
  readonly bindingConditions: boolean
  readonly consumableCapacity: boolean
  /** Requests in containers' resources that a device class serves. */
  readonly extendedResources: boolean
}

/** The features as the gates have them. */
export const featuresOf = (gates: FeatureGates): Features => ({
  adminAccess: gates.enabled('DRAAdminAccess'),
  prioritizedList: gates.enabled('DRAPrioritizedList'),
  partitionableDevices: gates.enabled('DRAPartitionableDevices'),
  deviceTaints: gates.enabled('DRADeviceTaints'),
  bindingConditions: gates.enabled('DRADeviceBindingConditions') && gates.enabled('DRAResourceClaimDeviceStatus'),
  consumableCapacity: gates.enabled('DRAConsumableCapacity'),
  extendedResources: gates.enabled('DRAExtendedResource'),
})
