// Counters that the devices of a pool share: partitions of one piece of hardware take from them, and there is only so much.
// Upstream: checkAvailableCounters in
// staging/src/k8s.io/dynamic-resource-allocation/structured/internal/incubating/allocator_incubating.go.
import type { Device } from '../../../generated/api/resource.v1.ts'
import { addQuantity, compareQuantity, mustParseQuantity, type Quantity, subQuantity } from '../../../model/quantity.ts'
import { type AllocatedState, isAllocated } from './allocated.ts'
import { deviceId, type OfferedDevice, type Pool } from './pools.ts'

/** Amounts by counter set and counter. */
type Counters = Map<string, Map<string, Quantity>>

/** What is left of pools' counters when the devices that are allocated have taken theirs; the same for all nodes. */
export class AvailableCounters {
  readonly #allocated: AllocatedState
  /** By the pool's name alone, as upstream has it. */
  readonly #byPool = new Map<string, Counters>()

  constructor(allocated: AllocatedState) {
    this.#allocated = allocated
  }

  of(pool: Pool): Counters {
    let left = this.#byPool.get(pool.name)
    if (left === undefined) {
      left = this.#count(pool)
      this.#byPool.set(pool.name, left)
    }
    return left
  }

  #count({ counterSets, slices, slicesElsewhere }: Pool): Counters {
    const left: Counters = new Map()
    for (const [set, { counters = {} }] of counterSets) {
      left.set(set, new Map(Object.entries(counters).map(([name, { value }]) => [name, mustParseQuantity(value)])))
    }
    for (const { spec } of [...slices, ...slicesElsewhere]) {
      for (const device of spec.devices ?? []) {
        if (!isAllocated(deviceId(spec.driver, spec.pool.name, device.name), this.#allocated)) continue
        eachCounter(device, (set, name, value) => {
          const before = left.get(set)?.get(name)
          if (before !== undefined) left.get(set)!.set(name, subQuantity(before, value))
        })
      }
    }
    return left
  }
}

/** What the devices of one search take, on top. */
export class ConsumedCounters {
  readonly #available: AvailableCounters
  readonly #byPool = new Map<string, Counters>()

  constructor(available: AvailableCounters) {
    this.#available = available
  }

  /** Takes what a device needs; takes nothing when there is not enough. */
  take({ pool, device }: OfferedDevice): boolean {
    let taken = this.#byPool.get(pool.name)
    if (taken === undefined) {
      taken = new Map()
      this.#byPool.set(pool.name, taken)
    }
    change(taken, device, addQuantity)
    for (const [set, counters] of this.#available.of(pool)) {
      for (const [name, left] of counters) {
        const used = taken.get(set)?.get(name)
        if (compareQuantity(left, used ?? nothing) >= 0) continue
        change(taken, device, subQuantity)
        return false
      }
    }
    return true
  }

  giveBack({ pool, device }: OfferedDevice): void {
    change(this.#byPool.get(pool.name) ?? new Map(), device, subQuantity)
  }
}

const nothing = mustParseQuantity('0')

function change(counters: Counters, device: Device, how: (a: Quantity, b: Quantity) => Quantity): void {
  eachCounter(device, (set, name, value) => {
    let named = counters.get(set)
    if (named === undefined) {
      named = new Map()
      counters.set(set, named)
    }
    named.set(name, how(named.get(name) ?? nothing, value))
  })
}

function eachCounter(device: Device, each: (set: string, name: string, value: Quantity) => void): void {
  for (const { counterSet, counters = {} } of device.consumesCounters ?? [])
    for (const [name, { value }] of Object.entries(counters)) each(counterSet, name, mustParseQuantity(value))
}
