// Approves the client certificates of kubelets, where the requester may have them. Retries come after 200 ms, doubling to 1000 s, from
// the bucket of controllers, without end.
// Upstream: pkg/controller/certificates/approver/sarapprove.go, certificate_controller.go, pkg/apis/certificates/helpers.go.
import type { SubjectAccessReview } from '../../../generated/api/authorization.v1.ts'
import type { CertificateSigningRequest } from '../../../generated/api/certificates.v1.ts'
import { formatTime } from '../../../model/time.ts'
import { parseCertificateRequest } from '../../../model/x509/certificate-request.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { kubeletClientProblem } from '../lib/certificates/kubelet.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const REQUESTS = 'certificatesigningrequests.certificates.k8s.io'
/** Who may not have a certificate yet is asked about again. */
const DELAYS = { baseMs: 200, maxMs: 1_000_000 }
const SIGNER = 'kubernetes.io/kube-apiserver-client-kubelet'

/** certificatesigningrequest-approving-controller. */
export const controller: Controller = {
  name: 'certificatesigningrequest-approving-controller',
  wakesOn: [REQUESTS],
  start,
}

function start(environment: Environment): Running {
  const client = controllerClient(environment, 'certificate-controller')
  const informers = environment.informers()
  const sync = (name: string): SyncResult => {
    const request = client.lister.get<CertificateSigningRequest>(REQUESTS, '', name)
    if (request === undefined || isDecided(request)) return undefined
    const approval = approvalOf(client, request)
    if (typeof approval !== 'object' || !('message' in approval)) return approval
    const { message } = approval
    const now = formatTime(environment.clock.now())
    const times = { lastUpdateTime: now, lastTransitionTime: now }
    const condition = { type: 'Approved', status: 'True', reason: 'AutoApproved', message, ...times }
    const conditions = [...(request.status.conditions ?? []), condition]
    const next = { ...request, status: { ...request.status, conditions } }
    const written = client.update<CertificateSigningRequest>(REQUESTS, next, 'approval')
    return written.ok || written.status.code === 404 ? undefined : 'retry'
  }
  const queue = new WorkQueue(environment.clock, sync, DELAYS)
  const enqueue = (request: CertificateSigningRequest): void => {
    if (!isDecided(request)) queue.add(request.metadata.name ?? '')
  }
  informers.on<CertificateSigningRequest>(REQUESTS, { add: enqueue, update: enqueue })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

const isDecided = ({ status }: CertificateSigningRequest): boolean =>
  !!status.certificate || status.conditions?.some(({ type }) => type === 'Approved' || type === 'Denied') === true

/** Why the request is approved; when it is not, whether its requester may yet be allowed to have it. */
function approvalOf(client: Client, request: CertificateSigningRequest): { readonly message: string } | SyncResult {
  const parsed = parseCertificateRequest(Buffer.from(request.spec.request ?? '', 'base64').toString())
  if ('error' in parsed) return 'retry'
  if (request.spec.signerName !== SIGNER) return undefined
  if (kubeletClientProblem(parsed, request.spec.usages ?? []) !== undefined) return undefined
  const own = request.spec.username === parsed.commonName
  if (own && mayCreate(client, request, 'selfnodeclient'))
    return { message: 'Auto approving self kubelet client certificate after SubjectAccessReview.' }
  if (mayCreate(client, request, 'nodeclient'))
    return { message: 'Auto approving kubelet client certificate after SubjectAccessReview.' }
  return 'retry'
}

function mayCreate(client: Client, { spec }: CertificateSigningRequest, subresource: string): boolean {
  const resourceAttributes = {
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    verb: 'create',
    version: '*',
    subresource,
  }
  const { username: user, uid, groups, extra } = spec
  const review = client.create<SubjectAccessReview>('subjectaccessreviews.authorization.k8s.io', {
    kind: 'SubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: {
      user,
      ...(uid ? { uid } : {}),
      ...(groups ? { groups } : {}),
      ...(extra ? { extra } : {}),
      resourceAttributes,
    },
    status: { allowed: false },
  })
  return review.ok && review.object.status.allowed
}
