// What a job does about failed pods, by their exit codes and conditions.
// Upstream: validatePodFailurePolicy* in pkg/apis/batch/validation/validation.go.

import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from '../../../../generated/api/batch.v1.ts'
import { givenOf } from '../../../../model/given-empty.ts'
import { quote } from '../../../../model/quote.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isQualifiedName } from '../validation/label-syntax.ts'

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore']
const OPERATORS = ['In', 'NotIn']
const STATUSES = ['False', 'True', 'Unknown']
const MAX_RULES = 20
const MAX_EXIT_CODES = 255
const MAX_PATTERNS = 20

/** The rules of the policy, at their path. */
export function validatePodFailurePolicy(spec: JobSpec, path: Path, errors: FieldErrors): void {
  const rules = spec.podFailurePolicy?.rules ?? []
  if (rules.length > MAX_RULES) errors.tooMany(path, rules.length, MAX_RULES)
  const { containers, initContainers } = spec.template.spec
  const names = new Set([...(containers ?? []), ...(initContainers ?? [])].map(({ name }) => name))
  for (const [i, rule] of rules.entries()) validateRule(spec, rule, path.index(i), errors, names)
}

/** A value that must be one of a few and may not be left out. */
function validateChoice(value: string, choices: readonly string[], path: Path, errors: FieldErrors): void {
  if (value === '') errors.required(path, `valid values: [${choices.map(quote).join(' ')}]`)
  else if (!choices.includes(value)) errors.notSupported(path, value, choices)
}

function validateRule(
  spec: JobSpec,
  { action, onExitCodes, onPodConditions = [] }: PodFailurePolicyRule,
  path: Path,
  errors: FieldErrors,
  names: ReadonlySet<string>,
): void {
  if (action !== 'FailIndex') validateChoice(action, ACTIONS, path.child('action'), errors)
  else if (spec.backoffLimitPerIndex === undefined) {
    errors.invalid(path.child('action'), action, 'requires the backoffLimitPerIndex to be set')
  }
  if (onExitCodes) validateExitCodes(onExitCodes, path.child('onExitCodes'), errors, names)
  if (onPodConditions.length > 0) validatePodConditions(onPodConditions, path.child('onPodConditions'), errors)
  if (onExitCodes && onPodConditions.length > 0) {
    errors.invalidUnshown(path, 'specifying both OnExitCodes and OnPodConditions is not supported')
  }
  if (!onExitCodes && onPodConditions.length === 0) {
    errors.invalidUnshown(path, 'specifying one of OnExitCodes and OnPodConditions is required')
  }
}

function validatePodConditions(
  patterns: readonly PodFailurePolicyOnPodConditionsPattern[],
  path: Path,
  errors: FieldErrors,
): void {
  if (patterns.length > MAX_PATTERNS) errors.tooMany(path, patterns.length, MAX_PATTERNS)
  for (const [i, { type, status }] of patterns.entries()) {
    errors.invalidAll(path.index(i).child('type'), type, isQualifiedName(type))
    validateChoice(status, STATUSES, path.index(i).child('status'), errors)
  }
}

function validateExitCodes(
  requirement: PodFailurePolicyOnExitCodesRequirement,
  path: Path,
  errors: FieldErrors,
  names: ReadonlySet<string>,
): void {
  const { operator, containerName, values } = requirement
  validateChoice(operator, OPERATORS, path.child('operator'), errors)
  if (containerName !== undefined && !names.has(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template'
    errors.invalid(path.child('containerName'), containerName, detail)
  }
  const place = path.child('values')
  const codes = values ?? []
  if (codes.length === 0) errors.invalid(place, givenOf(requirement, 'values'), 'at least one value is required')
  else if (codes.length > MAX_EXIT_CODES) errors.tooMany(place, codes.length, MAX_EXIT_CODES)
  const seen = new Set<number>()
  for (const [i, code] of codes.entries()) {
    if (operator === 'In' && code === 0) errors.invalid(place.index(i), code, 'must not be 0 for the In operator')
    if (seen.has(code)) errors.duplicate(place.index(i), code)
    seen.add(code)
  }
  if (codes.some((code, i) => i > 0 && codes[i - 1]! > code)) errors.invalid(place, codes, 'must be ordered')
}
