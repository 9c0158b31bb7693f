// Expressions as the rest of the simulator uses them: compiled once in an environment, then run with values.
// Upstream: cel-go cel/{env,program}.go.
import type { Expr } from './ast.ts'
import { check } from './check/checker.ts'
import type { CelEnvironment } from './check/environment.ts'
import { validateLiterals } from './check/literals.ts'
import { type Activation, Evaluation, type Run } from './evaluate/evaluation.ts'
import { type MakeStruct, plan } from './evaluate/plan.ts'
import { describeProblems } from './source.ts'
import { parse } from './syntax/parse.ts'
import type { CelType } from './types.ts'
import { CelFailure } from './values/failure.ts'
import type { CelValue } from './values/value.ts'

/** What one call may cost. Upstream: apis/cel/config.go PerCallLimit. */
export const PER_CALL_LIMIT = 1_000_000

/** What came of a run. */
export type Outcome =
  | { readonly value: CelValue; readonly error?: undefined; readonly cost: number }
  | { readonly error: string; readonly cancelled: boolean; readonly cost: number }

/** An expression that may be run. */
export class CelProgram {
  readonly expr: Expr
  readonly type: CelType
  readonly #environment: CelEnvironment
  readonly #makeStruct: MakeStruct | undefined
  #run: Run | undefined

  constructor(expr: Expr, environment: CelEnvironment, makeStruct: MakeStruct | undefined) {
    this.expr = expr
    this.type = expr.type!
    this.#environment = environment
    this.#makeStruct = makeStruct
  }

  /** Runs it; what it may cost is the limit of one call or what is left of a budget, whichever is less. */
  evaluate(activation: Activation, limit: number = PER_CALL_LIMIT): Outcome {
    this.#run ??= plan(this.expr, this.#environment, this.#makeStruct)
    const evaluation = new Evaluation(activation, limit)
    try {
      return { value: this.#run(evaluation), cost: evaluation.cost }
    } catch (error) {
      if (!(error instanceof CelFailure)) throw error
      return { error: error.message, cancelled: error.cancelled, cost: evaluation.cost }
    }
  }
}

/** Why an expression cannot be compiled: `ERROR: <input>:1:1: …` with the line and a caret. */
export interface CompileError {
  readonly error: string
}

/** Compiles an expression, or says why it cannot. */
export function compile(text: string, environment: CelEnvironment, makeStruct?: MakeStruct): CelProgram | CompileError {
  const { expr, problems } = parse(text, environment.bindings)
  if (expr === undefined || problems.length > 0) return { error: describeProblems(text, problems) }
  const found = check(expr, environment)
  if (found.length > 0) return { error: describeProblems(text, found) }
  const literals = validateLiterals(expr)
  if (literals.length > 0) return { error: describeProblems(text, literals) }
  return new CelProgram(expr, environment, makeStruct)
}

/** Tells an expression that could not be compiled. */
export const isCompileError = (made: CelProgram | CompileError): made is CompileError => 'error' in made
