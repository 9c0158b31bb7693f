// The seam to CEL for the rules in schemas (x-kubernetes-validations). Limit: what a rule may cost at worst is not estimated.
// Upstream: apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go.
import type { JSONSchemaProps, ValidationRule } from '../../../../generated/api/apiextensions.v1.ts'
import { compileSchemaRules } from '../../../cel/kubernetes/schema-rules.ts'
import type { ExpressionProblem } from './compile.ts'

/** What compiling one rule comes to. */
export interface CompiledRule {
  readonly usesOldSelf: boolean
  readonly problem?: ExpressionProblem
  readonly messageProblem?: ExpressionProblem
}

/** Compiles a rule of a schema; `root`: that of a whole resource. */
export function compileSchemaRule(rule: ValidationRule, schema: JSONSchemaProps, root: boolean): CompiledRule {
  const { usesOldSelf, problem, messageProblem } = compileSchemaRules([rule], schema, root)[0]!
  return {
    usesOldSelf,
    ...(problem === undefined ? {} : { problem: { type: 'invalid', detail: problem } }),
    ...(messageProblem === undefined ? {} : { messageProblem: { type: 'invalid', detail: messageProblem } }),
  }
}
