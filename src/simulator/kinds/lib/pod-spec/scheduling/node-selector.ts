// Node selectors as affinity and volumes use them. Upstream: pkg/apis/core/validation/validation.go (ValidateNodeSelector).
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../../../../../generated/api/core.v1.ts'
import type { FieldErrors } from '../../../../api/status/field-errors.ts'
import type { Path } from '../../../../api/status/path.ts'
import { validateLabelName } from '../../validation/labels.ts'
import { isDNS1123Subdomain, isValidLabelValue } from '../../validation/names.ts'

/** A node selector: one term or more. */
export function validateNodeSelector(
  { nodeSelectorTerms }: NodeSelector,
  allowInvalidValues: boolean,
  path: Path,
  errors: FieldErrors,
): void {
  const place = path.child('nodeSelectorTerms')
  if (!nodeSelectorTerms?.length) {
    errors.required(place, 'must have at least one node selector term')
    return
  }
  for (const [i, term] of nodeSelectorTerms.entries()) {
    validateNodeSelectorTerm(term, allowInvalidValues, place.index(i), errors)
  }
}

/** One term: expressions over labels and over fields. */
export function validateNodeSelectorTerm(
  { matchExpressions = [], matchFields = [] }: NodeSelectorTerm,
  allowInvalidValues: boolean,
  path: Path,
  errors: FieldErrors,
): void {
  for (const [i, requirement] of matchExpressions.entries()) {
    validateRequirement(requirement, allowInvalidValues, path.child('matchExpressions').index(i), errors)
  }
  for (const [i, requirement] of matchFields.entries()) {
    validateFieldRequirement(requirement, path.child('matchFields').index(i), errors)
  }
}

function validateRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  allowInvalidValues: boolean,
  path: Path,
  errors: FieldErrors,
): void {
  const place = path.child('values')
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) errors.required(place, "must be specified when `operator` is 'In' or 'NotIn'")
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.forbidden(place, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
      }
      break
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) errors.required(place, "must be specified single value when `operator` is 'Lt' or 'Gt'")
      break
    default:
      errors.invalid(path.child('operator'), operator, 'not a valid selector operator')
  }
  validateLabelName(key, path.child('key'), errors)
  if (allowInvalidValues) return
  for (const [i, value] of values.entries()) errors.invalidAll(place.index(i), value, isValidLabelValue(value))
}

function validateFieldRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  path: Path,
  errors: FieldErrors,
): void {
  const place = path.child('values')
  if (operator !== 'In' && operator !== 'NotIn') {
    errors.invalid(path.child('operator'), operator, 'not a valid selector operator')
  } else if (values.length !== 1) {
    errors.required(place, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
  }
  if (key !== 'metadata.name') {
    errors.invalid(path.child('key'), key, 'not a valid field selector key')
    return
  }
  for (const [i, value] of values.entries()) errors.invalidAll(place.index(i), value, isDNS1123Subdomain(value))
}
