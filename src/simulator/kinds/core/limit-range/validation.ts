// Whether the bounds of a LimitRange are well named and agree with each other.
// Upstream: ValidateLimitRange in pkg/apis/core/validation/validation.go.
import type { LimitRange, LimitRangeItem } from '../../../../generated/api/core.v1.ts'
import {
  compareQuantity,
  mustParseQuantity,
  quantityMilliValue,
  quantityOf,
  quantityValue,
} from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { isQualifiedName } from '../../lib/validation/names.ts'
import {
  isOvercommitAllowed,
  validateContainerResourceName,
  validateResourceName,
} from '../../lib/validation/resource-names.ts'

type Amounts = Readonly<Record<string, string>>

const LIMITS = Path.of('spec', 'limits')
const STANDARD_TYPES: readonly string[] = ['Pod', 'Container', 'PersistentVolumeClaim']
const MAX_MILLI_VALUE = (2 ** 63 - 1) / 1000
const ONE = quantityOf(1)
const NONE: Amounts = {}

/** ValidateLimitRange. */
export function validateLimitRange(object: LimitRange, errors: FieldErrors): void {
  const types = new Set<string>()
  for (const [i, item] of (object.spec.limits ?? []).entries()) {
    const path = LIMITS.index(i)
    validateType(item.type, path.child('type'), errors)
    if (types.has(item.type)) errors.duplicate(path.child('type'), item.type)
    types.add(item.type)
    validateNames(item, path, errors)
    const bounds: Bounds = {
      min: item.min ?? NONE,
      max: item.max ?? NONE,
      default: item.type === 'Pod' ? NONE : (item.default ?? NONE),
      defaultRequest: item.type === 'Pod' ? NONE : (item.defaultRequest ?? NONE),
      ratio: item.maxLimitRequestRatio ?? NONE,
    }
    const names = new Set(Object.values(bounds).flatMap((amounts) => Object.keys(amounts)))
    for (const name of names) {
      validateOrder(name, bounds, path, errors)
      validateRatio(name, bounds, path, errors)
      validateOvercommit(name, bounds, path, errors)
    }
  }
}

interface Bounds {
  readonly max: Amounts
  readonly min: Amounts
  readonly default: Amounts
  readonly defaultRequest: Amounts
  readonly ratio: Amounts
}

function validateType(type: string, path: Path, errors: FieldErrors): void {
  const problems = isQualifiedName(type)
  if (problems.length) errors.invalidAll(path, type, problems)
  else if (!type.includes('/') && !STANDARD_TYPES.includes(type)) {
    errors.invalid(path, type, 'must be a standard limit type or fully qualified')
  }
}

function validateNames(item: LimitRangeItem, path: Path, errors: FieldErrors): void {
  const rule = item.type === 'Pod' || item.type === 'Container' ? validateContainerResourceName : validateResourceName
  const names = (field: 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio'): void => {
    for (const name in item[field]) rule(name, path.child(field).key(name), errors)
  }
  names('max')
  names('min')
  if (item.type === 'Pod') {
    for (const field of ['default', 'defaultRequest'] as const) {
      if (item[field] && Object.keys(item[field]).length) {
        errors.forbidden(path.child(field), "may not be specified when `type` is 'Pod'")
      }
    }
  } else {
    names('default')
    names('defaultRequest')
  }
  if (item.type === 'PersistentVolumeClaim' && !item.min?.['storage'] && !item.max?.['storage']) {
    errors.required(
      path.child('limits'),
      'either minimum or maximum storage value is required, but neither was provided',
    )
  }
  names('maxLimitRequestRatio')
}

const exceeds = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && compareQuantity(mustParseQuantity(a), mustParseQuantity(b)) > 0

/** min ≤ defaultRequest ≤ default ≤ max. Which of two values is shown as the bad one is upstream's choice. */
function validateOrder(name: string, bounds: Bounds, path: Path, errors: FieldErrors): void {
  const min = bounds.min[name]
  const max = bounds.max[name]
  const limit = bounds.default[name]
  const request = bounds.defaultRequest[name]
  const wrong = (field: string, value: string | undefined, detail: string): void =>
    errors.invalid(path.child(field).key(name), value, detail)
  if (exceeds(min, max)) wrong('min', min, `min value ${min} is greater than max value ${max}`)
  if (exceeds(min, request)) {
    wrong('defaultRequest', request, `min value ${min} is greater than default request value ${request}`)
  }
  if (exceeds(request, max)) {
    wrong('defaultRequest', request, `default request value ${request} is greater than max value ${max}`)
  }
  if (exceeds(request, limit)) {
    wrong('defaultRequest', request, `default request value ${request} is greater than default limit value ${limit}`)
  }
  if (exceeds(min, limit)) wrong('default', min, `min value ${min} is greater than default value ${limit}`)
  if (exceeds(limit, max)) wrong('default', max, `default value ${limit} is greater than max value ${max}`)
}

/** A ratio is at least 1, and no larger than what min and max allow anyway. */
function validateRatio(name: string, bounds: Bounds, path: Path, errors: FieldErrors): void {
  const text = bounds.ratio[name]
  if (text === undefined) return
  const at = path.child('maxLimitRequestRatio').key(name)
  const ratio = mustParseQuantity(text)
  if (compareQuantity(ratio, ONE) < 0) errors.invalid(at, text, `ratio ${text} is less than 1`)
  const minText = bounds.min[name]
  const maxText = bounds.max[name]
  if (minText === undefined || maxText === undefined) return
  const min = mustParseQuantity(minText)
  const max = mustParseQuantity(maxText)
  const precise = [ratio, min, max].every((quantity) => quantityValue(quantity) < MAX_MILLI_VALUE)
  const measure = precise ? quantityMilliValue : quantityValue
  const limit = measure(max) / measure(min)
  const value = precise ? quantityMilliValue(ratio) / 1000 : quantityValue(ratio)
  if (value > limit) errors.invalid(at, text, `ratio ${text} is greater than max/min = ${printFloat(limit)}`)
}

/** Go's %f. */
function printFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? value.toFixed(6) : `${value < 0 ? '-' : '+'}Inf`
}

/** Resources that cannot be overcommitted have one default for request and limit. */
function validateOvercommit(name: string, bounds: Bounds, path: Path, errors: FieldErrors): void {
  const limit = bounds.default[name]
  const request = bounds.defaultRequest[name]
  if (limit === undefined || request === undefined || isOvercommitAllowed(name)) return
  if (compareQuantity(mustParseQuantity(limit), mustParseQuantity(request)) === 0) return
  const detail = `default value ${limit} must equal to defaultRequest value ${request} in ${name}`
  errors.invalid(path.child('defaultRequest').key(name), request, detail)
}
