// Quantities and versions. Upstream: apiserver/pkg/cel/library/{quantity,semverlib}.go.
import {
  addQuantity,
  compareQuantity,
  formatQuantity,
  isQuantityError,
  parseQuantity,
  type Quantity,
  quantityAsNumber,
  quantityOf,
  sign,
  subQuantity,
} from '../../../model/quantity.ts'
import { type CelType, QUANTITY } from '../types.ts'
import { fail } from '../values/failure.ts'
import { OpaqueValue } from '../values/value.ts'
import { parsing } from './costs.ts'
import type { Library } from './declaration.ts'

/** An amount. */
export class QuantityValue extends OpaqueValue {
  readonly quantity: Quantity
  constructor(quantity: Quantity) {
    super()
    this.quantity = quantity
  }
  get type(): CelType {
    return QUANTITY
  }
  equals(other: OpaqueValue): boolean {
    return compareQuantity(this.quantity, (other as QuantityValue).quantity) === 0
  }
  override toString(): string {
    return formatQuantity(this.quantity)
  }
}

function quantity(text: string): QuantityValue {
  const parsed = parseQuantity(text)
  return isQuantityError(parsed) ? fail(parsed.message) : new QuantityValue(parsed)
}

type Q = QuantityValue
const MAX_INT64 = 2n ** 63n - 1n

/** AsInt64: what upstream holds as a big decimal or with places after the point is no integer, whatever its value. */
function asInteger({ quantity: { decimal, scale, unscaled } }: Q): bigint | undefined {
  if (decimal || scale < 0 || scale > 18) return undefined
  const value = BigInt(unscaled) * 10n ** BigInt(scale)
  return value > MAX_INT64 || value < -MAX_INT64 ? undefined : value
}

const compared = (a: Q, b: Q): bigint => BigInt(Math.sign(compareQuantity(a.quantity, b.quantity)))
const ofInt = (value: bigint): Quantity => quantityOf(Number(value))

/** Amounts as in resources. */
export const QUANTITIES: Library = {
  functions: [
    ['quantity(string) Quantity', quantity, parsing],
    ['isQuantity(string) bool', (text: string) => !isQuantityError(parseQuantity(text)), parsing],
    ['sign(Quantity) int', (a: Q) => BigInt(sign(a.quantity))],
  ],
  members: [
    ['Quantity.isGreaterThan(Quantity) bool', (a: Q, b: Q) => compared(a, b) > 0n],
    ['Quantity.isLessThan(Quantity) bool', (a: Q, b: Q) => compared(a, b) < 0n],
    ['Quantity.compareTo(Quantity) int', compared],
    ['Quantity.asApproximateFloat() double', (a: Q) => quantityAsNumber(a.quantity)],
    ['Quantity.asInteger() int', (a: Q) => asInteger(a) ?? fail('cannot convert value to integer')],
    ['Quantity.isInteger() bool', (a: Q) => asInteger(a) !== undefined],
    ['Quantity.add(Quantity) Quantity', (a: Q, b: Q) => new QuantityValue(addQuantity(a.quantity, b.quantity))],
    ['Quantity.add(int) Quantity', (a: Q, b: bigint) => new QuantityValue(addQuantity(a.quantity, ofInt(b)))],
    ['Quantity.sub(Quantity) Quantity', (a: Q, b: Q) => new QuantityValue(subQuantity(a.quantity, b.quantity))],
    ['Quantity.sub(int) Quantity', (a: Q, b: bigint) => new QuantityValue(subQuantity(a.quantity, ofInt(b)))],
  ],
}
