// CertificateApproval: only who may approve for a signer decides on its requests.
// Upstream: plugin/pkg/admission/certificates/approval/admission.go.
import type { CertificateSigningRequest } from '../../generated/api/certificates.v1.ts'
import type { KubeObject } from '../api/types.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'
import { maySigner } from './lib/signers.ts'

/** The plugin. */
export const plugin: AdmissionPlugin = {
  name: 'CertificateApproval',
  handles: ({ operation, resource, subresource }) =>
    operation === 'UPDATE' &&
    subresource === 'approval' &&
    resource.key === 'certificatesigningrequests.certificates.k8s.io',
  validate(attributes, context) {
    const { signerName } = (attributes.oldObject as CertificateSigningRequest & KubeObject).spec
    if (maySigner(attributes.user, 'approve', signerName, context)) return
    throw refuse(attributes, `user not permitted to approve requests with signerName ${JSON.stringify(signerName)}`)
  },
}
