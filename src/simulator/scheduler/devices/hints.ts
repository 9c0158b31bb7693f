// Which changes may let a pod in that DynamicResources refused. Upstream: EventsToRegister and the isSchedulableAfter…
// functions in pkg/scheduler/framework/plugins/dynamicresources/dynamicresources.go.
import type { ResourceClaim } from '../../../generated/api/resource.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import type { EventRegistration, Handle, Pod } from '../contract.ts'
import { resourceClaimsOf } from './pod-claims.ts'

/** What the plugin waits for. */
export function deviceEvents({ client: { lister } }: Handle): readonly EventRegistration[] {
  return [
    { resource: 'nodes', actions: ['Add', 'UpdateNodeLabel', 'UpdateNodeAllocatable'] },
    {
      resource: 'resourceclaims.resource.k8s.io',
      actions: ['Add', 'Update'],
      hint: (pod, old, next) =>
        claimHelps(resourceClaimsOf(lister, pod), old as ResourceClaim | undefined, next as ResourceClaim | undefined),
    },
    {
      resource: 'pods',
      actions: ['UpdatePodGeneratedResourceClaim'],
      hint: (pod, _old, next) =>
        pod.metadata.uid === next?.metadata.uid && !('refused' in resourceClaimsOf(lister, next as Pod)),
    },
    { resource: 'deviceclasses.resource.k8s.io', actions: ['Add', 'Update'] },
    { resource: 'resourceslices.resource.k8s.io', actions: ['Add', 'Update'] },
  ]
}

function claimHelps(
  claims: ResourceClaim[] | { readonly refused: string },
  old: ResourceClaim | undefined,
  next: ResourceClaim | undefined,
): boolean {
  if ('refused' in claims) return false
  const freed = old?.status.allocation !== undefined && next?.status.allocation === undefined
  if (freed) return true
  if (next === undefined || !claims.some(({ metadata }) => metadata.uid === next.metadata.uid)) return false
  return old === undefined || !deepEqual(old.status, next.status)
}
