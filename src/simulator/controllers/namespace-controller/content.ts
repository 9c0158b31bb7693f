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

/** One round. */
export function deleteContent(client: Client, namespace: Namespace, now: number): Outcome {
  const { name = '', deletionTimestamp } = namespace.metadata
  const remaining = new Map<string, number>()
  const finalizers = new Map<string, number>()
  const errors: string[] = []
  let estimateSeconds = 0
  const empty = (resource: ResourceKey): number => {
    const estimate = resource === 'pods' ? podsEstimate(client, name, deletionTimestamp ?? '', now) : 0
    for (const object of client.lister.list<KubeObject>(resource, name)) remove(client, resource, name, object, errors)
    const left = client.lister.list<KubeObject>(resource, name)
    if (left.length === 0) return 0
    remaining.set(resource.includes('.') ? resource : `${resource}.`, left.length)
    for (const { metadata } of left) {
      for (const finalizer of metadata.finalizers ?? []) finalizers.set(finalizer, (finalizers.get(finalizer) ?? 0) + 1)
    }
    estimateSeconds = Math.max(estimateSeconds, estimate || FINALIZER_ESTIMATE_SECONDS)
    return left.length
  }
  const podsLeft = empty('pods')
  if (podsLeft > 0) return { remaining: new Map(), finalizers: new Map(), errors, estimateSeconds }
  for (const resource of client.resourcesIn(name)) if (resource !== 'pods') empty(resource)
  return { remaining, finalizers, errors, estimateSeconds }
}

function remove(client: Client, resource: ResourceKey, namespace: string, object: KubeObject, errors: string[]): void {
  if (object.metadata.deletionTimestamp !== undefined && resource !== 'pods') return
  const result = client.delete(resource, namespace, object.metadata.name ?? '', { propagationPolicy: 'Background' })
  if (!result.ok && result.status.code !== 404 && result.status.code !== 409) errors.push(result.status.message ?? '')
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
