// LocalSubjectAccessReview: may this user do that in this namespace?
// Upstream: pkg/registry/authorization/localsubjectaccessreview/rest.go.
import type { LocalSubjectAccessReview } from '../../../../generated/api/authorization.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { badRequest } from '../../../api/status/status-error.ts'
import type { KindRules } from '../../contract.ts'
import { answer, invalidReview } from '../../lib/access-review/answer.ts'
import { subjectOf } from '../../lib/access-review/subject.ts'
import { validateNoMetadata, validateSpec } from '../../lib/access-review/validation.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

function validate({ metadata, spec }: LocalSubjectAccessReview): FieldErrors {
  const errors = new FieldErrors()
  validateSpec(spec, errors)
  validateNoMetadata(metadata, true, errors)
  const namespace = spec.resourceAttributes?.namespace ?? ''
  if (spec.resourceAttributes !== undefined && namespace !== (metadata.namespace ?? '')) {
    errors.invalid('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace')
  }
  if (spec.nonResourceAttributes !== undefined) {
    const { path = '', verb = '' } = spec.nonResourceAttributes
    errors.invalid('spec.nonResourceAttributes', { Path: path, Verb: verb }, 'disallowed on this kind of request')
  }
  return errors
}

/** LocalSubjectAccessReview of authorization.k8s.io/v1. */
export const kind: KindRules<LocalSubjectAccessReview> = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'LocalSubjectAccessReview',
  name: nameIsDNSSubdomain,
  review(object, context) {
    const errors = validate(object)
    if (errors.length > 0) throw invalidReview(errors)
    const { namespace } = context
    if (namespace === '') throw badRequest('namespace is required on this type: ')
    if (namespace !== object.metadata.namespace) {
      throw badRequest(`spec.resourceAttributes.namespace must match namespace: ${namespace}`)
    }
    return { ...object, status: answer(subjectOf(object.spec), object.spec, context) }
  },
}
