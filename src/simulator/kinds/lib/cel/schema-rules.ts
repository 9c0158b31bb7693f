// The seam to CEL for the rules in schemas (x-kubernetes-validations). Limit: expressions are not compiled yet, every one is
// taken as right and costs nothing; whether a rule looks at the old value is read from its text.
// Upstream: apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go.
import type { ValidationRule } from '../../../../generated/api/apiextensions.v1.ts'
import type { ExpressionProblem } from './compile.ts'

/** What compiling one rule comes to. */
export interface CompiledRule {
  readonly usesOldSelf: boolean
  readonly problem?: ExpressionProblem
  readonly messageProblem?: ExpressionProblem
}

const TEXTS = /(?:[rR]|[bB])?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g
const OLD_SELF = /(?:^|[^.\w])oldSelf\b/

/** Compiles a rule of a schema; `stored`: the stored definition has it already. */
export const compileSchemaRule = ({ rule }: ValidationRule, _schema: unknown, _stored: boolean): CompiledRule => ({
  usesOldSelf: OLD_SELF.test(rule.replace(TEXTS, '')),
})
