// The ResourceClaims of a pod: named in its spec, or made for it from a template.
// Upstream: foreachPodResourceClaim in pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go and
// staging/src/k8s.io/dynamic-resource-allocation/resourceclaim.
import type { ResourceClaim } from '../../../generated/api/resource.v1.ts'
import type { Lister } from '../../api/types.ts'
import type { Pod } from '../contract.ts'

/** So many pods (or groups) may share a claim. */
const MAX_CONSUMERS = 256

/** The claims; or why the pod cannot be placed with them. */
export function resourceClaimsOf(lister: Lister, pod: Pod): ResourceClaim[] | { readonly refused: string } {
  const { namespace = '', name: podName } = pod.metadata
  const claims: ResourceClaim[] = []
  for (const { name, resourceClaimName, resourceClaimTemplateName } of pod.spec.resourceClaims ?? []) {
    const made = pod.status.resourceClaimStatuses?.find((status) => status.name === name)
    if (resourceClaimName === undefined && resourceClaimTemplateName !== undefined && made === undefined) {
      return { refused: `pod "${namespace}/${podName}": ResourceClaim not created yet` }
    }
    const claimName = resourceClaimName ?? made?.resourceClaimName
    if (claimName === undefined) continue
    const claim = lister.get<ResourceClaim>('resourceclaims.resource.k8s.io', namespace, claimName)
    if (claim === undefined) return { refused: `could not find ResourceClaim "${namespace}/${claimName}"` }
    if (claim.metadata.deletionTimestamp !== undefined)
      return { refused: `resourceclaim "${claimName}" is being deleted` }
    if (resourceClaimName === undefined && !isMadeFor(pod, claim)) {
      const which = `ResourceClaim ${namespace}/${claimName}`
      return { refused: `${which} was not created for Pod ${namespace}/${podName} (Pod is not owner)` }
    }
    claims.push(claim)
  }
  return claims
}

const isMadeFor = ({ metadata }: Pod, claim: ResourceClaim): boolean =>
  claim.metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === metadata.uid) === true

/** Whether the claim is reserved for the pod. */
export const isReservedFor = ({ metadata }: Pod, { status }: ResourceClaim): boolean =>
  (status.reservedFor ?? []).some(({ uid }) => uid === metadata.uid)

/** Whether one more may use the claim. */
export const canBeReserved = ({ status }: ResourceClaim): boolean => (status.reservedFor ?? []).length < MAX_CONSUMERS
