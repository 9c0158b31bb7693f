// How parts of a device's capacity may be asked for. Upstream: validateRequestPolicy in pkg/apis/resource/validation/validation.go.
import type { CapacityRequestPolicy, CapacityRequestPolicyRange } from '../../../../generated/api/resource.v1.ts'
import {
  addQuantity,
  compareQuantity,
  formatQuantity,
  mustParseQuantity,
  quantityValue,
} from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateSet } from '../../lib/dra/lists.ts'

const MAX_OPTIONS = 10

const compare = (a: string, b: string): number => compareQuantity(mustParseQuantity(a), mustParseQuantity(b))

/** validateRequestPolicy; `capacity` is all there is. */
export function validateRequestPolicy(
  capacity: string,
  policy: CapacityRequestPolicy,
  path: Path,
  errors: FieldErrors,
): void {
  const { validValues = [], validRange, default: fallback } = policy
  if (validValues.length > 0 && validRange) {
    const detail = 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time'
    errors.forbidden(path, detail)
  } else if (validValues.length > 0) {
    if (fallback === null) errors.required(path.child('default'), 'required when validValues is defined')
    else validateValues(fallback, capacity, validValues, path.child('validValues'), errors)
  } else if (validRange) {
    if (fallback === null) errors.required(path.child('default'), 'required when validRange is defined')
    else validateRange(fallback, capacity, validRange, path.child('validRange'), errors)
  }
}

function validateValues(
  fallback: string,
  capacity: string,
  values: readonly string[],
  path: Path,
  errors: FieldErrors,
): void {
  for (const [i, value] of values.entries()) {
    const previous = values[i - 1]
    if (previous === undefined || compare(previous, value) <= 0) continue
    errors.invalid(path.index(i), value, 'values must be sorted in ascending order')
  }
  const option = (value: string, at: Path): void => {
    if (compare(value, capacity) > 0) {
      errors.invalid(at, value, `option is larger than capacity value: ${capacity}`)
    }
  }
  const key = (value: string): string => String(quantityValue(mustParseQuantity(value)))
  validateSet(values, MAX_OPTIONS, option, key, path, errors)
  const found = values.length <= MAX_OPTIONS && values.some((value) => compare(value, fallback) === 0)
  if (!found) errors.invalid(path, fallback, 'default value is not valid according to the requestPolicy')
}

function validateRange(
  fallback: string,
  capacity: string,
  { min, max, step }: CapacityRequestPolicyRange,
  path: Path,
  errors: FieldErrors,
): void {
  if (min === undefined) {
    errors.required(path.child('min'), 'required when validRange is defined')
    return
  }
  const [low, high] = [path.child('min'), path.child('max')]
  if (compare(min, capacity) > 0) errors.invalid(low, min, `min is larger than capacity value: ${capacity}`)
  if (compare(fallback, min) < 0) errors.invalid(low, fallback, `default is less than min: ${min}`)
  if (max !== undefined) {
    if (compare(min, max) > 0) errors.invalid(high, min, `min is larger than max: ${max}`)
    if (compare(max, capacity) > 0) errors.invalid(high, max, `max is larger than capacity value: ${capacity}`)
    if (compare(fallback, max) > 0) errors.invalid(high, fallback, `default is more than max: ${max}`)
  }
  if (step === undefined) return
  const place = path.child('step')
  const first = formatQuantity(addQuantity(mustParseQuantity(min), mustParseQuantity(step)))
  if (compare(first, capacity) > 0) {
    errors.invalid(place, step, `one step ${first} is larger than capacity value: ${capacity}`)
  }
  for (const value of max === undefined ? [fallback] : [fallback, max]) {
    const over = quantityValue(mustParseQuantity(value)) - quantityValue(mustParseQuantity(min))
    if (over % quantityValue(mustParseQuantity(step)) === 0) continue
    errors.invalid(place, value, `value is not a multiple of a given step (${step}) from (${min})`)
  }
}
