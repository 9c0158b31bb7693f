// How many pods a budget counts on: those its controllers want, or those it selects.
// Upstream: pkg/controller/disruption/disruption.go getExpectedPodCount, getExpectedScale and its finders.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import type { PodDisruptionBudget } from '../../../generated/api/policy.v1.ts'
import { controllerOf } from '../../../model/owner-references.ts'
import type { KubeObject } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import { scaled } from '../lib/int-or-percent.ts'
import { SyncError } from '../lib/sync-error.ts'

/** What a budget asks for. */
export interface Expectation {
  readonly expected: number
  readonly desired: number
  /** Pods nobody controls, where that matters. */
  readonly unmanaged: readonly string[]
}

interface Scaled extends KubeObject {
  readonly spec: { readonly replicas?: number }
}

/** Works out the numbers, or throws what is in the way. */
export function expectationOf(client: Client, { spec }: PodDisruptionBudget, pods: readonly Pod[]): Expectation {
  const { maxUnavailable, minAvailable } = spec
  if (maxUnavailable !== undefined) {
    const { expected, unmanaged } = expectedScale(client, pods)
    return { expected, desired: Math.max(0, expected - scaled(maxUnavailable, expected, true)), unmanaged }
  }
  if (typeof minAvailable === 'number') return { expected: pods.length, desired: minAvailable, unmanaged: [] }
  if (minAvailable === undefined) return { expected: 0, desired: 0, unmanaged: [] }
  const { expected, unmanaged } = expectedScale(client, pods)
  return { expected, desired: scaled(minAvailable, expected, true), unmanaged }
}

function expectedScale(client: Client, pods: readonly Pod[]): { expected: number; unmanaged: string[] } {
  const scales = new Map<string, number>()
  const unmanaged: string[] = []
  const seen = new Set<string>()
  for (const pod of pods) {
    const reference = controllerOf(pod)
    if (reference === undefined) {
      unmanaged.push(pod.metadata.name ?? '')
      continue
    }
    if (seen.has(reference.uid)) continue
    seen.add(reference.uid)
    const found = scaleOf(client, reference, pod)
    if (found === undefined) throw new SyncError(undefined, `found no controllers for pod "${pod.metadata.name}"`)
    scales.set(found.uid, found.scale)
  }
  return { expected: [...scales.values()].reduce((sum, scale) => sum + scale, 0), unmanaged }
}

function scaleOf(client: Client, reference: OwnerReference, { metadata }: Pod): { uid: string; scale: number } | undefined {
  const { apiVersion, kind, name, uid } = reference
  const resource = client.resourceOf(apiVersion, kind)
  if (resource === undefined) throw new SyncError(undefined, `no matches for kind "${kind}" in version "${apiVersion}"`)
  const namespace = metadata.namespace ?? ''
  const owner = client.lister.get<Scaled>(resource.key, namespace, name)
  if (owner === undefined || owner.metadata.uid !== uid) return undefined
  if (owner.spec?.replicas === undefined)
    throw new SyncError(undefined, `${resource.key} does not implement the scale subresource`)
  const above = resource.key === 'replicasets.apps' ? controllerOf(owner as unknown as ReplicaSet) : undefined
  if (above?.kind === 'Deployment') {
    const deployment = client.lister.get<Deployment>('deployments.apps', namespace, above.name)
    if (deployment?.metadata.uid !== above.uid) return undefined
    return { uid: above.uid, scale: deployment.spec.replicas ?? 1 }
  }
  return { uid, scale: owner.spec.replicas }
}
