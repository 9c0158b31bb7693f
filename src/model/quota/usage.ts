// All rules of quotas together, and how much of a quota a namespace uses. Upstream: CalculateUsage in
// apiserver/pkg/quota/v1/resources.go, pkg/quota/v1/evaluator/core/registry.go, pkg/quota/v1/install/registry.go.
import type { ResourceQuota } from '../../generated/api/core.v1.ts'
import { zeroQuantity } from '../quantity.ts'
import { addQuantities, type Quantities } from '../resource-list.ts'
import { type Counted, objectCount, type QuotaEvaluator, scopeSelectorsOf } from './evaluator.ts'
import { podQuota } from './pods.ts'
import { resourceClaimQuota } from './resource-claims.ts'
import { claimQuota, serviceQuota } from './storage-and-services.ts'

const special: readonly QuotaEvaluator<never>[] = [podQuota, serviceQuota, claimQuota, resourceClaimQuota]

/** By resource. */
const evaluators = new Map<string, QuotaEvaluator>([
  ...special.map((evaluator): [string, QuotaEvaluator] => [evaluator.resource, evaluator as unknown as QuotaEvaluator]),
  ...['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'].map((resource): [string, QuotaEvaluator] => [
    resource,
    objectCount(resource, resource),
  ]),
])

/** Those of resources that are only counted, as they were first asked for: whether anybody serves them is not said here. */
const counts = new Map<string, QuotaEvaluator>()

/** What no quota counts. */
export const ignoredByQuota: ReadonlySet<string> = new Set([
  'bindings',
  'componentstatuses',
  'tokenreviews.authentication.k8s.io',
  'selfsubjectreviews.authentication.k8s.io',
  'subjectaccessreviews.authorization.k8s.io',
  'selfsubjectaccessreviews.authorization.k8s.io',
  'localsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
  'events',
  'events.events.k8s.io',
])

/** The rules of a resource. */
export function quotaEvaluator(resource: string): QuotaEvaluator {
  let evaluator = evaluators.get(resource) ?? counts.get(resource)
  if (evaluator === undefined) {
    evaluator = objectCount(resource)
    counts.set(resource, evaluator)
  }
  return evaluator
}

const COUNT = 'count/'

/** The rules that a quota of these names is about. `exists` says whether a resource is served. */
export function evaluatorsFor(names: readonly string[], exists: (resource: string) => boolean): QuotaEvaluator[] {
  const found = new Set<QuotaEvaluator>()
  for (const evaluator of evaluators.values()) if (evaluator.matchingResources(names).length > 0) found.add(evaluator)
  for (const name of names) {
    if (!name.startsWith(COUNT)) continue
    const resource = name.slice(COUNT.length)
    if (exists(resource) && !ignoredByQuota.has(resource)) found.add(quotaEvaluator(resource))
  }
  return [...found]
}

/** What a quota's namespace uses of it; names that nothing knows are left out. `list` gives the namespace's objects. */
export function quotaUsage(
  quota: ResourceQuota,
  list: (resource: string) => readonly Counted[],
  exists: (resource: string) => boolean,
  now: number,
): Quantities {
  const names = Object.keys(quota.spec.hard ?? {})
  const selectors = scopeSelectorsOf(quota)
  const used: Quantities = {}
  for (const evaluator of evaluatorsFor(names, exists)) {
    const total: Quantities = {}
    for (const object of list(evaluator.resource)) {
      if (selectors.every((selector) => evaluator.matchesScope(selector, object)))
        addQuantities(total, evaluator.usage(object, now))
    }
    for (const name of evaluator.matchingResources(names)) addQuantities(used, { [name]: total[name] ?? zeroQuantity })
  }
  return used
}
