// CertificateSigning: only who may sign as a signer writes certificates and conditions into its requests.
// Upstream: plugin/pkg/admission/certificates/signing/admission.go.
import type { CertificateSigningRequest } from '../../generated/api/certificates.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import type { KubeObject } from '../api/types.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'
import { maySigner } from './lib/signers.ts'

/** The plugin. */
export const plugin: AdmissionPlugin = {
  name: 'CertificateSigning',
  handles: ({ operation, resource, subresource }) =>
    operation === 'UPDATE' &&
    subresource === 'status' &&
    resource.key === 'certificatesigningrequests.certificates.k8s.io',
  validate(attributes, context) {
    const { status } = attributes.object as CertificateSigningRequest & KubeObject
    const old = attributes.oldObject as CertificateSigningRequest & KubeObject
    const same = deepEqual(status.conditions ?? [], old.status.conditions ?? [])
    if (same && (status.certificate ?? '') === (old.status.certificate ?? '')) return
    const { signerName } = old.spec
    if (maySigner(attributes.user, 'sign', signerName, context)) return
    throw refuse(attributes, `user not permitted to sign requests with signerName ${JSON.stringify(signerName)}`)
  },
}
