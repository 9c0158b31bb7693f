// What counts against quotas, by resource: each kind of object says which names of a quota concern it, what it uses, and which
// scopes it falls into. Upstream: apiserver/pkg/quota/v1/{interfaces,resources}.go and generic/evaluator.go.
import type { ResourceQuota, ScopedResourceSelectorRequirement } from '../../generated/api/core.v1.ts'
import type { ObjectMeta } from '../../generated/api/meta.v1.ts'
import { mustParseQuantity, type Quantity } from '../quantity.ts'
import type { Quantities } from '../resource-list.ts'

/** Any object. */
export interface Counted {
  readonly metadata: ObjectMeta
}

/** How a write reaches admission. */
export interface QuotaOperation<T extends Counted = Counted> {
  readonly operation: string
  readonly subresource: string
  readonly object: T
  readonly old: T | undefined
}

/** The rules of one resource. */
export interface QuotaEvaluator<T extends Counted = Counted> {
  /** The resource's key: `pods`, `deployments.apps`. */
  readonly resource: string
  /** Which of a quota's names concern the resource. */
  matchingResources(names: readonly string[]): string[]
  /** Whether a write may change what is used. */
  handles(operation: QuotaOperation<T>): boolean
  /** Whether an update that was stored may free something. */
  frees?(object: T, old: T): boolean
  matchesScope(selector: ScopedResourceSelectorRequirement, object: T): boolean
  /** What is used; `now` in epoch milliseconds. */
  usage(object: T, now: number): Quantities
  /** Why an object cannot be counted under quotas of these names. */
  constraints?(required: readonly string[], object: T): string | undefined
}

/** One of something. */
export const ONE: Quantity = mustParseQuantity('1')

/** Objects of most resources are only counted, under `count/<resource>` and for a few an older name besides. */
export function objectCount(resource: string, alias?: string): QuotaEvaluator {
  const names = alias === undefined ? [`count/${resource}`] : [`count/${resource}`, alias]
  const usage: Quantities = Object.fromEntries(names.map((name) => [name, ONE]))
  return {
    resource,
    matchingResources: (asked) => asked.filter((name) => names.includes(name)),
    handles: ({ operation, subresource }) => operation === 'CREATE' && subresource === '',
    matchesScope: () => false,
    usage: () => usage,
  }
}

/** The conditions under which a quota counts an object: its scopes, then its scope selector. */
export const scopeSelectorsOf = ({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] => [
  ...(spec.scopes ?? []).map((scopeName) => ({ scopeName, operator: 'Exists' })),
  ...(spec.scopeSelector?.matchExpressions ?? []),
]

/** Whether a value satisfies a scope's selector; undefined stands for none. */
export function matchesScopeValue(
  { operator, values = [] }: ScopedResourceSelectorRequirement,
  value: string | undefined,
): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    default:
      return value === undefined
  }
}
