// Finds devices on a node for claims: request by request, device by device, going back when constraints do not hold; the first
// full solution is taken. Upstream: Allocate in
// staging/src/k8s.io/dynamic-resource-allocation/structured/internal/stable/allocator_stable.go.
import type { DeviceConstraint, ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import type { OfferedDevice, Pool } from './pools.ts'
import type { Request, Wish } from './requests.ts'
import { deviceMatches } from './selector.ts'

/** A claim to find devices for. */
export interface ClaimToAllocate {
  readonly claim: ResourceClaim
  readonly requests: readonly Request[]
}

/** A device given to a wish. */
export interface Given {
  readonly wish: Wish
  readonly offered: OfferedDevice
}

/** So many devices fit into the result of a claim. */
const MAX_RESULTS = 32

class Problem extends Error {}

/** One search. */
class Search {
  readonly #claims: readonly ClaimToAllocate[]
  readonly #pools: readonly Pool[]
  readonly #inUse: ReadonlySet<string>
  readonly #taken = new Set<string>()
  readonly given: Given[][]

  constructor(claims: readonly ClaimToAllocate[], pools: readonly Pool[], inUse: ReadonlySet<string>) {
    this.#claims = claims
    this.#pools = pools
    this.#inUse = inUse
    this.given = claims.map(() => [])
  }

  /** Satisfies all requests from this one on. */
  from(claim: number, request: number): boolean {
    const current = this.#claims[claim]
    if (current === undefined) return true
    const asked = current.requests[request]
    if (asked === undefined) return this.from(claim + 1, 0)
    return asked.wishes.some((wish) => {
      const all = wish.count === undefined ? this.#all(current.claim, wish) : undefined
      if (all?.length === 0) return false
      return this.#device(claim, request, wish, all, wish.count ?? all?.length ?? 0)
    })
  }

  /** Gives one more device to a wish that still needs `left`. */
  #device(
    claim: number,
    request: number,
    wish: Wish,
    all: readonly OfferedDevice[] | undefined,
    left: number,
  ): boolean {
    if (left === 0) return this.from(claim, request + 1)
    const given = this.given[claim]!
    if (given.length + left > MAX_RESULTS) return false
    const candidates = all === undefined ? this.#offered() : [all[all.length - left]!]
    for (const offered of candidates) {
      if (!this.#isFree(wish, offered, given)) continue
      if (all === undefined && !selectable(this.#claims[claim]!.claim, wish, offered)) continue
      if (!constraintsHold(this.#claims[claim]!.claim, given, wish, offered)) continue
      given.push({ wish, offered })
      if (!wish.adminAccess) this.#taken.add(offered.id)
      if (this.#device(claim, request, wish, all, left - 1)) return true
      given.pop()
      if (!wish.adminAccess) this.#taken.delete(offered.id)
    }
    return false
  }

  #isFree({ adminAccess }: Wish, { id }: OfferedDevice, given: readonly Given[]): boolean {
    if (adminAccess) return !given.some(({ offered }) => offered.id === id)
    return !this.#inUse.has(id) && !this.#taken.has(id)
  }

  #all(claim: ResourceClaim, wish: Wish): OfferedDevice[] {
    const updating = this.#pools.find(({ incomplete }) => incomplete)
    if (updating !== undefined) {
      const { namespace, name } = claim.metadata
      const where = `claim ${namespace}/${name}, request ${wish.name}`
      throw new Problem(`${where}: asks for all devices, but resource pool ${updating.id} is currently being updated`)
    }
    return [...this.#offered()].filter((offered) => selectable(claim, wish, offered))
  }

  *#offered(): Iterable<OfferedDevice> {
    for (const { devices } of this.#pools) yield* devices
  }
}

function selectable({ metadata }: ResourceClaim, wish: Wish, { driver, device }: OfferedDevice): boolean {
  if (device.consumesCounters !== undefined || device.allowMultipleAllocations === true) return false
  if ((device.bindingConditions?.length ?? 0) > 0) return false
  const lists = [
    [`class ${wish.class.metadata.name}`, wish.class.spec.selectors ?? []],
    [`claim ${metadata.namespace}/${metadata.name}`, wish.selectors],
  ] as const
  for (const [where, selectors] of lists) {
    for (const [i, { cel }] of selectors.entries()) {
      if (cel === undefined) continue
      const matches = deviceMatches(cel.expression, driver, device)
      if (typeof matches === 'string') throw new Problem(`${where}: selector #${i}: ${matches}`)
      if (!matches) return false
    }
  }
  return (device.taints ?? []).every((taint) => taint.effect === 'None' || isTolerated(wish, taint))
}

function isTolerated(
  { tolerations }: Wish,
  taint: { key: string; value?: string | undefined; effect: string },
): boolean {
  return tolerations.some(
    ({ key, operator = 'Equal', value = '', effect }) =>
      (!effect || effect === taint.effect) &&
      (!key || key === taint.key) &&
      (operator === 'Exists' || value === (taint.value ?? '')),
  )
}

/** A device must have the attribute a constraint speaks of; its values must all be the same, or all differ. */
function constraintsHold(
  { spec }: ResourceClaim,
  given: readonly Given[],
  wish: Wish,
  offered: OfferedDevice,
): boolean {
  return (spec.devices.constraints ?? []).every((constraint) => {
    if (!concerns(constraint, wish)) return true
    const name = constraint.matchAttribute ?? constraint.distinctAttribute ?? ''
    const value = attributeOf(offered, name)
    if (value === undefined) return false
    const others = given.filter((other) => concerns(constraint, other.wish))
    const equals = (other: Given): boolean => deepEqual(attributeOf(other.offered, name), value)
    return constraint.matchAttribute === undefined ? !others.some(equals) : others.every(equals)
  })
}

/** A constraint names requests, or single alternatives; none means all. */
function concerns({ requests = [] }: DeviceConstraint, { name }: Wish): boolean {
  return requests.length === 0 || requests.includes(name) || requests.includes(name.split('/')[0]!)
}

function attributeOf({ driver, device: { attributes = {} } }: OfferedDevice, name: string): unknown {
  const [domain, ...rest] = name.split('/')
  return attributes[name] ?? (domain === driver ? attributes[rest.join('/')] : undefined)
}

/** Devices for each claim; undefined when there are not enough; the error's text when that cannot be told. */
export function allocate(
  claims: readonly ClaimToAllocate[],
  pools: readonly Pool[],
  inUse: ReadonlySet<string>,
): readonly (readonly Given[])[] | undefined | string {
  const search = new Search(claims, pools, inUse)
  try {
    return search.from(0, 0) ? search.given : undefined
  } catch (error) {
    if (error instanceof Problem) return error.message
    throw error
  }
}
