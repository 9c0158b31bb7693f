// Whether a user may approve for, or sign as, a signer: by its name or for its whole domain.
// Upstream: pkg/certauthorization/certauthorization.go.
import type { UserInfo } from '../../api/types.ts'
import type { AdmissionContext } from '../contract.ts'

/** IsAuthorizedForSignerName. */
export function maySigner(user: UserInfo, verb: string, signerName: string, { authorizer }: AdmissionContext): boolean {
  const allowed = (name: string): boolean =>
    authorizer.authorize({
      user,
      verb,
      resourceRequest: true,
      apiGroup: 'certificates.k8s.io',
      apiVersion: '*',
      resource: 'signers',
      subresource: '',
      namespace: '',
      name,
      path: '',
    }).verdict === 'Allow'
  return allowed(signerName) || allowed(`${signerName.split('/')[0]}/*`)
}
