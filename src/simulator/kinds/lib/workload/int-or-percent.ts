// Numbers that may be percentages: how many pods may be missing or surplus during an update.
// Upstream: ValidatePositiveIntOrPercent and its kin in pkg/apis/apps/validation/validation.go.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateNonnegativeField } from '../validation/metadata.ts'
import { isValidPercent } from '../validation/names.ts'

/** An int or a text, as IntOrString is written. */
export type IntOrPercent = number | string

const ATOI = /^[+-]?[0-9]+$/

/** A percentage's number; undefined for anything else. */
function percentOf(value: IntOrPercent): number | undefined {
  if (typeof value !== 'string' || isValidPercent(value).length > 0) return undefined
  return Number(value.slice(0, -1))
}

/** The number in it, of whatever unit; 0 for a text that is none. */
export function intOrPercentValue(value: IntOrPercent): number {
  if (typeof value === 'number') return value
  return percentOf(value) ?? (ATOI.test(value) ? Number(value) : 0)
}

/** Neither negative nor a text that is no percentage. */
export function validatePositiveIntOrPercent(value: IntOrPercent, path: Path, errors: FieldErrors): void {
  if (typeof value === 'string') errors.invalidAll(path, value, isValidPercent(value))
  else validateNonnegativeField(value, path, errors)
}

/** A percentage is at most the whole. */
export function validateNotMoreThan100Percent(value: IntOrPercent, path: Path, errors: FieldErrors): void {
  const percent = percentOf(value)
  if (percent !== undefined && percent > 100) errors.invalid(path, value, 'must not be greater than 100%')
}
