// What each of Kubernetes' own signers signs. Upstream: pkg/controller/certificates/signer/signer.go.
import type { CertificateRequest } from '../../../model/x509/certificate-request.ts'
import { kubeletClientProblem, kubeletServingProblem } from '../lib/certificates/kubelet.ts'

/** What a signer has against a request; undefined when it signs it. */
export type Signer = (asked: CertificateRequest, usages: readonly string[]) => string | undefined

/** The signers by name. */
export const signers: ReadonlyMap<string, Signer> = new Map<string, Signer>([
  ['kubernetes.io/kubelet-serving', kubeletServingProblem],
  ['kubernetes.io/kube-apiserver-client-kubelet', kubeletClientProblem],
  ['kubernetes.io/kube-apiserver-client', (_, usages) => clientProblem(usages)],
  ['kubernetes.io/legacy-unknown', () => undefined],
])

function clientProblem(usages: readonly string[]): string | undefined {
  const allowed = ['digital signature', 'key encipherment', 'client auth']
  const wrong = usages.find((usage) => !allowed.includes(usage))
  if (wrong !== undefined) return `invalid usage for client certificate: ${wrong}`
  return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth'
}
