// The seam to CEL: every rule that judges an expression comes here with what the expression may use and what it must yield.
// Limit: expressions are not compiled yet, every one is taken as right. Upstream: apiserver/pkg/admission/plugin/cel/compile.go.

/** What an expression is for; it decides the type it must yield. */
export type ExpressionPurpose =
  | 'matchCondition'
  | 'variable'
  | 'validation'
  | 'messageExpression'
  | 'auditAnnotation'
  | 'applyConfiguration'
  | 'jsonPatch'

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

const ACCEPTING: ExpressionCompiler = { compile: () => undefined, define: () => undefined }

/** A compiler for one object. */
export const newExpressionCompiler = (): ExpressionCompiler => ACCEPTING
