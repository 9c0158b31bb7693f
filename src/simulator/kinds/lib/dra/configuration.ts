// What claims and classes share: selectors of devices, parameters for drivers, tolerations and taints.
// Upstream: pkg/apis/resource/validation/validation.go.
import type {
  DeviceSelector,
  DeviceTaint,
  DeviceToleration,
  OpaqueDeviceConfiguration,
} from '../../../../generated/api/resource.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { compileDeviceSelector } from '../cel/device-selector.ts'
import { addExpressionProblem } from '../cel/judge.ts'
import { isValidLabelValue } from '../validation/label-syntax.ts'
import { validateLabelName } from '../validation/labels.ts'
import { longerThan } from '../validation/names.ts'
import { validateSlice } from './lists.ts'
import { validateDriverName } from './names.ts'

const MAX_SELECTORS = 32
const MAX_EXPRESSION = 10 * 1024
const MAX_PARAMETERS = 10 * 1024
const EFFECTS = ['NoExecute', 'NoSchedule', 'None']
const OPERATORS = ['Equal', 'Exists']

/** Selectors of devices; `stored`: the stored object has the same. */
export function validateSelectors(
  selectors: readonly DeviceSelector[] | undefined,
  path: Path,
  errors: FieldErrors,
  stored: boolean,
): void {
  const judge = ({ cel }: DeviceSelector, at: Path): void => {
    if (cel === undefined) errors.required(at.child('cel'))
    else validateExpression(cel.expression, at.child('cel', 'expression'), errors, stored)
  }
  validateSlice(selectors, MAX_SELECTORS, judge, path, errors)
}

function validateExpression(expression: string, path: Path, errors: FieldErrors, stored: boolean): void {
  if (longerThan(expression, MAX_EXPRESSION)) {
    errors.tooLong(path, MAX_EXPRESSION)
    return
  }
  const problem = compileDeviceSelector(expression, stored)
  if (problem === 'costly') errors.forbidden(path, 'too complex, exceeds cost limit')
  else addExpressionProblem(problem, expression, path, errors)
}

/** Something with parameters for a driver. */
export interface Configured {
  readonly opaque?: OpaqueDeviceConfiguration | undefined
}

/** Parameters for a driver. */
export function validateConfiguration({ opaque }: Configured, path: Path, errors: FieldErrors, stored: boolean): void {
  const place = path.child('opaque')
  if (opaque === undefined) {
    errors.required(place)
    return
  }
  validateDriverName(opaque.driver, place.child('driver'), errors)
  validateRawObject(opaque.parameters, place.child('parameters'), errors, stored, MAX_PARAMETERS)
}

/** Any JSON object, not too long unless it is stored already. */
export function validateRawObject(value: unknown, path: Path, errors: FieldErrors, stored: boolean, max: number): void {
  if (value === undefined || value === null) errors.required(path)
  else if (!stored && longerThan(JSON.stringify(value), max)) errors.tooLong(path, max)
  else if (typeof value !== 'object' || Array.isArray(value)) {
    errors.invalid(path, '<value omitted>', 'must be a valid JSON object')
  }
}

/** A toleration of device taints. */
export function validateToleration(toleration: DeviceToleration, path: Path, errors: FieldErrors): void {
  const { key, operator = '', value = '', effect } = toleration
  if (key) validateLabelName(key, path.child('key'), errors)
  if (operator === 'Exists') {
    if (value) errors.invalid(path.child('value'), value, 'must be empty for operator `Exists`')
  } else if (operator === 'Equal') errors.invalidAll(path.child('value'), value, isValidLabelValue(value))
  else if (operator === '') errors.required(path.child('operator'))
  else errors.notSupported(path.child('operator'), operator, OPERATORS)
  if (effect && !EFFECTS.includes(effect)) errors.notSupported(path.child('effect'), effect, EFFECTS)
}

/** A taint of a device. */
export function validateDeviceTaint({ key, value, effect }: DeviceTaint, path: Path, errors: FieldErrors): void {
  validateLabelName(key, path.child('key'), errors)
  if (value) errors.invalidAll(path.child('value'), value, isValidLabelValue(value))
  if (effect === '') errors.required(path.child('effect'))
  else if (!EFFECTS.includes(effect)) errors.notSupported(path.child('effect'), effect, EFFECTS)
}

const MAX_CONDITIONS = 4

/** Conditions a driver waits for before a pod is bound, and those that end the waiting. */
export function validateBindingConditions(
  conditions: readonly string[] | undefined,
  failures: readonly string[] | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  const [wanted, failing] = [path.child('bindingConditions'), path.child('bindingFailureConditions')]
  const judge = (name: string, at: Path): void => validateLabelName(name, at, errors)
  validateSlice(conditions, MAX_CONDITIONS, judge, wanted, errors)
  validateSlice(failures, MAX_CONDITIONS, judge, failing, errors)
  const duplicates = (names: readonly string[], at: Path, also?: (name: string, i: number) => void): void => {
    for (const [i, name] of names.entries()) {
      if (names.indexOf(name) < i) errors.duplicate(at.index(i), name)
      also?.(name, i)
    }
  }
  duplicates(conditions ?? [], wanted)
  duplicates(failures ?? [], failing, (name, i) => {
    if (!conditions?.includes(name)) return
    errors.invalid(failing.index(i), name, 'bindingFailureConditions must not overlap with bindingConditions')
  })
  if (!conditions?.length && failures?.length) {
    errors.invalid(wanted, conditions, 'bindingConditions are required to use bindingFailureConditions')
  }
  if (!failures?.length && conditions?.length) {
    errors.invalid(failing, failures, 'bindingFailureConditions are required to use bindingConditions')
  }
}
