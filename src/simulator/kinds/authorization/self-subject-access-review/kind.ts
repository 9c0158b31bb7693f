// SelfSubjectAccessReview: may I do that? Upstream: pkg/registry/authorization/selfsubjectaccessreview/rest.go.
import type { SelfSubjectAccessReview } from '../../../../generated/api/authorization.v1.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import type { KindRules } from '../../contract.ts'
import { answer, invalidReview } from '../../lib/access-review/answer.ts'
import { validateNoMetadata, validateSelfSpec } from '../../lib/access-review/validation.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

/** SelfSubjectAccessReview of authorization.k8s.io/v1. */
export const kind: KindRules<SelfSubjectAccessReview> = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  name: nameIsDNSSubdomain,
  review(object, context) {
    const errors = new FieldErrors()
    validateSelfSpec(object.spec, errors)
    validateNoMetadata(object.metadata, false, errors)
    if (errors.length > 0) throw invalidReview(errors)
    return { ...object, status: answer(context.user, object.spec, context) }
  },
}
