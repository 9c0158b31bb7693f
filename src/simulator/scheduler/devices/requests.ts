// What a claim asks for, request by request: the ways to satisfy each, and for those that ask for all devices, which these are.
// Upstream: validateDeviceRequest and isSelectable in
// staging/src/k8s.io/dynamic-resource-allocation/structured/internal/incubating/allocator_incubating.go.
import type {
  CapacityRequirements,
  DeviceClass,
  DeviceSelector,
  DeviceToleration,
  ExactDeviceRequest,
  ResourceClaim,
} from '../../../generated/api/resource.v1.ts'
import type { Lister } from '../../api/types.ts'
import type { Node } from '../contract.ts'
import type { Features } from './features.ts'
import { isFor, type OfferedDevice, type Pool } from './pools.ts'
import { deviceMatches } from './selector.ts'

/** One way to satisfy a request. */
export interface Wish {
  /** As results name it: `request`, or `request/subrequest`. */
  readonly name: string
  /** The request alone. */
  readonly request: string
  /** The request, or the alternative alone: how errors name it. */
  readonly own: string
  readonly class: DeviceClass
  readonly selectors: readonly DeviceSelector[]
  /** Undefined asks for all devices. */
  readonly count: number | undefined
  readonly adminAccess: boolean
  readonly tolerations: readonly DeviceToleration[]
  readonly capacity: CapacityRequirements | undefined
}

/** The ways to satisfy a request, best first. */
export interface Request {
  readonly name: string
  readonly hasAlternatives: boolean
  readonly wishes: readonly Wish[]
}

/** A claim to find devices for. */
export interface ClaimToAllocate {
  readonly claim: ResourceClaim
  readonly requests: readonly Request[]
}

/** A search cannot go on: the text of the error. */
export class AllocationProblem extends Error {}

/** `namespace/name`. */
export const keyOf = ({ metadata: { namespace, name } }: ResourceClaim): string => `${namespace}/${name}`

/** What a claim asks for; or why it cannot be had anywhere. */
export function requestsOf(
  lister: Lister,
  claim: ResourceClaim,
  features: Features,
): Request[] | { readonly refused: string } {
  const requests: Request[] = []
  for (const { name, exactly, firstAvailable = [] } of claim.spec.devices.requests ?? []) {
    const where = `resource claim ${keyOf(claim)}, request ${name}`
    if (exactly === undefined && firstAvailable.length === 0) return { refused: `${where}: unknown request type` }
    if (exactly === undefined && !features.prioritizedList) {
      return { refused: `${where}: has subrequests, but the DRAPrioritizedList feature is disabled` }
    }
    const asked = exactly === undefined ? firstAvailable : [{ ...exactly, name: '' }]
    const wishes: Wish[] = []
    for (const { name: sub, ...one } of asked) {
      const wish = wishOf(lister, one, name, sub)
      if ('refused' in wish) return wish
      wishes.push(wish)
    }
    requests.push({ name, hasAlternatives: exactly === undefined, wishes })
  }
  return requests
}

function wishOf(
  lister: Lister,
  asked: ExactDeviceRequest,
  request: string,
  sub: string,
): Wish | { readonly refused: string } {
  const { deviceClassName, selectors = [], allocationMode, count = 1, adminAccess, tolerations = [], capacity } = asked
  const name = sub === '' ? request : `${request}/${sub}`
  const found = lister.get<DeviceClass>('deviceclasses.resource.k8s.io', '', deviceClassName)
  if (found === undefined) return { refused: `request ${name}: device class ${deviceClassName} does not exist` }
  return {
    name,
    request,
    own: sub || request,
    class: found,
    selectors,
    count: allocationMode === 'All' ? undefined : count,
    adminAccess: adminAccess === true,
    tolerations,
    capacity,
  }
}

/** What a switched-off feature makes of a claim's requests. */
export function checkFeatures(
  { claim, requests }: ClaimToAllocate,
  { consumableCapacity, adminAccess }: Features,
): void {
  for (const { hasAlternatives, wishes } of requests) {
    for (const wish of wishes) {
      const where = `claim ${keyOf(claim)}, ${hasAlternatives ? 'subrequest' : 'request'} ${wish.own}`
      if (wish.capacity !== undefined && !consumableCapacity) {
        throw new AllocationProblem(
          `${where}: has capacity requests, but the DRAConsumableCapacity feature is disabled`,
        )
      }
      if (wish.adminAccess && !adminAccess)
        throw new AllocationProblem(`${where}: admin access is requested, but the feature is disabled`)
    }
  }
}

/** Whether devices of one node are what wishes ask for; each is asked about once. */
export class Selection {
  readonly #node: Node
  readonly #features: Features
  readonly #known = new Map<Wish, Map<string, boolean>>()

  constructor(node: Node, features: Features) {
    this.#node = node
    this.#features = features
  }

  /** By the class, by the request, and by where the device can be used. */
  matches(claim: ResourceClaim, wish: Wish, offered: OfferedDevice): boolean {
    if (!this.#features.bindingConditions && (offered.device.bindingConditions?.length ?? 0) > 0) return false
    let known = this.#known.get(wish)
    if (known === undefined) {
      known = new Map()
      this.#known.set(wish, known)
    }
    let answer = known.get(offered.id)
    if (answer === undefined) {
      answer =
        selected(`class ${wish.class.metadata.name}`, wish.class.spec.selectors ?? [], offered) &&
        selected(`claim ${keyOf(claim)}`, wish.selectors, offered) &&
        (offered.slice.spec.perDeviceNodeSelection !== true || isFor(offered.device, this.#node))
      known.set(offered.id, answer)
    }
    return answer
  }

  /** The devices of a wish for all of them, as far as there is room on them. */
  all(
    claim: ResourceClaim,
    wish: Wish,
    pools: readonly Pool[],
    hasRoom: (wish: Wish, offered: OfferedDevice) => boolean,
  ): OfferedDevice[] {
    const devices: OfferedDevice[] = []
    for (const { id, unusable, devices: offered } of pools) {
      if (unusable !== undefined) {
        const why = unusable === 'incomplete' ? 'being updated' : 'invalid'
        const where = `claim ${keyOf(claim)}, request ${wish.own}`
        throw new AllocationProblem(`${where}: asks for all devices, but resource pool ${id} is currently ${why}`)
      }
      for (const each of offered) if (this.matches(claim, wish, each) && hasRoom(wish, each)) devices.push(each)
    }
    return devices
  }
}

function selected(where: string, selectors: readonly DeviceSelector[], { driver, device }: OfferedDevice): boolean {
  for (const [i, { cel }] of selectors.entries()) {
    if (cel === undefined) continue
    const matches = deviceMatches(cel.expression, driver, device)
    if (typeof matches === 'string') throw new AllocationProblem(`${where}: selector #${i}: ${matches}`)
    if (!matches) return false
  }
  return true
}
