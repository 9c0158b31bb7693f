// Deletes certificate signing requests that are done or that nobody answers: looks every hour since it began, while there are any; what
// is refused waits for the next look.
// Upstream: pkg/controller/certificates/cleaner/cleaner.go.
import type { CertificateSigningRequest } from '../../../generated/api/certificates.v1.ts'
import { parseTime } from '../../../model/time.ts'
import { endOfCertificate } from '../../../model/x509/certificates.ts'
import { nextPemBlock } from '../../../model/x509/pem.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Timer } from '../../engine/clock.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'

const REQUESTS = 'certificatesigningrequests.certificates.k8s.io'
const HOUR_MS = 3_600_000
const PENDING_MS = 24 * HOUR_MS

/** certificatesigningrequest-cleaner-controller. */
export const controller: Controller = {
  name: 'certificatesigningrequest-cleaner-controller',
  wakesOn: [REQUESTS],
  start,
}

function isOver({ metadata, status }: CertificateSigningRequest, now: number): boolean {
  const olderThan = (time: string | null | undefined, age: number): boolean => !!time && now - parseTime(time) > age
  const conditions = status.conditions ?? []
  if (conditions.length === 0) return olderThan(metadata.creationTimestamp, PENDING_MS)
  return conditions.some(({ type, lastUpdateTime }) => {
    if (type !== 'Approved' && type !== 'Denied' && type !== 'Failed') return false
    if (type === 'Approved' && isExpired(status.certificate, now)) return true
    const age = type === 'Approved' && !status.certificate ? PENDING_MS : HOUR_MS
    return olderThan(lastUpdateTime, age)
  })
}

/** Whether the first certificate has ended. */
function isExpired(certificate: string | undefined, now: number): boolean {
  if (!certificate) return false
  const block = nextPemBlock(Buffer.from(certificate, 'base64').toString())?.block
  return block !== undefined && endOfCertificate(block.bytes) < now
}

function start(environment: Environment): Running {
  const { clock, begun } = environment
  const client = controllerClient(environment, 'certificate-controller')
  const informers = environment.informers()
  let timer: Timer | undefined
  const schedule = (): void => {
    timer ??= clock.at(begun + (Math.floor((clock.now() - begun) / HOUR_MS) + 1) * HOUR_MS, () => {
      timer = undefined
      for (const request of client.lister.list<CertificateSigningRequest>(REQUESTS))
        if (isOver(request, clock.now())) client.delete(REQUESTS, '', request.metadata.name ?? '')
      if (client.lister.list(REQUESTS).length > 0) schedule()
    })
  }
  informers.on<CertificateSigningRequest>(REQUESTS, { add: schedule })
  return {
    stop() {
      informers.stop()
      timer?.cancel()
    },
  }
}
