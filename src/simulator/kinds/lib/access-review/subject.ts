// The user a SubjectAccessReview speaks of. Upstream: AuthorizationAttributesFrom in pkg/registry/authorization/util/helpers.go.
import type { SubjectAccessReviewSpec } from '../../../../generated/api/authorization.v1.ts'
import type { UserInfo } from '../../../api/types.ts'

/** As an authorizer knows users. */
export const subjectOf = ({ user = '', groups = [], uid, extra }: SubjectAccessReviewSpec): UserInfo => ({
  name: user,
  groups,
  ...(uid === undefined ? {} : { uid }),
  ...(extra === undefined ? {} : { extra }),
})
