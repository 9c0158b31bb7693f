// The resources in a node's status: what its machine has, what device plugins offer, and what others have advertised on it.
// Upstream: MachineInfo in pkg/kubelet/nodestatus/setters.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { ContainerManager } from './container-manager.ts'
import { nodeAllocatable } from './node-allocatable.ts'

/** Capacity and allocatable as a status has them. */
export interface NodeResources {
  readonly capacity: Record<string, string>
  readonly allocatable: Record<string, string>
}

/** What a patch sets, and takes away with null. */
type Changes = Record<string, string | null>

/** The resources of a node, with those of the status that are not the kubelet's own. */
export function nodeResources(manager: ContainerManager, status: Partial<Node['status']> = {}): NodeResources {
  const devices = manager.devices.capacity()
  const capacity: Record<string, string> = { ...status.capacity, ...manager.capacity }
  for (const [name, count] of Object.entries(devices.capacity)) capacity[name] = String(count)
  // Zero tells a device that is gone from a resource the node never had.
  for (const name of devices.removed) capacity[name] = '0'
  const allocatable: Record<string, string> = {}
  for (const [name, amount] of Object.entries(status.allocatable ?? {}))
    if (name in capacity || !isExtended(name)) allocatable[name] = amount
  Object.assign(allocatable, nodeAllocatable(capacity, manager.reservation))
  for (const [name, count] of Object.entries(devices.allocatable)) allocatable[name] = String(count)
  return { capacity, allocatable }
}

/** What is to be written for a node's status to be true; nothing when it is. */
export function resourceChanges(
  { status }: Node,
  manager: ContainerManager,
): { readonly capacity?: Changes; readonly allocatable?: Changes } | undefined {
  const wanted = nodeResources(manager, status)
  const capacity = changes(status.capacity ?? {}, wanted.capacity)
  const allocatable = changes(status.allocatable ?? {}, wanted.allocatable)
  if (capacity === undefined && allocatable === undefined) return undefined
  return { ...(capacity ? { capacity } : {}), ...(allocatable ? { allocatable } : {}) }
}

function changes(now: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): Changes | undefined {
  const found: Changes = {}
  for (const name in wanted) if (now[name] !== wanted[name]) found[name] = wanted[name] as string
  for (const name in now) if (!(name in wanted)) found[name] = null
  return Object.keys(found).length === 0 ? undefined : found
}

const isExtended = (name: string): boolean => name.includes('/') && !name.includes('kubernetes.io/')
