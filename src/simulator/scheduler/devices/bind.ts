// Writes what was decided into a claim: its allocation, and for whom it is reserved; and takes it back.
// Upstream: bindClaim, Unreserve and PostFilter in pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import type { AllocationResult, ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { Handle, Pod } from '../contract.ts'
import { isReservedFor } from './pod-claims.ts'

const CLAIMS = 'resourceclaims.resource.k8s.io'
const FINALIZER = 'resource.kubernetes.io/delete-protection'

/** Allocates (when there is something to) and reserves a claim for a pod; the error's text when that is refused. */
export function reserveClaim(
  { client, environment }: Handle,
  pod: Pod,
  namespace: string,
  name: string,
  allocation: AllocationResult | undefined,
): string | undefined {
  let claim = client.lister.get<ResourceClaim>(CLAIMS, namespace, name)
  const where = `claim ${namespace}/${name}`
  if (claim === undefined) return `resourceclaims.resource.k8s.io "${name}" not found`
  if (isReservedFor(pod, claim)) return undefined
  if (claim.metadata.deletionTimestamp !== undefined) return `${where} got deleted in the meantime`
  if (allocation !== undefined) {
    if (claim.status.allocation !== undefined) return `${where} got allocated elsewhere in the meantime`
    const protectedClaim = withFinalizer(client, claim)
    if (typeof protectedClaim === 'string') return `add finalizer to ${where}: ${protectedClaim}`
    claim = protectedClaim
  }
  const decided = allocation ?? claim.status.allocation
  if (decided === undefined) return `${where} got deallocated elsewhere in the meantime`
  const consumer = { resource: 'pods', name: pod.metadata.name ?? '', uid: pod.metadata.uid ?? '' }
  const written = client.updateStatus(CLAIMS, {
    ...claim,
    status: {
      ...claim.status,
      allocation: { allocationTimestamp: formatTime(environment.clock.now()), ...decided },
      reservedFor: [...(claim.status.reservedFor ?? []), consumer],
    },
  })
  if (written.ok) return undefined
  const what = allocation === undefined ? 'add reservation' : 'add allocation and reservation'
  return `${what} to ${where}: ${written.status.message}`
}

function withFinalizer(client: Client, claim: ResourceClaim): ResourceClaim | string {
  const { finalizers = [] } = claim.metadata
  if (finalizers.includes(FINALIZER)) return claim
  const metadata = { ...claim.metadata, finalizers: [...finalizers, FINALIZER] }
  const written = client.update<ResourceClaim>(CLAIMS, { ...claim, metadata })
  return written.ok ? written.object : (written.status.message ?? '')
}

/** The pod does not use the claim after all. */
export function unreserveClaim(client: Client, pod: Pod, { metadata }: ResourceClaim): void {
  const claim = client.lister.get<ResourceClaim>(CLAIMS, metadata.namespace ?? '', metadata.name ?? '')
  if (claim?.status.allocation === undefined || !isReservedFor(pod, claim)) return
  const reservedFor = (claim.status.reservedFor ?? []).filter(({ uid }) => uid !== pod.metadata.uid)
  client.updateStatus(CLAIMS, { ...claim, status: { ...claim.status, reservedFor } })
}

/** Gives a claim's devices back; the error's text when that is refused. */
export function deallocate(client: Client, claim: ResourceClaim): string | undefined {
  const { allocation: _, reservedFor: __, devices: ___, ...rest } = claim.status
  const written = client.updateStatus(CLAIMS, { ...claim, status: rest })
  return written.ok ? undefined : written.status.message
}
