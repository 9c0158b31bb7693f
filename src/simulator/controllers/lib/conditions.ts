// Lists of conditions as workload statuses hold them.

interface Condition {
  readonly type: string
  readonly status: string
}

/** A condition by type. */
export const conditionOf = <C extends Condition>(conditions: readonly C[] | undefined, type: string): C | undefined =>
  conditions?.find((condition) => condition.type === type)

/** Without the conditions of a type. */
export const withoutCondition = <C extends Condition>(conditions: readonly C[] | undefined, type: string): C[] =>
  (conditions ?? []).filter((condition) => condition.type !== type)
