// Taints a pod bears. Upstream: pkg/apis/core/validation/validation.go (ValidateTolerations, validateTaintEffect).
import type { Toleration } from '../../../../../generated/api/core.v1.ts'
import { quote } from '../../../../../model/quote.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateLabelName } from '../../validation/labels.ts'
import { isDecimalInteger, isValidLabelValue } from '../../validation/names.ts'
import type { PodValidationOptions } from '../options.ts'

const OPERATORS = ['Equal', 'Exists']
const ALL_OPERATORS = ['Equal', 'Exists', 'Lt', 'Gt']
/** What a taint may do to pods, in the order the API prints it. */
export const TAINT_EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** The tolerations of a pod. */
export function validateTolerations(
  tolerations: readonly Toleration[],
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  for (const [i, toleration] of tolerations.entries()) validateToleration(toleration, path.index(i), errors, options)
}

function validateToleration(
  { key = '', operator = '', value = '', effect = '', tolerationSeconds }: Toleration,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  if (key !== '') validateLabelName(key, path.child('key'), errors)
  else if (operator !== 'Exists') {
    const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
    errors.invalid(path.child('operator'), operator, detail)
  }
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
    errors.invalid(path.child('effect'), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")
  }
  validateOperator(operator, value, path, errors, options)
  if (effect !== '' && !TAINT_EFFECTS.includes(effect)) {
    errors.notSupported(path.child('effect'), effect, TAINT_EFFECTS)
  }
}

function validateOperator(
  operator: string,
  value: string,
  path: Path,
  errors: FieldErrors,
  options: PodValidationOptions,
): void {
  const place = path.child('operator')
  switch (operator) {
    case 'Equal':
    case '': {
      const problems = isValidLabelValue(value)
      if (problems.length > 0) errors.invalid(place, value, problems.join(';'))
      return
    }
    case 'Exists':
      if (value !== '') errors.invalid(place, value, "value must be empty when `operator` is 'Exists'")
      return
    case 'Lt':
    case 'Gt':
      if (!options.allowTaintTolerationComparisonOperators) errors.notSupported(place, operator, ALL_OPERATORS)
      else validateNumber(value, path.child('value'), errors)
      return
    default:
      errors.notSupported(place, operator, OPERATORS)
  }
}

const INTEGER = /^[+-]?[0-9]+$/

/** A value to compare with: an int64 in canonical form. The second problem is strconv.ParseInt's. */
function validateNumber(value: string, path: Path, errors: FieldErrors): void {
  errors.invalidAll(path, value, isDecimalInteger(value))
  const parse = `strconv.ParseInt: parsing ${quote(value)}`
  if (!INTEGER.test(value)) errors.invalid(path, value, `${parse}: invalid syntax`)
  else if (BigInt.asIntN(64, BigInt(value.replace('+', ''))) !== BigInt(value.replace('+', ''))) {
    errors.invalid(path, value, `${parse}: value out of range`)
  }
}
