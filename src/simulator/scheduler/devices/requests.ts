// What a claim asks for, request by request, and what of it is not simulated: devices that share counters or capacity, and
// devices that become ready later. Such claims are refused with a reason that says so.
// Upstream: validateDeviceRequest in staging/src/k8s.io/dynamic-resource-allocation/structured/internal/stable/allocator_stable.go.
import type {
  DeviceClass,
  DeviceSelector,
  DeviceToleration,
  ExactDeviceRequest,
  ResourceClaim,
} from '../../../generated/api/resource.v1.ts'
import type { Lister } from '../../api/types.ts'

/** One way to satisfy a request. */
export interface Wish {
  /** As results name it: `request`, or `request/subrequest`. */
  readonly name: string
  readonly class: DeviceClass
  readonly selectors: readonly DeviceSelector[]
  /** Undefined asks for all devices. */
  readonly count: number | undefined
  readonly adminAccess: boolean
  readonly tolerations: readonly DeviceToleration[]
}

/** The ways to satisfy a request, best first. */
export interface Request {
  readonly name: string
  readonly wishes: readonly Wish[]
}

/** What a claim asks for; or why it cannot be had anywhere. */
export function requestsOf(lister: Lister, claim: ResourceClaim): Request[] | { readonly refused: string } {
  const requests: Request[] = []
  for (const { name, exactly, firstAvailable } of claim.spec.devices.requests ?? []) {
    const exact = exactly === undefined ? [] : [{ ...exactly, name }]
    const alternatives = (firstAvailable ?? []).map((sub) => ({ ...sub, name: `${name}/${sub.name}` }))
    const wishes: Wish[] = []
    for (const asked of [...exact, ...alternatives]) {
      const wish = wishOf(lister, asked)
      if ('refused' in wish) return wish
      wishes.push(wish)
    }
    requests.push({ name, wishes })
  }
  return requests
}

function wishOf(lister: Lister, asked: ExactDeviceRequest & { name: string }): Wish | { readonly refused: string } {
  const { name, deviceClassName, selectors = [], allocationMode, count = 1, adminAccess, tolerations = [] } = asked
  const found = lister.get<DeviceClass>('deviceclasses.resource.k8s.io', '', deviceClassName)
  if (found === undefined) return { refused: `request ${name}: device class ${deviceClassName} does not exist` }
  if (asked.capacity !== undefined) return { refused: `NotSimulated: request ${name} asks for a part of a device` }
  return {
    name,
    class: found,
    selectors,
    count: allocationMode === 'All' ? undefined : count,
    adminAccess: adminAccess === true,
    tolerations,
  }
}
