// What the devices of a claim must have in common, or must not: kept up to date as the search takes devices and gives them back.
// Like upstream, `distinctAttribute` remembers one value per request: the last one taken.
// Upstream: matchAttributeConstraint in
// staging/src/k8s.io/dynamic-resource-allocation/structured/internal/incubating/allocator_incubating.go, constraint.go beside.
import type { DeviceAttribute, DeviceConstraint } from '../../../generated/api/resource.v1.ts'
import type { OfferedDevice } from './pools.ts'
import type { Wish } from './requests.ts'

/** A constraint in one search. */
export interface Constraint {
  /** Takes a device, if that is allowed. */
  add(wish: Wish, offered: OfferedDevice): boolean
  /** Gives a device back that was taken. */
  remove(wish: Wish, offered: OfferedDevice): void
}

/** A constraint of a claim; undefined for one that says nothing. */
export function constraintOf({
  requests,
  matchAttribute,
  distinctAttribute,
}: DeviceConstraint): Constraint | undefined {
  if (matchAttribute !== undefined) return new Same(requests ?? [], matchAttribute)
  if (distinctAttribute !== undefined) return new Distinct(requests ?? [], distinctAttribute)
  return undefined
}

abstract class Attribute implements Constraint {
  readonly #requests: readonly string[]
  readonly #name: string
  protected taken = 0

  constructor(requests: readonly string[], name: string) {
    this.#requests = requests
    this.#name = name
  }

  add(wish: Wish, offered: OfferedDevice): boolean {
    if (!this.#concerns(wish)) return true
    const value = attributeOf(offered, this.#name)
    if (value === undefined || !this.take(wish.request, value)) return false
    this.taken++
    return true
  }

  remove(wish: Wish): void {
    if (!this.#concerns(wish)) return
    this.giveBack(wish.request)
    this.taken--
  }

  /** It names requests, or single alternatives; none means all. */
  #concerns({ name, request }: Wish): boolean {
    return this.#requests.length === 0 || this.#requests.includes(request) || this.#requests.includes(name)
  }

  protected abstract take(request: string, value: DeviceAttribute): boolean
  protected abstract giveBack(request: string): void
}

class Same extends Attribute {
  #first: DeviceAttribute | undefined

  protected take(_request: string, value: DeviceAttribute): boolean {
    if (this.taken === 0) this.#first = value
    return this.taken === 0 || equal(value, this.#first!)
  }

  protected giveBack(): void {}
}

class Distinct extends Attribute {
  readonly #values = new Map<string, DeviceAttribute>()

  protected take(request: string, value: DeviceAttribute): boolean {
    if (this.taken > 0) for (const other of this.#values.values()) if (equal(value, other)) return false
    this.#values.set(request, value)
    return true
  }

  protected giveBack(request: string): void {
    this.#values.delete(request)
  }
}

function equal(value: DeviceAttribute, other: DeviceAttribute): boolean {
  if (value.string !== undefined) return value.string === other.string
  if (value.int !== undefined) return value.int === other.int
  if (value.bool !== undefined) return value.bool === other.bool
  return value.version !== undefined && value.version === other.version
}

/** The attribute under its full name, or under its plain one when the driver is its domain. */
function attributeOf(
  { driver, device: { attributes = {} } }: OfferedDevice,
  name: string,
): DeviceAttribute | undefined {
  const slash = name.indexOf('/')
  if (attributes[name] !== undefined) return attributes[name]
  return slash >= 0 && name.slice(0, slash) === driver ? attributes[name.slice(slash + 1)] : undefined
}
