// What is taken of the cluster's devices: by claims whose allocation is written, and by those that are on their way to it. A
// claim on its way belongs to the pod that reserved it; nobody else may allocate it meanwhile.
// Upstream: pkg/scheduler/framework/plugins/dynamicresources/{allocateddevices,dra_manager}.go.
import type { AllocationResult, ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { mustParseQuantity, type Quantity } from '../../../model/quantity.ts'
import type { Client } from '../../client/client.ts'
import { addConsumed, type Consumed } from './capacity.ts'
import { deviceId } from './pools.ts'

/** Devices by their ids. */
export interface AllocatedState {
  /** Those one claim has for itself. */
  readonly devices: ReadonlySet<string>
  /** Those that some claim has a share of. */
  readonly shared: ReadonlySet<string>
  /** What of the shared ones is taken. */
  readonly capacity: ReadonlyMap<string, Consumed>
}

/** Decided but not yet written allocations, by the claim's uid. */
export type InFlight = Map<string, AllocationResult>

const schedulers = new WeakMap<Client, InFlight>()

/** The allocations in flight of one scheduler, whatever its profiles. */
export function inFlightOf(client: Client): InFlight {
  let inFlight = schedulers.get(client)
  if (inFlight === undefined) {
    inFlight = new Map()
    schedulers.set(client, inFlight)
  }
  return inFlight
}

/** What is taken now. Where capacity cannot be shared, a share counts as the whole device. */
export function allocatedState(client: Client, inFlight: InFlight, sharing: boolean): AllocatedState {
  const devices = new Set<string>()
  const shared = new Set<string>()
  const capacity = new Map<string, Map<string, Quantity>>()
  const add = (allocation: AllocationResult | undefined): void => {
    for (const result of allocation?.devices.results ?? []) {
      if (result.adminAccess === true) continue
      const id = deviceId(result.driver, result.pool, result.device)
      if (!sharing || result.shareID === undefined) {
        devices.add(id)
        continue
      }
      shared.add(id)
      if (result.consumedCapacity !== undefined) addConsumed(capacity, id, quantities(result.consumedCapacity))
    }
  }
  for (const { status } of client.lister.list<ResourceClaim>('resourceclaims.resource.k8s.io')) add(status.allocation)
  for (const allocation of inFlight.values()) add(allocation)
  return { devices, shared, capacity }
}

const quantities = (amounts: Readonly<Record<string, string>>): Consumed =>
  new Map(Object.entries(amounts).map(([name, amount]) => [name, mustParseQuantity(amount)]))

/** Whether anybody has a device, or a share of it. */
export const isAllocated = (id: string, { devices, shared, capacity }: AllocatedState): boolean =>
  devices.has(id) || shared.has(id) || capacity.has(id)
