// CertificateSubjectRestriction: nobody becomes a member of system:masters by asking for a client certificate.
// Upstream: plugin/pkg/admission/certificates/subjectrestriction/admission.go.
import type { CertificateSigningRequest } from '../../generated/api/certificates.v1.ts'
import { parseCertificateRequest } from '../../model/x509/certificate-request.ts'
import type { KubeObject } from '../api/types.ts'
import type { AdmissionPlugin } from './contract.ts'
import { refuse } from './lib/refuse.ts'

const SIGNER = 'kubernetes.io/kube-apiserver-client'

/** The plugin. */
export const plugin: AdmissionPlugin = {
  name: 'CertificateSubjectRestriction',
  handles: ({ operation, resource, subresource }) =>
    operation === 'CREATE' && subresource === '' && resource.key === 'certificatesigningrequests.certificates.k8s.io',
  validate(attributes) {
    const { spec } = attributes.object as CertificateSigningRequest & KubeObject
    if (spec.signerName !== SIGNER) return
    const request = parseCertificateRequest(Buffer.from(spec.request ?? '', 'base64').toString('latin1'))
    if ('error' in request) throw refuse(attributes, `failed to parse CSR: ${request.error}`)
    if (request.organization.includes('system:masters')) {
      throw refuse(attributes, `use of ${SIGNER} signer with system:masters group is not allowed`)
    }
  },
}
