// metav1.Condition lists as newer kinds hold them in their status.
// Upstream: ValidateConditions in apimachinery/pkg/apis/meta/v1/validation/validation.go.
import type { Condition } from '../../../../generated/api/meta.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateLabelName } from './labels.ts'
import { longerThan, regexError } from './messages.ts'

const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?'
const REASON_RE = new RegExp(`^${REASON}$`)
const REASON_ERROR = regexError(
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'",
  REASON,
  'my_name',
  'MY_NAME',
  'MyName',
  'ReasonA,ReasonB',
  'ReasonA:ReasonB',
)
const STATUSES: readonly string[] = ['False', 'True', 'Unknown']
const MAX_REASON = 1024
const MAX_MESSAGE = 32 * 1024

/** A list of conditions, unique by type. */
export function validateConditions(
  conditions: readonly Condition[] | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  const seen = new Set<string>()
  for (const [i, condition] of (conditions ?? []).entries()) {
    if (seen.has(condition.type)) errors.duplicate(path.index(i).child('type'), condition.type)
    seen.add(condition.type)
    validateCondition(condition, path.index(i), errors)
  }
}

/** One condition. */
export function validateCondition(condition: Condition, path: Path, errors: FieldErrors): void {
  validateLabelName(condition.type, path.child('type'), errors)
  if (!STATUSES.includes(condition.status)) errors.notSupported(path.child('status'), condition.status, STATUSES)
  const generation = condition.observedGeneration ?? 0
  if (generation < 0) {
    errors.invalid(path.child('observedGeneration'), generation, 'must be greater than or equal to zero')
  }
  if (!condition.lastTransitionTime) errors.required(path.child('lastTransitionTime'))
  const { reason, message } = condition
  if (reason === '') errors.required(path.child('reason'))
  else {
    if (!REASON_RE.test(reason)) errors.invalid(path.child('reason'), reason, REASON_ERROR)
    if (longerThan(reason, MAX_REASON)) errors.tooLong(path.child('reason'), MAX_REASON)
  }
  if (longerThan(message, MAX_MESSAGE)) errors.tooLong(path.child('message'), MAX_MESSAGE)
}
