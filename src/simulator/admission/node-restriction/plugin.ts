// NodeRestriction: a kubelet changes its own node, the pods on it, and little else. Off unless asked for, as in a kube-apiserver
// started without flags; what kubelets may read is the Node authorizer's. Upstream: plugin/pkg/admission/noderestriction/admission.go. Limit: pod certificate
// requests are not served here, and so not judged.

import { nodeIdentity } from '../../../model/node-identity.ts'
import { quote } from '../../../model/quote.ts'
import { parseCertificateRequest } from '../../../model/x509/certificate-request.ts'
import type { KubeObject } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from '../contract.ts'
import { refuse } from '../lib/refuse.ts'
import { admitClaimStatus } from './claim.ts'
import { admitNode } from './node.ts'
import { admitPod } from './pod.ts'
import { admitToken } from './token.ts'

const LEASES = 'kube-node-lease'
const KUBELET_SIGNERS: ReadonlySet<string> = new Set([
  'kubernetes.io/kubelet-serving',
  'kubernetes.io/kube-apiserver-client-kubelet',
])

type Admit = (node: string, attributes: AdmissionAttributes, context: AdmissionContext) => void

const BY_RESOURCE: ReadonlyMap<string, Admit> = new Map<string, Admit>([
  ['pods', admitPod],
  ['nodes', admitNode],
  ['persistentvolumeclaims', admitClaimStatus],
  ['serviceaccounts', admitToken],
  ['leases.coordination.k8s.io', admitLease],
  ['csinodes.storage.k8s.io', admitCsiNode],
  ['resourceslices.resource.k8s.io', admitSlice],
  ['certificatesigningrequests.certificates.k8s.io', admitCertificateRequest],
])

/** The NodeRestriction plugin. */
export const plugin: AdmissionPlugin = {
  name: 'NodeRestriction',
  handles: ({ operation, user }) => operation !== 'CONNECT' && nodeIdentity(user) !== undefined,
  admit(attributes, context) {
    const node = nodeIdentity(attributes.user)
    if (!node) throw refuse(attributes, `could not determine node from user ${quote(attributes.user.name)}`)
    BY_RESOURCE.get(attributes.resource.key)?.(node, attributes, context)
  },
}

const requestedName = ({ operation, name, object }: AdmissionAttributes): string =>
  operation === 'CREATE' ? (object?.metadata.name ?? '') : name

function admitLease(node: string, attributes: AdmissionAttributes): void {
  if (attributes.namespace !== LEASES) {
    throw refuse(attributes, `can only access leases in the ${quote(LEASES)} system namespace`)
  }
  if (requestedName(attributes) === node) return
  throw refuse(attributes, 'can only access node lease with the same name as the requesting node')
}

function admitCsiNode(node: string, attributes: AdmissionAttributes): void {
  if (requestedName(attributes) === node) return
  throw refuse(attributes, 'can only access CSINode with the same name as the requesting node')
}

function admitSlice(node: string, attributes: AdmissionAttributes): void {
  const { operation, object, oldObject } = attributes
  if (operation === 'UPDATE') return
  const slice = (operation === 'CREATE' ? object : oldObject) as
    | (KubeObject & { spec?: { nodeName?: string } })
    | undefined
  if (slice?.spec?.nodeName === node) return
  throw refuse(
    attributes,
    `can only ${operation.toLowerCase()} ResourceSlice with the same NodeName as the requesting node`,
  )
}

function admitCertificateRequest(node: string, attributes: AdmissionAttributes, { gates }: AdmissionContext): void {
  if (attributes.operation !== 'CREATE' || gates.enabled('AllowInsecureKubeletCertificateSigningRequests')) return
  const { spec } = attributes.object as KubeObject & { spec: { signerName?: string; request?: string } }
  if (!KUBELET_SIGNERS.has(spec.signerName ?? '')) return
  const request = parseCertificateRequest(Buffer.from(spec.request ?? '', 'base64').toString('latin1'))
  if ('error' in request) throw refuse(attributes, `unable to parse csr: ${request.error}`)
  if (request.commonName === `system:node:${node}`) return
  throw refuse(attributes, `can only create a node CSR with CN=system:node:${node}`)
}
