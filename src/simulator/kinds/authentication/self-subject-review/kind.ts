// SelfSubjectReview: who am I? Upstream: pkg/registry/authentication/selfsubjectreview/rest.go.
import type { SelfSubjectReview } from '../../../../generated/api/authentication.v1.ts'
import type { KindRules } from '../../contract.ts'
import { userInfoOf } from '../../lib/user-info.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

/** SelfSubjectReview of authentication.k8s.io/v1. */
export const kind: KindRules<SelfSubjectReview> = {
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'SelfSubjectReview',
  name: nameIsDNSSubdomain,
  review: ({ kind, apiVersion }, { user, now }) => ({
    kind,
    apiVersion,
    metadata: { creationTimestamp: now },
    status: { userInfo: userInfoOf(user) },
  }),
}
