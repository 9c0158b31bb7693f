// CertificateSigningRequest: somebody asks a signer for a certificate; an approver decides, the signer issues.
// Upstream: pkg/registry/certificates/certificates/strategy.go, printCertificateSigningRequest in pkg/printers/internalversion.
import type { CertificateSigningRequest } from '../../../../generated/api/certificates.v1.ts'
import { humanDuration } from '../../../../model/duration.ts'
import type { KindRules } from '../../contract.ts'
import { age } from '../../lib/age.ts'
import { prepareApproval, prepareForCreate, prepareMain, prepareStatus } from './prepare.ts'
import { validateChanged, validateNew } from './validation.ts'

function condition({ status }: CertificateSigningRequest): string {
  const has = (type: string): boolean => status.conditions?.some((one) => one.type === type) ?? false
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending'
  return `${decision}${has('Failed') ? ',Failed' : ''}${status.certificate ? ',Issued' : ''}`
}

/** CertificateSigningRequest of certificates.k8s.io/v1. */
export const kind: KindRules<CertificateSigningRequest> = {
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  name: () => [],
  prepareForCreate,
  validate: validateNew,
  update: { prepare: prepareMain, validate: (object, old, errors) => validateChanged(object, old, errors, 'main') },
  subresources: {
    status: {
      prepare: prepareStatus,
      validate: (object, old, errors) => validateChanged(object, old, errors, 'status'),
    },
    approval: {
      prepare: prepareApproval,
      validate: (object, old, errors) => validateChanged(object, old, errors, 'approval'),
    },
  },
  fieldNames: ['metadata.name', 'spec.signerName'],
  fields: ({ spec }) => ({ 'spec.signerName': spec.signerName }),
  row: (object, now) => [
    object.metadata.name,
    age(object.metadata.creationTimestamp, now),
    object.spec.signerName || '<none>',
    object.spec.username ?? '',
    object.spec.expirationSeconds === undefined ? '<none>' : humanDuration(object.spec.expirationSeconds * 1000),
    condition(object),
  ],
}
