// What the rules of a definition may cost together, and which of them cost most.
// Upstream: TotalCost in apiextensions-apiserver/pkg/apis/apiextensions/validation/cel_validation.go, getCostErrorMessage.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'

/** Upstream's largest number. */
export const UNBOUNDED = 2 ** 64
const EXPRESSION_LIMIT = 10_000_000
const SCHEMA_LIMIT = 100_000_000
const WORTH_NAMING = SCHEMA_LIMIT / 100
const NAMED = 4

function exceeds(what: string, cost: number, limit: number): string {
  const factor = cost / limit
  const shown = factor > 100 ? 'more than 100x' : factor < 1.5 ? `${factor.toFixed(6)}x` : `${factor.toFixed(1)}x`
  const advice =
    'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared'
  return `${what} exceeds budget by factor of ${shown} (${advice})`
}

/** Sums up the costs of one schema. */
export class SchemaCosts {
  #total = 0
  #most: { readonly path: Path; readonly cost: number }[] = []

  /** Counts an expression, and refuses one that is too costly by itself. */
  observe(path: Path, cost: number, what: 'rule' | 'messageExpression', errors: FieldErrors): void {
    if (cost > EXPRESSION_LIMIT) errors.forbidden(path, exceeds(`estimated ${what} cost`, cost, EXPRESSION_LIMIT))
    this.#total = Math.min(UNBOUNDED, this.#total + cost)
    if (cost < WORTH_NAMING) return
    this.#most = [...this.#most, { path, cost }].sort((a, b) => b.cost - a.cost).slice(0, NAMED)
  }

  /** Refuses a schema whose expressions are too costly together. */
  judge(schema: Path, errors: FieldErrors): void {
    if (this.#total <= SCHEMA_LIMIT) return
    for (const { path } of this.#most) {
      errors.forbidden(
        path,
        'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema',
      )
    }
    const what = 'x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema'
    errors.forbidden(schema, exceeds(what, this.#total, SCHEMA_LIMIT))
  }
}
