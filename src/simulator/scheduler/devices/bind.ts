// Writes what was decided into a claim: its allocation, and for whom it is reserved; and takes it back.
// Upstream: bindClaim, Unreserve and PostFilter in pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import type { AllocationResult, ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { formatTime } from '../../../model/time.ts'
import type { Client } from '../../client/client.ts'
import type { Handle, Pod } from '../contract.ts'
import type { Features } from './features.ts'
import { isReservedFor } from './pod-claims.ts'
import { keyOf } from './requests.ts'

const CLAIMS = 'resourceclaims.resource.k8s.io'
const FINALIZER = 'resource.kubernetes.io/delete-protection'

/** The claim as it is now. */
export const claimNow = (
  client: Client,
  { metadata: { namespace = '', name = '' } }: ResourceClaim,
): ResourceClaim | undefined => client.lister.get<ResourceClaim>(CLAIMS, namespace, name)

/** Allocates (when there is something to) and reserves a claim for a pod; the error's text when that is refused. */
export function reserveClaim(
  { client, environment }: Handle,
  pod: Pod,
  known: ResourceClaim,
  allocation: AllocationResult | undefined,
  { bindingConditions }: Features,
): ResourceClaim | string {
  let claim = claimNow(client, known)
  const where = `claim ${keyOf(known)}`
  const what = allocation === undefined ? 'add reservation' : 'add allocation and reservation'
  if (claim === undefined) {
    const isProtected = allocation === undefined || known.metadata.finalizers?.includes(FINALIZER) === true
    return `${isProtected ? what : 'add finalizer'} to ${where}: resourceclaims.resource.k8s.io "${known.metadata.name}" not found`
  }
  if (isReservedFor(pod, claim)) return claim
  if (claim.metadata.deletionTimestamp !== undefined) return `${where} got deleted in the meantime`
  if (allocation !== undefined) {
    if (claim.status.allocation !== undefined) return `${where} got allocated elsewhere in the meantime`
    const protectedClaim = withFinalizer(client, claim)
    if (typeof protectedClaim === 'string') return `add finalizer to ${where}: ${protectedClaim}`
    claim = protectedClaim
  }
  const decided = allocation ?? claim.status.allocation
  if (decided === undefined) return `${where} got deallocated elsewhere in the meantime`
  const allocationTimestamp = decided.allocationTimestamp ?? formatTime(environment.clock.now())
  const consumer = { resource: 'pods', name: pod.metadata.name ?? '', uid: pod.metadata.uid ?? '' }
  const written = client.updateStatus(CLAIMS, {
    ...claim,
    status: {
      ...claim.status,
      allocation: { ...(bindingConditions ? { allocationTimestamp } : {}), ...decided },
      reservedFor: [...(claim.status.reservedFor ?? []), consumer],
    },
  })
  return written.ok ? written.object : `${what} to ${where}: ${written.status.message}`
}

function withFinalizer(client: Client, claim: ResourceClaim): ResourceClaim | string {
  const { finalizers = [] } = claim.metadata
  if (finalizers.includes(FINALIZER)) return claim
  const metadata = { ...claim.metadata, finalizers: [...finalizers, FINALIZER] }
  const written = client.update<ResourceClaim>(CLAIMS, { ...claim, metadata })
  return written.ok ? written.object : (written.status.message ?? '')
}

/** The pod does not use the claim after all. */
export function unreserveClaim(client: Client, pod: Pod, known: ResourceClaim): void {
  const claim = claimNow(client, known)
  if (claim?.status.allocation === undefined || !isReservedFor(pod, claim)) return
  const { reservedFor = [], ...status } = claim.status
  const others = reservedFor.filter(({ uid }) => uid !== pod.metadata.uid)
  client.updateStatus(CLAIMS, {
    ...claim,
    status: { ...status, ...(others.length > 0 ? { reservedFor: others } : {}) },
  })
}

/** Gives a claim's devices back; the error's text when that is refused. */
export function deallocate(client: Client, claim: ResourceClaim): string | undefined {
  const { allocation: _, reservedFor: __, devices: ___, ...rest } = claim.status
  const written = client.updateStatus(CLAIMS, { ...claim, status: rest })
  return written.ok ? undefined : written.status.message
}

/** Writes a claim that was made for a pod's extended resources; the error's text when that is refused. */
export function createClaim(client: Client, made: ResourceClaim): ResourceClaim | string {
  const { name: _, uid: __, ...metadata } = made.metadata
  const written = client.create<ResourceClaim>(CLAIMS, { ...made, metadata })
  return written.ok
    ? written.object
    : `create claim for extended resources ${metadata.namespace}/: ${written.status.message}`
}

/** Deletes such a claim, which nothing protects any more; the error's text when that is refused. */
export function deleteClaim(client: Client, known: ResourceClaim): string | undefined {
  const { finalizers = [], ...metadata } = (claimNow(client, known) ?? known).metadata
  const others = finalizers.filter((finalizer) => finalizer !== FINALIZER)
  const claim = {
    ...(claimNow(client, known) ?? known),
    metadata: { ...metadata, ...(others.length > 0 ? { finalizers: others } : {}) },
  }
  const written = client.update<ResourceClaim>(CLAIMS, claim)
  if (!written.ok) return `update resourceclaim ${keyOf(known)}: ${written.status.message}`
  const gone = client.delete(CLAIMS, metadata.namespace ?? '', metadata.name ?? '')
  return gone.ok ? undefined : gone.status.message
}

/** Tells in the pod's status which claim serves its extended resources; the error's text when that is refused. */
export function reportExtendedClaim(
  client: Client,
  { metadata: { namespace = '', name = '', uid } }: Pod,
  claim: ResourceClaim,
  requestMappings: readonly object[],
): string | undefined {
  if (requestMappings.length === 0) {
    return `nil or empty request mappings, no update of pod ${namespace}/${name} ExtendedResourceClaimStatus`
  }
  const extendedResourceClaimStatus = { requestMappings, resourceClaimName: claim.metadata.name }
  const body = { metadata: { uid }, status: { extendedResourceClaimStatus } }
  const type = 'application/strategic-merge-patch+json'
  const written = client.patch('pods', namespace, name, type, body, 'status')
  return written.ok
    ? undefined
    : `update pod ${namespace}/${name} ExtendedResourceClaimStatus: ${written.status.message}`
}
