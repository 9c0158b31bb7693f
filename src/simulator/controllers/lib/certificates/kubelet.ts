// What certificates of kubelets may ask for, in the words upstream refuses the rest.
// Upstream: ValidateKubeletClientCSR, ValidateKubeletServingCSR in pkg/apis/certificates/helpers.go.
import type { CertificateRequest } from '../../../../model/x509/certificate-request.ts'

const NODES = 'subject organization is not system:nodes'
const NAME = 'subject common name does not begin with system:node:'

const CLIENT = ['client auth', 'digital signature', 'key encipherment']
const SERVING = ['digital signature', 'key encipherment', 'server auth']

/** What is wrong with a request for a kubelet's client certificate; undefined when nothing is. */
export function kubeletClientProblem(asked: CertificateRequest, usages: readonly string[]): string | undefined {
  if (!isOfNodes(asked)) return NODES
  if (asked.dnsNames.length > 0) return 'DNS subjectAltNames are not allowed'
  if (asked.emailAddresses.length > 0) return 'Email subjectAltNames are not allowed'
  if (asked.ipAddresses.length > 0) return 'IP subjectAltNames are not allowed'
  if (asked.uris.length > 0) return 'URI subjectAltNames are not allowed'
  return usagesProblem(usages, CLIENT) ?? nameProblem(asked)
}

/** What is wrong with a request for a kubelet's serving certificate; undefined when nothing is. */
export function kubeletServingProblem(asked: CertificateRequest, usages: readonly string[]): string | undefined {
  if (!isOfNodes(asked)) return NODES
  if (asked.dnsNames.length === 0 && asked.ipAddresses.length === 0) return 'DNS or IP subjectAltName is required'
  if (asked.emailAddresses.length > 0) return 'Email subjectAltNames are not allowed'
  if (asked.uris.length > 0) return 'URI subjectAltNames are not allowed'
  return usagesProblem(usages, SERVING) ?? nameProblem(asked)
}

const isOfNodes = ({ organization }: CertificateRequest): boolean =>
  organization.length === 1 && organization[0] === 'system:nodes'

const nameProblem = ({ commonName }: CertificateRequest): string | undefined =>
  commonName.startsWith('system:node:') ? undefined : NAME

/** Key encipherment is for RSA keys only and may be left out. */
function usagesProblem(usages: readonly string[], wanted: readonly string[]): string | undefined {
  const asked = new Set(usages)
  const required = asked.has('key encipherment') ? wanted : wanted.filter((usage) => usage !== 'key encipherment')
  const same = asked.size === required.length && required.every((usage) => asked.has(usage))
  return same ? undefined : `usages did not match [${wanted.join(' ')}]`
}
