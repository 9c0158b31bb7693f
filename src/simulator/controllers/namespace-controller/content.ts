// Deletes what a namespace holds and counts what remains: pods first, everything else once they are gone.
// Upstream: pkg/controller/namespace/deletion/namespaced_resources_deleter.go.
import type { Namespace, Pod } from '../../../generated/api/core.v1.ts'
import { parseTime } from '../../../model/time.ts'
import type { KubeObject, ResourceKey } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'

/** What one round of deleting came to. */
export interface Outcome {
  /** How many objects are left, by resource as messages name it: `pods.`, `deployments.apps`. */
  readonly remaining: ReadonlyMap<string, number>
  readonly finalizers: ReadonlyMap<string, number>
  readonly errors: readonly string[]
  /** Seconds after which another look is worth while; 0 when nothing is left. */
  readonly estimateSeconds: number
}

const FINALIZER_ESTIMATE_SECONDS = 15
const BACKGROUND = { propagationPolicy: 'Background' } as const

/** One round. */
export function deleteContent(client: Client, namespace: Namespace, now: number): Outcome {
  const { name = '', deletionTimestamp } = namespace.metadata
  const remaining = new Map<string, number>()
  const finalizers = new Map<string, number>()
  const errors: string[] = []
  let estimateSeconds = 0
  const empty = (resource: ResourceKey): number => {
    const estimate = resource === 'pods' ? podsEstimate(client, name, deletionTimestamp ?? '', now) : 0
    const refused = removeAll(client, resource, name)
    if (refused !== undefined) {
      errors.push(refused)
      estimateSeconds = Math.max(estimateSeconds, estimate)
      return 0
    }
    const left = client.lister.list<KubeObject>(resource, name)
    if (left.length === 0) return 0
    remaining.set(resource.includes('.') ? resource : `${resource}.`, left.length)
    for (const { metadata } of left) {
      for (const finalizer of metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1)
    }
    const held = left.some(({ metadata }) => (metadata.finalizers ?? []).length > 0)
    if (estimate === 0 && !held) errors.push(unexpected(name, resource, left[0]!))
    estimateSeconds = Math.max(estimateSeconds, estimate || (held ? FINALIZER_ESTIMATE_SECONDS : 0))
    return left.length
  }
  const podsLeft = empty('pods')
  if (podsLeft > 0) return { remaining: new Map(), finalizers: new Map(), errors, estimateSeconds }
  for (const resource of client.resourcesIn(name)) if (resource !== 'pods') empty(resource)
  return { remaining, finalizers, errors, estimateSeconds }
}

/** Deletes what there is of a resource up to the first refusal, which is what deleting the collection is answered with. */
function removeAll(client: Client, resource: ResourceKey, namespace: string): string | undefined {
  for (const { metadata } of client.lister.list<KubeObject>(resource, namespace)) {
    if (metadata.deletionTimestamp !== undefined && resource !== 'pods') continue
    const { ok, ...result } = client.delete(resource, namespace, metadata.name ?? '', BACKGROUND)
    if (ok || !('status' in result)) continue
    const { code, message = '' } = result.status
    if (code !== 404 && code !== 409) return message
  }
  return undefined
}

/** What is said of objects that no finalizer holds and no grace period either. */
function unexpected(namespace: string, resource: ResourceKey, object: KubeObject): string {
  const { apiVersion = 'v1' } = object
  const [plural = ''] = resource.split('.')
  const version = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`
  return `unexpected items still remain in namespace: ${namespace} for gvr: ${version}, Resource=${plural}`
}

/** How long the slowest pod may still take, counted from the deletion of the namespace. */
function podsEstimate(client: Client, namespace: string, deletedAt: string, now: number): number {
  let longest = 0
  for (const { spec, status } of client.lister.list<Pod>('pods', namespace)) {
    if (status.phase === 'Succeeded' || status.phase === 'Failed') continue
    longest = Math.max(longest, spec.terminationGracePeriodSeconds ?? 0)
  }
  const passed = deletedAt === '' ? 0 : Math.trunc((now - parseTime(deletedAt)) / 1000)
  return passed < longest ? longest : 0
}
