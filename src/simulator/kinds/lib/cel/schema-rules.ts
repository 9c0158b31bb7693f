// The seam to CEL for the rules in schemas (x-kubernetes-validations).
// Upstream: apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go.
import type { JSONSchemaProps, ValidationRule } from '../../../../generated/api/apiextensions.v1.ts'
import { compileSchemaRules, type RuleCost } from '../../../cel/kubernetes/schema-rules.ts'
import type { ExpressionProblem } from './compile.ts'

/** What compiling one rule comes to. */
export interface CompiledRule {
  readonly usesOldSelf: boolean
  readonly problem?: ExpressionProblem
  readonly messageProblem?: ExpressionProblem
  /** What it may cost at worst: the rule, its message, and how often the rule may be run when nothing bounds that. */
  readonly cost: RuleCost
}

/** Compiles a rule of a schema; `root`: that of a whole resource. */
export function compileSchemaRule(rule: ValidationRule, schema: JSONSchemaProps, root: boolean): CompiledRule {
  const { usesOldSelf, problem, messageProblem, cost } = compileSchemaRules([rule], schema, root)[0]!
  return {
    usesOldSelf,
    cost: cost(),
    ...(problem === undefined ? {} : { problem: { type: 'invalid', detail: problem } }),
    ...(messageProblem === undefined ? {} : { messageProblem: { type: 'invalid', detail: messageProblem } }),
  }
}
