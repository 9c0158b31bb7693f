// TokenReview: whose token is this? Upstream: pkg/registry/authentication/tokenreview/storage.go.
import type { TokenReview, TokenReviewStatus } from '../../../../generated/api/authentication.v1.ts'
import { badRequest } from '../../../api/status/status-error.ts'
import type { KindRules } from '../../contract.ts'
import { userInfoOf } from '../../lib/user-info.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const API_AUDIENCES = ['https://kubernetes.default.svc.cluster.local']

/** TokenReview of authentication.k8s.io/v1. */
export const kind: KindRules<TokenReview> = {
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenReview',
  name: nameIsDNSSubdomain,
  review(object, { authentication, warn, annotate }) {
    const { token = '', audiences: wanted = [] } = object.spec
    if (token === '') throw badRequest('token is required for TokenReview in authentication')
    const found = authentication.token(token, wanted.length === 0 ? API_AUDIENCES : wanted)
    for (const warning of found.remarks?.warnings ?? []) warn(warning)
    for (const [key, value] of Object.entries(found.remarks?.annotations ?? {})) annotate(key, value)
    if ('error' in found) return { ...object, status: { user: {}, error: found.error } satisfies TokenReviewStatus }
    const status = { authenticated: true, user: userInfoOf(found.user), audiences: [...found.audiences] }
    return { ...object, status }
  },
}
