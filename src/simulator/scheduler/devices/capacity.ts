// How much of a device that several claims share an allocation takes: what was asked for, rounded up as the device's request
// policy wants, and whether that still fits.
// Upstream: staging/src/k8s.io/dynamic-resource-allocation/structured/internal/incubating/consumable_capacity.go.
import type {
  CapacityRequestPolicy,
  CapacityRequestPolicyRange,
  CapacityRequirements,
  Device,
  DeviceCapacity,
} from '../../../generated/api/resource.v1.ts'
import {
  addQuantity,
  compareQuantity,
  mustParseQuantity,
  type Quantity,
  quantityOf,
  quantityValue,
} from '../../../model/quantity.ts'

/** Amounts of a device's capacities, by their names. */
export type Consumed = ReadonlyMap<string, Quantity>

type Asked = CapacityRequirements | undefined

/** What one more allocation takes of each capacity of a device. */
export function consumedBy(asked: Asked, { capacity = {} }: Device): Consumed {
  const consumed = new Map<string, Quantity>()
  for (const [name, each] of Object.entries(capacity)) consumed.set(name, consumption(asked?.requests?.[name], each))
  return consumed
}

/**
 * Whether a device has room for one more allocation beside what is taken of it. A device that is not shared has nothing taken:
 * then it is whether it has what is asked for at all.
 */
export function hasRoom(asked: Asked, { capacity = {} }: Device, ...taken: readonly (Consumed | undefined)[]): boolean {
  for (const name in asked?.requests) if (capacity[name] === undefined) return false
  for (const [name, each] of Object.entries(capacity)) {
    const wanted = consumption(asked?.requests?.[name], each)
    if (violates(wanted, each.requestPolicy)) return false
    let total = wanted
    for (const part of taken) {
      const amount = part?.get(name)
      if (amount !== undefined) total = addQuantity(total, amount)
    }
    if (compareQuantity(total, mustParseQuantity(each.value)) > 0) return false
  }
  return true
}

/** What is taken of one capacity: who asks for nothing takes the default, or all where there is none. */
function consumption(asked: string | undefined, { value, requestPolicy: policy }: DeviceCapacity): Quantity {
  if (asked === undefined) return mustParseQuantity(policy?.default ?? value)
  const wanted = mustParseQuantity(asked)
  if (policy?.validRange?.min !== undefined) return upToStep(wanted, policy.validRange, policy.validRange.min)
  const values = policy?.validValues?.map(mustParseQuantity)
  return values?.find((valid) => compareQuantity(wanted, valid) <= 0) ?? wanted
}

function upToStep(wanted: Quantity, { step }: CapacityRequestPolicyRange, from: string): Quantity {
  const min = mustParseQuantity(from)
  if (compareQuantity(wanted, min) < 0) return min
  if (step === undefined) return wanted
  const size = quantityValue(mustParseQuantity(step))
  const start = quantityValue(min)
  return quantityOf(start + size * Math.ceil((quantityValue(wanted) - start) / size), 'BinarySI')
}

function violates(wanted: Quantity, policy: CapacityRequestPolicy | undefined): boolean {
  if (policy === undefined) return false
  if (policy.default !== null && compareQuantity(wanted, mustParseQuantity(policy.default)) === 0) return false
  if (policy.validRange !== undefined) return isOutside(wanted, policy.validRange)
  const values = policy.validValues ?? []
  return values.length > 0 && !values.some((valid) => compareQuantity(wanted, mustParseQuantity(valid)) === 0)
}

function isOutside(wanted: Quantity, { min, max, step }: CapacityRequestPolicyRange): boolean {
  if (max !== undefined && compareQuantity(wanted, mustParseQuantity(max)) > 0) return true
  if (step === undefined || min === undefined) return false
  const above = quantityValue(wanted) - quantityValue(mustParseQuantity(min))
  return above % quantityValue(mustParseQuantity(step)) !== 0
}

/** Adds amounts to those of a device. */
export function addConsumed(total: Map<string, Map<string, Quantity>>, device: string, more: Consumed): void {
  const known = total.get(device)
  if (known === undefined) {
    total.set(device, new Map(more))
    return
  }
  for (const [name, amount] of more) {
    const before = known.get(name)
    known.set(name, before === undefined ? amount : addQuantity(before, amount))
  }
}
