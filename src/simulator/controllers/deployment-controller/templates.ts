// Telling templates apart: a ReplicaSet is of a Deployment's template when they are equal but for the hash label.
// Upstream: EqualIgnoreHash, FindNewReplicaSet, FindOldReplicaSets.
import type { Deployment, ReplicaSet } from '../../../generated/api/apps.v1.ts'
import type { PodTemplateSpec } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { byAge } from './replicas.ts'

/** The label that tells a ReplicaSet's pods from those of others. */
export const HASH_LABEL = 'pod-template-hash'

/** The template without its hash. */
export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { labels, ...metadata } = template.metadata ?? {}
  if (labels === undefined) return template
  const { [HASH_LABEL]: _, ...left } = labels
  return { ...template, metadata: { ...metadata, ...(Object.keys(left).length > 0 ? { labels: left } : {}) } }
}

/** Whether two templates differ in their hash at most. */
export function equalIgnoringHash(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  if (!deepEqual(a.spec, b.spec)) return false
  return deepEqual(withoutHash(a).metadata, withoutHash(b).metadata)
}

/** The oldest set of the Deployment's template, and all others. */
export function sortSets(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): { readonly newSet: ReplicaSet | undefined; readonly oldSets: ReplicaSet[] } {
  const sorted = [...sets].sort(byAge)
  const newSet = sorted.find((set) => equalIgnoringHash(set.spec.template, deployment.spec.template))
  return { newSet, oldSets: sorted.filter((set) => set !== newSet) }
}
