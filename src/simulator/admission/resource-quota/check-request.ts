// What each quota would stand at after a request, or the refusal. Upstream: CheckRequest in
// apiserver/pkg/admission/plugin/resourcequota/controller.go (without limited resources, which a server must be configured for).
import type { ResourceQuota } from '../../../generated/api/core.v1.ts'
import {
  addQuantity,
  compareQuantity,
  formatQuantity,
  isZero,
  subQuantity,
  zeroQuantity,
} from '../../../model/quantity.ts'
import { type QuotaEvaluator, scopeSelectorsOf } from '../../../model/quota/evaluator.ts'
import { quotaEvaluator } from '../../../model/quota/usage.ts'
import { type Quantities, quantitiesOf } from '../../../model/resource-list.ts'
import type { KubeObject } from '../../api/types.ts'
import type { AdmissionAttributes } from '../contract.ts'
import { refuse } from '../lib/refuse.ts'

/** The usage to be written, by quota; quotas that the request does not touch are left out. */
export function checkRequest(
  quotas: readonly ResourceQuota[],
  attributes: AdmissionAttributes,
  now: number,
): ReadonlyMap<ResourceQuota, Quantities> {
  const evaluator = quotaEvaluator(attributes.resource.key)
  const object = attributes.object!
  const interesting = quotas.filter((quota) => concerns(evaluator, quota, object, attributes))
  if (interesting.length === 0) return new Map()
  const usage = evaluator.usage(object, now)
  const { oldObject: old } = attributes
  const before = attributes.operation === 'UPDATE' && old?.metadata.resourceVersion ? old : undefined
  const change = before === undefined ? usage : growth(usage, evaluator.usage(before, now))
  const result = new Map<ResourceQuota, Quantities>()
  for (const quota of interesting) {
    const counted = before !== undefined && isCountedBy(evaluator, quota, before)
    const requested = withoutZeros(counted || before === undefined ? change : usage, quota.status.hard ?? {})
    if (requested === undefined) continue
    result.set(quota, charge(quota, requested, attributes))
  }
  return result
}

function isCountedBy(evaluator: QuotaEvaluator, quota: ResourceQuota, object: KubeObject): boolean {
  return (
    evaluator.matchingResources(Object.keys(quota.status.hard ?? {})).length > 0 &&
    scopeSelectorsOf(quota).every((selector) => evaluator.matchesScope(selector, object))
  )
}

/** Whether the quota counts the object; refuses what it could not count. */
function concerns(
  evaluator: QuotaEvaluator,
  quota: ResourceQuota,
  object: KubeObject,
  attributes: AdmissionAttributes,
): boolean {
  if (!isCountedBy(evaluator, quota, object)) return false
  const { name = '' } = quota.metadata
  const restricted = evaluator.matchingResources(Object.keys(quota.status.hard ?? {}))
  const problem = evaluator.constraints?.(restricted, object)
  if (problem !== undefined) throw refuse(attributes, `failed quota: ${name}: ${problem}`)
  if (restricted.some((resource) => quota.status.used?.[resource] === undefined))
    throw refuse(attributes, `status unknown for quota: ${name}, resources: ${restricted.sort().join(',')}`)
  return true
}

/** How much more is used than before, never less. */
function growth(usage: Quantities, before: Quantities): Quantities {
  const change: Quantities = {}
  for (const name in usage) {
    const more = before[name] === undefined ? usage[name]! : subQuantity(usage[name]!, before[name])
    change[name] = compareQuantity(more, zeroQuantity) > 0 ? more : zeroQuantity
  }
  return change
}

/** What of the change the quota is about; undefined when the whole change is nothing. */
function withoutZeros(change: Quantities, hard: Readonly<Record<string, string>>): Quantities | undefined {
  let any = false
  const left: Quantities = {}
  for (const name in change) {
    if (isZero(change[name]!)) continue
    any = true
    if (hard[name] !== undefined) left[name] = change[name]!
  }
  return any ? left : undefined
}

/** The quota's usage with the request; refuses what exceeds it. Statuses may exceed: they tell what is. */
function charge(
  { metadata, status }: ResourceQuota,
  requested: Quantities,
  attributes: AdmissionAttributes,
): Quantities {
  const used = quantitiesOf(status.used)
  const hard = quantitiesOf(status.hard)
  const after = { ...used }
  for (const name in requested) {
    const known = used[name]
    after[name] = known === undefined ? requested[name]! : addQuantity(known, requested[name]!)
  }
  if (attributes.subresource === 'status') return after
  const exceeded = Object.keys(requested).filter((name) => compareQuantity(after[name]!, hard[name]!) > 0)
  if (exceeded.length === 0) return after
  exceeded.sort()
  const text = (list: Quantities): string =>
    exceeded
      .filter((name) => list[name] !== undefined)
      .map((name) => `${name}=${formatQuantity(list[name]!)}`)
      .join(',')
  const amounts = `requested: ${text(requested)}, used: ${text(used)}, limited: ${text(hard)}`
  throw refuse(attributes, `exceeded quota: ${metadata.name}, ${amounts}`)
}
