// TokenReview: whose token is this? Upstream: pkg/registry/authentication/tokenreview/storage.go.
import type { TokenReview, TokenReviewStatus } from '../../../../generated/api/authentication.v1.ts'
import { badRequest } from '../../../api/status/status-error.ts'
import type { KindRules } from '../../contract.ts'
import { userInfoOf } from '../../lib/user-info.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const UNKNOWN: TokenReviewStatus = { user: {}, error: 'invalid bearer token' }

/** TokenReview of authentication.k8s.io/v1. */
export const kind: KindRules<TokenReview> = {
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenReview',
  name: nameIsDNSSubdomain,
  review(object, { tokens }) {
    const { token = '', audiences: wanted = [] } = object.spec
    if (token === '') throw badRequest('token is required for TokenReview in authentication')
    const found = tokens(token)
    if (found === undefined) return { ...object, status: { ...UNKNOWN } }
    const audiences = wanted.length === 0 ? found.audiences : found.audiences.filter((one) => wanted.includes(one))
    if (audiences.length === 0) return { ...object, status: { ...UNKNOWN } }
    const status = { authenticated: true, user: userInfoOf(found.user), audiences: [...audiences] }
    return { ...object, status }
  },
}
