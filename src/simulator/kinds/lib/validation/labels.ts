// Labels, annotations and label selectors wherever they appear.
// Upstream: apimachinery/pkg/apis/meta/v1/validation/validation.go, pkg/api/validation/objectmeta.go (annotations).
import type { LabelSelector, LabelSelectorRequirement } from '../../../../generated/api/meta.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isQualifiedName, isValidLabelValue } from './label-syntax.ts'
import { byteLength } from './messages.ts'

const ANNOTATIONS_LIMIT = 256 * 1024

/** A label key. */
export const validateLabelName = (name: string, path: Path, errors: FieldErrors): void =>
  errors.invalidAll(path, name, isQualifiedName(name))

/** A set of labels. */
export function validateLabels(
  labels: Readonly<Record<string, string>> | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  for (const key in labels) {
    validateLabelName(key, path, errors)
    const value = labels[key]!
    errors.invalidAll(path, value, isValidLabelValue(value))
  }
}

/** A set of annotations: keys like labels' but in any case, and 256 KiB together. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: Path,
  errors: FieldErrors,
): void {
  let size = 0
  for (const key in annotations) {
    errors.invalidAll(path, key, isQualifiedName(key.toLowerCase()))
    size += byteLength(key) + byteLength(annotations[key]!)
  }
  if (size > ANNOTATIONS_LIMIT) errors.tooLong(path, ANNOTATIONS_LIMIT)
}

/** What a caller of validateLabelSelector lets pass. */
export interface LabelSelectorOptions {
  readonly allowInvalidLabelValue?: boolean
  readonly allowUnknownOperator?: boolean
}

/** A label selector; an absent one is fine. */
export function validateLabelSelector(
  selector: LabelSelector | undefined,
  path: Path,
  errors: FieldErrors,
  options: LabelSelectorOptions = {},
): void {
  if (selector === undefined) return
  validateLabels(selector.matchLabels, path.child('matchLabels'), errors)
  for (const [i, requirement] of (selector.matchExpressions ?? []).entries()) {
    validateLabelSelectorRequirement(requirement, path.child('matchExpressions').index(i), errors, options)
  }
}

/** One expression of a label selector. */
export function validateLabelSelectorRequirement(
  requirement: LabelSelectorRequirement,
  path: Path,
  errors: FieldErrors,
  options: LabelSelectorOptions = {},
): void {
  const values = requirement.values ?? []
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'")
      }
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.forbidden(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
      }
      break
    default:
      if (!options.allowUnknownOperator) {
        errors.invalid(path.child('operator'), requirement.operator, 'not a valid selector operator')
      }
  }
  validateLabelName(requirement.key, path.child('key'), errors)
  if (options.allowInvalidLabelValue) return
  for (const [i, value] of values.entries()) {
    const problems = isValidLabelValue(value)
    if (problems.length) errors.invalidAll(path.child('values').index(i), value, problems)
  }
}

/** Whether a stored selector already holds a value the rules would refuse (then an update may keep it). */
export const labelSelectorHasInvalidLabelValue = (selector: LabelSelector | undefined): boolean =>
  (selector?.matchExpressions ?? []).some((requirement) =>
    (requirement.values ?? []).some((value) => isValidLabelValue(value).length > 0),
  )
