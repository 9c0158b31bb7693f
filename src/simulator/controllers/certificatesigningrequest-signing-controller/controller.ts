// Signs approved certificate requests with the cluster's authority, or says why it will not. Retries come after 200 ms, doubling to
// 1000 s, from the bucket of controllers, without end.
// Upstream: pkg/controller/certificates/signer/signer.go, authority/policies.go, certificate_controller.go.
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
} from '../../../generated/api/certificates.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { ClusterAuthority } from '../../../model/x509/authority.ts'
import { type CertificateRequest, parseCertificateRequest } from '../../../model/x509/certificate-request.ts'
import { issueCertificate, unknownUsages } from '../../../model/x509/issue.ts'
import type { Random } from '../../api/types.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { signers } from './signers.ts'

const REQUESTS = 'certificatesigningrequests.certificates.k8s.io'
const DELAYS = { baseMs: 200, maxMs: 1_000_000 }
const SECOND_MS = 1000
const MINUTE_MS = 60_000
/** --cluster-signing-duration. */
const LONGEST_MS = 365 * 24 * 60 * MINUTE_MS
const SHORTEST_MS = 10 * MINUTE_MS
/** Certificates are valid from a little before now; long ones end so much earlier. */
const BACKDATE_MS = 5 * MINUTE_MS
const SHORT_MS = 8 * 60 * MINUTE_MS

/** certificatesigningrequest-signing-controller. */
export const controller: Controller = {
  name: 'certificatesigningrequest-signing-controller',
  wakesOn: [REQUESTS],
  start,
}

function start({ clock, random, ...environment }: Environment): Running {
  const client = controllerClient({ clock, random, ...environment }, 'certificate-controller')
  const informers = environment.informers()
  const sync = (name: string): SyncResult => {
    const request = client.lister.get<CertificateSigningRequest>(REQUESTS, '', name)
    if (request === undefined || !isWaiting(request)) return undefined
    const { signerName, usages = [] } = request.spec
    const signer = signers.get(signerName)
    if (signer === undefined) return undefined
    const asked = parseCertificateRequest(Buffer.from(request.spec.request ?? '', 'base64').toString())
    if ('error' in asked || asked.signatureProblem() !== undefined) return 'retry'
    const problem = signer(asked, usages ?? [])
    if (problem === undefined && unknownUsages(usages ?? []).length > 0) return 'retry'
    const status =
      problem === undefined
        ? { ...request.status, certificate: base64(signed(request, asked, environment.authority, random, clock.now())) }
        : { ...request.status, conditions: [...(request.status.conditions ?? []), failure(problem, clock.now())] }
    const written = client.updateStatus<CertificateSigningRequest>(REQUESTS, { ...request, status })
    return written.ok || written.status.code === 404 ? undefined : 'retry'
  }
  const queue = new WorkQueue(clock, sync, DELAYS)
  const enqueue = (request: CertificateSigningRequest): void => {
    if (isWaiting(request)) queue.add(request.metadata.name ?? '')
  }
  informers.on<CertificateSigningRequest>(REQUESTS, { add: enqueue, update: enqueue })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

/** Approved, neither denied nor failed, and without a certificate. */
function isWaiting({ status }: CertificateSigningRequest): boolean {
  const types = (status.conditions ?? []).map(({ type }) => type)
  return !status.certificate && types.includes('Approved') && !types.includes('Denied') && !types.includes('Failed')
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const failure = (message: string, now: number): CertificateSigningRequestCondition => ({
  type: 'Failed',
  status: 'True',
  reason: 'SignerValidationFailure',
  message,
  lastUpdateTime: formatTime(now),
  lastTransitionTime: null,
})

function signed(
  { spec }: CertificateSigningRequest,
  asked: CertificateRequest,
  authority: ClusterAuthority,
  random: Random,
  now: number,
): string {
  const wanted = spec.expirationSeconds === undefined ? LONGEST_MS : spec.expirationSeconds * SECOND_MS
  const lasts = Math.min(Math.max(wanted, SHORTEST_MS), LONGEST_MS)
  const end = now + lasts - (lasts < SHORT_MS ? 0 : BACKDATE_MS)
  return issueCertificate(authority.signer(), {
    serial: Buffer.from(random.uuid().replaceAll('-', ''), 'hex'),
    subject: asked.subject,
    publicKey: asked.publicKey,
    notBefore: now - BACKDATE_MS,
    notAfter: Math.min(end, authority.notAfter),
    usages: spec.usages ?? [],
    alternativeNames: asked.alternativeNames,
  })
}
