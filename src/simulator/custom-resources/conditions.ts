// Conditions of definitions. Upstream: SetCRDCondition in apiextensions-apiserver/pkg/apihelpers/helpers.go.
import type { CustomResourceDefinitionCondition } from '../../generated/api/apiextensions.v1.ts'

/** A condition as it should be. */
export type Condition = Omit<CustomResourceDefinitionCondition, 'lastTransitionTime'>

/** Conditions set as they should be; one whose status stays keeps its time. */
export function withConditions(
  before: readonly CustomResourceDefinitionCondition[] | null | undefined,
  wanted: readonly Condition[],
  now: string,
): CustomResourceDefinitionCondition[] {
  const conditions = [...(before ?? [])]
  for (const condition of wanted) {
    const at = conditions.findIndex(({ type }) => type === condition.type)
    const old = conditions[at]
    const { type, status, ...rest } = condition
    const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? now) : now
    const next = { type, status, lastTransitionTime, ...rest }
    if (at < 0) conditions.push(next)
    else conditions[at] = next
  }
  return conditions
}
