// The search for devices on one node: claim by claim, request by request, device by device, going back when something does not
// hold; the first full solution is taken. Like upstream, a device that is refused for its taints, by a constraint or for want of
// room after its counters were taken leaves them taken for the rest of the search; so do shared devices that are given back.
// Upstream: allocateOne and allocateDevice in
// staging/src/k8s.io/dynamic-resource-allocation/structured/internal/incubating/allocator_incubating.go.
import type { Device, DeviceTaint } from '../../../generated/api/resource.v1.ts'
import { isZero, type Quantity, subQuantity } from '../../../model/quantity.ts'
import type { AllocatedState } from './allocated.ts'
import { addConsumed, type Consumed, consumedBy, hasRoom } from './capacity.ts'
import { type Constraint, constraintOf } from './constraints.ts'
import { type AvailableCounters, ConsumedCounters } from './counters.ts'
import type { Features } from './features.ts'
import type { OfferedDevice, Pool } from './pools.ts'
import { AllocationProblem, type ClaimToAllocate, keyOf, type Selection, type Wish } from './requests.ts'

/** A device given to a wish. */
export interface Given {
  readonly wish: Wish
  readonly offered: OfferedDevice
  /** What is taken of a shared device; undefined when the claim has it for itself. */
  readonly share: Consumed | undefined
}

/** What the cluster has, as all nodes see it. */
export interface Stock {
  readonly features: Features
  readonly allocated: AllocatedState
  readonly counters: AvailableCounters
}

/** So many devices fit into the result of a claim. */
const MAX_RESULTS = 32

/** Found; not found; or not found because the result would be too long. */
type Outcome = boolean | 'too many'

/** Where among a node's devices to go on: within a request, combinations are tried but no permutations. */
type Start = number

/** One search. */
export class Search {
  readonly #claims: readonly ClaimToAllocate[]
  readonly #devices: readonly OfferedDevice[]
  readonly #selection: Selection
  readonly #stock: Stock
  readonly #constraints: readonly (readonly Constraint[])[]
  readonly #counters: ConsumedCounters
  readonly #wanted = new Map<Wish, readonly OfferedDevice[]>()
  /** Devices taken in this search, with the claims they were taken for. */
  readonly #taken = new Map<string, Set<number>>()
  readonly #shares = new Map<string, Map<string, Quantity>>()
  readonly given: Given[][]

  constructor(claims: readonly ClaimToAllocate[], pools: readonly Pool[], selection: Selection, stock: Stock) {
    this.#claims = claims
    this.#devices = pools.flatMap(({ devices }) => devices)
    this.#selection = selection
    this.#stock = stock
    this.#counters = new ConsumedCounters(stock.counters)
    this.given = claims.map(() => [])
    for (const { claim, requests } of claims) {
      let least = 0
      for (const { wishes } of requests) least += Math.min(...wishes.map((wish) => this.#count(claim, wish, pools)))
      if (least <= MAX_RESULTS) continue
      const why = `number of requested devices ${least} exceeds the claim limit of ${MAX_RESULTS}`
      throw new AllocationProblem(`claim ${keyOf(claim)}: ${why}`)
    }
    this.#constraints = claims.map(({ claim }) =>
      (claim.spec.devices.constraints ?? []).map((constraint, i) => {
        const known = constraintOf(constraint)
        if (known !== undefined) return known
        const why = 'empty constraint (unsupported constraint type?)'
        throw new AllocationProblem(`claim ${keyOf(claim)}, constraint #${i}: ${why}`)
      }),
    )
  }

  /** True when there are devices for everything: they are in `given`. */
  run(): boolean {
    return this.#request(0, 0) === true
  }

  #count(claim: ClaimToAllocate['claim'], wish: Wish, pools: readonly Pool[]): number {
    if (wish.count !== undefined) return wish.count
    const all = this.#selection.all(claim, wish, pools, (each, offered) => this.#hasRoom(each, offered))
    this.#wanted.set(wish, all)
    return all.length
  }

  /** Satisfies all requests from this one on. */
  #request(claim: number, request: number): Outcome {
    const current = this.#claims[claim]
    if (current === undefined) return true
    const asked = current.requests[request]
    if (asked === undefined) {
      const outcome = this.#request(claim + 1, 0)
      return outcome === 'too many' ? false : outcome
    }
    if (!asked.hasAlternatives) return this.#wish(claim, request, asked.wishes[0]!)
    let outcome: Outcome = 'too many'
    for (const wish of asked.wishes) {
      const one = this.#wish(claim, request, wish)
      if (one === true) return true
      if (one === false) outcome = false
    }
    return outcome
  }

  #wish(claim: number, request: number, wish: Wish): Outcome {
    const all = this.#wanted.get(wish)
    if (all?.length === 0) return false
    return this.#next(claim, request, wish, all?.length ?? wish.count ?? 0, 0)
  }

  /** Gives one more device to a wish that still needs `left`. */
  #next(claim: number, request: number, wish: Wish, left: number, from: Start): Outcome {
    if (left === 0) return this.#request(claim, request + 1)
    if (this.given[claim]!.length + left > MAX_RESULTS) return 'too many'
    const all = this.#wanted.get(wish)
    if (all !== undefined) {
      const offered = all[all.length - left]!
      if (!this.#take(claim, wish, offered, true)) return false
      const outcome = this.#next(claim, request, wish, left - 1, 0)
      if (outcome !== true) this.#giveBack(claim, wish, offered)
      return outcome
    }
    for (let i = from; i < this.#devices.length; i++) {
      const offered = this.#devices[i]!
      if (!this.#isCandidate(claim, wish, offered) || !this.#take(claim, wish, offered, false)) continue
      const outcome = this.#next(claim, request, wish, left - 1, i + 1)
      if (outcome === true) return true
      this.#giveBack(claim, wish, offered)
      if (outcome === 'too many') return outcome
    }
    return false
  }

  #isCandidate(claim: number, wish: Wish, offered: OfferedDevice): boolean {
    if (wish.adminAccess ? this.#taken.get(offered.id)?.has(claim) : this.#isInUse(offered.id)) return false
    return this.#selection.matches(this.#claims[claim]!.claim, wish, offered) && this.#hasRoom(wish, offered)
  }

  #isInUse(id: string): boolean {
    return this.#stock.allocated.devices.has(id) || (this.#taken.get(id)?.size ?? 0) > 0
  }

  #hasRoom({ capacity }: Wish, { id, device }: OfferedDevice): boolean {
    if (!this.#stock.features.consumableCapacity) return true
    return hasRoom(capacity, device, this.#stock.allocated.capacity.get(id), this.#shares.get(id))
  }

  /** Takes a device that was selected; `must` when there is no other that would do. */
  #take(claim: number, wish: Wish, offered: OfferedDevice, must: boolean): boolean {
    const { id, device } = offered
    const { features } = this.#stock
    const isShared = features.consumableCapacity && device.allowMultipleAllocations === true
    if (!isShared && wish.adminAccess && this.#taken.get(id)?.has(claim)) return false
    if (!wish.adminAccess && this.#isInUse(id)) return false
    if (!this.#takeCounters(offered, isShared)) return false
    if (features.deviceTaints && isTainted(wish, device)) return false
    if (!this.#constrain(claim, wish, offered, must)) return false
    let claims = this.#taken.get(id)
    if (claims === undefined) {
      claims = new Set()
      this.#taken.set(id, claims)
    }
    if (!isShared) claims.add(claim)
    if (!this.#hasRoom(wish, offered)) return false
    const share = isShared ? consumedBy(wish.capacity, device) : undefined
    if (share !== undefined) addConsumed(this.#shares, id, share)
    this.given[claim]!.push({ wish, offered, share })
    return true
  }

  /** Whoever shares a device that others use already needs no more of its counters. */
  #takeCounters(offered: OfferedDevice, isShared: boolean): boolean {
    const { features, allocated } = this.#stock
    if ((offered.device.consumesCounters?.length ?? 0) === 0) return true
    if (!features.partitionableDevices) return false
    if (isShared && (allocated.capacity.has(offered.id) || this.#shares.has(offered.id))) return true
    return this.#counters.take(offered)
  }

  #constrain(claim: number, wish: Wish, offered: OfferedDevice, must: boolean): boolean {
    const constraints = this.#constraints[claim]!
    for (const [i, constraint] of constraints.entries()) {
      if (constraint.add(wish, offered)) continue
      if (must) {
        const where = `claim ${keyOf(this.#claims[claim]!.claim)}, request ${wish.own}`
        const why = 'because a claim constraint would not be satisfied'
        throw new AllocationProblem(`${where}: cannot add device ${offered.id} ${why}`)
      }
      for (const added of constraints.slice(0, i)) added.remove(wish, offered)
      return false
    }
    return true
  }

  /** Undoes the last `#take` of a claim. */
  #giveBack(claim: number, wish: Wish, offered: OfferedDevice): void {
    const { id, device } = offered
    for (const constraint of this.#constraints[claim]!) constraint.remove(wish, offered)
    this.#taken.get(id)?.delete(claim)
    const { share } = this.given[claim]!.pop()!
    if (share !== undefined) this.#giveShareBack(id, share)
    else if ((device.consumesCounters?.length ?? 0) > 0) this.#counters.giveBack(offered)
  }

  #giveShareBack(id: string, share: Consumed): void {
    const taken = this.#shares.get(id)
    if (taken === undefined || share.size === 0) return
    for (const [name, amount] of share) {
      const before = taken.get(name)
      if (before !== undefined) taken.set(name, subQuantity(before, amount))
    }
    if ([...taken.values()].every(isZero)) this.#shares.delete(id)
  }
}

/** Taints of other effects than these keep nobody away. */
const isTainted = (wish: Wish, { taints = [] }: Device): boolean =>
  taints.some((taint) => (taint.effect === 'NoSchedule' || taint.effect === 'NoExecute') && !isTolerated(wish, taint))

function isTolerated({ tolerations }: Wish, taint: DeviceTaint): boolean {
  return tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (!effect || effect === taint.effect) &&
      (!key || key === taint.key) &&
      (operator === 'Exists' || (operator === 'Equal' && value === (taint.value ?? ''))),
  )
}
