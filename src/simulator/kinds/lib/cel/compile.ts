// The seam to CEL: every rule that judges an expression comes here with what the expression may use and what it must yield.
// Upstream: apiserver/pkg/admission/plugin/cel/compile.go.
import { AdmissionCompiler, type AdmissionPurpose, isAdmissionProblem } from '../../../cel/kubernetes/admission.ts'

/** What an expression is for; it decides the type it must yield. */
export type ExpressionPurpose = AdmissionPurpose

/** Where an expression stands. */
export interface ExpressionUse {
  readonly purpose: ExpressionPurpose
  /** `params` is declared. */
  readonly params: boolean
  /** `authorizer` is declared. */
  readonly authorizer: boolean
  /** The stored object has it already: newer and older libraries are allowed. */
  readonly stored: boolean
}

/** What the compiler says against an expression. */
export interface ExpressionProblem {
  readonly type: 'required' | 'invalid' | 'internal'
  readonly detail: string
}

/** Compiles the expressions of one object; variables defined so far are known to those that follow. */
export interface ExpressionCompiler {
  compile(expression: string, use: ExpressionUse): ExpressionProblem | undefined
  /** Compiles a variable's expression and declares `variables.<name>`. */
  define(name: string, expression: string, use: ExpressionUse): ExpressionProblem | undefined
}

const isPatch = (purpose: ExpressionPurpose): boolean => purpose === 'applyConfiguration' || purpose === 'jsonPatch'

/** A compiler for one object; `composed`: expressions may speak of `variables`. */
export function newExpressionCompiler(composed = true): ExpressionCompiler {
  const compiler = new AdmissionCompiler(composed)
  const declarations = ({ purpose, params, authorizer }: ExpressionUse) => ({
    params,
    authorizer,
    patchTypes: isPatch(purpose),
  })
  const problem = (made: ReturnType<AdmissionCompiler['compile']>): ExpressionProblem | undefined =>
    isAdmissionProblem(made) ? { type: made.internal ? 'internal' : 'invalid', detail: made.problem } : undefined
  return {
    compile: (expression, use) => problem(compiler.compile(expression, use.purpose, declarations(use))),
    define: (name, expression, use) => problem(compiler.define(name, expression, declarations(use))),
  }
}
