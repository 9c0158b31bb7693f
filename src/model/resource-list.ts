// Sums and maxima over resource lists ({cpu: '500m', memory: '1Gi'}), as quantities.
// Upstream: addResourceList and maxResourceList in component-helpers/resource/helpers.go.
import { addQuantity, compareQuantity, formatQuantity, mustParseQuantity, type Quantity } from './quantity.ts'

/** A resource list as the API writes it. */
export type ResourceList = Readonly<Record<string, string>>

/** Quantities by resource name. */
export type Quantities = Record<string, Quantity>

/** The quantities of a list; empty where there is none. */
export function quantitiesOf(list: ResourceList | null | undefined): Quantities {
  const quantities: Quantities = {}
  for (const name in list) quantities[name] = mustParseQuantity(list[name] as string)
  return quantities
}

/** The list the API writes for quantities. */
export function resourceListOf(quantities: Quantities): Record<string, string> {
  const list: Record<string, string> = {}
  for (const name of Object.keys(quantities).sort()) list[name] = formatQuantity(quantities[name] as Quantity)
  return list
}

/** Adds `more` into `total`. */
export function addQuantities(total: Quantities, more: Quantities): void {
  for (const name in more) {
    const added = more[name] as Quantity
    const sum = total[name]
    total[name] = sum === undefined ? added : addQuantity(sum, added)
  }
}

/** Raises each of `total` to what `other` has. */
export function raiseQuantities(total: Quantities, other: Quantities): void {
  for (const name in other) {
    const candidate = other[name] as Quantity
    const current = total[name]
    if (current === undefined || compareQuantity(candidate, current) > 0) total[name] = candidate
  }
}
