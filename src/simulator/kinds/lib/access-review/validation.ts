// What an access review may ask. Upstream: pkg/apis/authorization/validation/validation.go.
import type {
  FieldSelectorAttributes,
  LabelSelectorAttributes,
  ResourceAttributes,
  SelfSubjectAccessReviewSpec,
  SubjectAccessReviewSpec,
} from '../../../../generated/api/authorization.v1.ts'
import type { FieldSelectorRequirement, ObjectMeta } from '../../../../generated/api/meta.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { semanticEqual, validateLabelSelectorRequirement } from '../validation/metadata.ts'

const SPEC = Path.of('spec')
const RESOURCE = Path.of('spec', 'resourceAttributes')
const FIELD_SELECTOR = RESOURCE.child('fieldSelector')
const LABEL_SELECTOR = RESOURCE.child('labelSelector')

/** ValidateSubjectAccessReviewSpec. */
export function validateSpec(spec: SubjectAccessReviewSpec, errors: FieldErrors): void {
  validateAttributes(spec, errors)
  if (!spec.user && !spec.groups?.length) {
    errors.invalid(SPEC.child('user'), spec.user ?? '', 'at least one of user or group must be specified')
  }
  validateResource(spec.resourceAttributes, errors)
}

/** ValidateSelfSubjectAccessReviewSpec. */
export function validateSelfSpec(spec: SelfSubjectAccessReviewSpec, errors: FieldErrors): void {
  validateAttributes(spec, errors)
  validateResource(spec.resourceAttributes, errors)
}

/** A review has no metadata; a local one has its namespace. */
export function validateNoMetadata(metadata: ObjectMeta, local: boolean, errors: FieldErrors): void {
  const { managedFields: _written, namespace, ...rest } = metadata
  if (semanticEqual({}, local ? rest : { ...rest, namespace })) return
  errors.invalid('metadata', metadata, local ? 'must be empty except for namespace' : 'must be empty')
}

function validateAttributes(
  { resourceAttributes, nonResourceAttributes }: SelfSubjectAccessReviewSpec,
  errors: FieldErrors,
): void {
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined) {
    const shown = { Path: nonResourceAttributes.path ?? '', Verb: nonResourceAttributes.verb ?? '' }
    errors.invalid(
      SPEC.child('nonResourceAttributes'),
      shown,
      'cannot be specified in combination with resourceAttributes',
    )
  }
  if (resourceAttributes === undefined && nonResourceAttributes === undefined) {
    const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified'
    errors.invalid(RESOURCE, null, detail)
  }
}

function validateResource(attributes: ResourceAttributes | undefined, errors: FieldErrors): void {
  if (attributes === undefined) return
  const { fieldSelector, labelSelector } = attributes
  if (fieldSelector !== undefined) {
    validateSelector(fieldSelector, FIELD_SELECTOR, errors)
    for (const [i, requirement] of (fieldSelector.requirements ?? []).entries()) {
      validateFieldRequirement(requirement, FIELD_SELECTOR.child('requirements').index(i), errors)
    }
  }
  if (labelSelector === undefined) return
  validateSelector(labelSelector, LABEL_SELECTOR, errors)
  for (const [i, requirement] of (labelSelector.requirements ?? []).entries()) {
    const path = LABEL_SELECTOR.child('requirements').index(i)
    validateLabelSelectorRequirement(requirement, path, errors, { allowUnknownOperator: true })
  }
}

function validateSelector(
  { rawSelector = '', requirements = [] }: FieldSelectorAttributes | LabelSelectorAttributes,
  path: Path,
  errors: FieldErrors,
): void {
  const count = requirements.length
  if (rawSelector !== '' && count > 0) {
    errors.invalid(path.child('rawSelector'), rawSelector, 'may not specified at the same time as requirements')
  }
  if (rawSelector === '' && count === 0) {
    errors.required(path.child('requirements'), `when ${path} is specified, requirements or rawSelector is required`)
  }
}

/** Operators that are not known yet are let through: newer clients know more. */
function validateFieldRequirement(requirement: FieldSelectorRequirement, path: Path, errors: FieldErrors): void {
  const count = requirement.values?.length ?? 0
  if (requirement.key === '') errors.required(path.child('key'), 'must be specified')
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      if (count === 0) errors.required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'")
      break
    case 'Exists':
    case 'DoesNotExist':
      if (count > 0) {
        errors.forbidden(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
      }
      break
  }
}
