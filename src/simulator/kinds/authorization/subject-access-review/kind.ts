// SubjectAccessReview: may this user do that? Upstream: pkg/registry/authorization/subjectaccessreview/rest.go.
import type { SubjectAccessReview } from '../../../../generated/api/authorization.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindRules } from '../../contract.ts'
import { answer, invalidReview } from '../../lib/access-review/answer.ts'
import { subjectOf } from '../../lib/access-review/subject.ts'
import { validateNoMetadata, validateSpec } from '../../lib/access-review/validation.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

/** SubjectAccessReview of authorization.k8s.io/v1. */
export const kind: KindRules<SubjectAccessReview> = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SubjectAccessReview',
  name: nameIsDNSSubdomain,
  review(object, context) {
    const errors = new FieldErrors()
    validateSpec(object.spec, errors)
    validateNoMetadata(object.metadata, false, errors)
    if (errors.length > 0) throw invalidReview(errors)
    return { ...object, status: answer(subjectOf(object.spec), object.spec, context) }
  },
}
