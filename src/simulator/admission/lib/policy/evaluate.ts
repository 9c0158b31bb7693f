// Expressions of one policy or webhook, compiled once, and run for a request within a budget; variables are worked out when they are
// first asked for. Upstream: apiserver/pkg/admission/plugin/cel/{condition,composition,activation}.go, webhook/matchconditions.
import type { MatchCondition, Variable } from '../../../../generated/api/admissionregistration.v1.ts'
import { type CelProgram, PER_CALL_LIMIT } from '../../../cel/expression.ts'
import {
  AdmissionCompiler,
  type AdmissionDeclarations,
  type AdmissionPurpose,
  isAdmissionProblem,
} from '../../../cel/kubernetes/admission.ts'
import { CelFailure, fail } from '../../../cel/values/failure.ts'
import { type CelValue, StructValue } from '../../../cel/values/value.ts'
import type { RequestValues } from './request-values.ts'

/** What the validations of one policy may cost for one request. Upstream: apis/cel/config.go. */
export const REQUEST_BUDGET = 10_000_000
const CONDITIONS_BUDGET = REQUEST_BUDGET / 4
const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run'

/** An expression, ready or refused. */
export interface CompiledExpression {
  readonly text: string
  readonly program: CelProgram | undefined
  readonly problem: string | undefined
}

/** The expressions of one policy. */
export class CompiledExpressions {
  readonly #compiler: AdmissionCompiler
  readonly #params: boolean
  readonly variables = new Map<string, CompiledExpression>()

  constructor(params: boolean, variables: readonly Variable[] | undefined) {
    this.#params = params
    this.#compiler = new AdmissionCompiler(true)
    for (const { name, expression } of variables ?? []) {
      const made = this.#compiler.define(name, expression, this.#declarations('variable'))
      this.variables.set(name, compiled(expression, made))
    }
  }

  #declarations(purpose: AdmissionPurpose): AdmissionDeclarations {
    const patchTypes = purpose === 'applyConfiguration' || purpose === 'jsonPatch'
    return { params: this.#params, authorizer: purpose !== 'messageExpression', patchTypes }
  }

  compile(text: string, purpose: AdmissionPurpose): CompiledExpression {
    return compiled(text, this.#compiler.compile(text, purpose, this.#declarations(purpose)))
  }
}

function compiled(text: string, made: ReturnType<AdmissionCompiler['compile']>): CompiledExpression {
  return isAdmissionProblem(made)
    ? { text, program: undefined, problem: made.problem }
    : { text, program: made, problem: undefined }
}

/** The budget of a request is used up: nothing more is run. */
export class OutOfBudget {
  readonly message = OUT_OF_BUDGET
}

/** What one expression came to. */
export type Evaluated = { readonly value: CelValue; readonly error?: undefined } | { readonly error: string }

/** Runs the expressions of one policy for one request and parameter. */
export class PolicyRun {
  readonly #values: RequestValues
  readonly #variables: LazyVariables
  #budget: number

  constructor(values: RequestValues, variables: ReadonlyMap<string, CompiledExpression>, budget = REQUEST_BUDGET) {
    this.#values = values
    this.#variables = new LazyVariables(variables, (name) => this.#resolve(name))
    this.#budget = budget
  }

  #resolve(name: string): CelValue | undefined {
    return name === 'variables' ? this.#variables : this.#values.get(name)
  }

  /** Runs one; throws OutOfBudget when there is none left. */
  evaluate({ text, program, problem }: CompiledExpression): Evaluated {
    if (program === undefined) return { error: `compilation error: ${problem}` }
    const outcome = program.evaluate((name) => this.#resolve(name), PER_CALL_LIMIT)
    this.#budget -= outcome.cost + this.#variables.takeCost()
    if (this.#budget < 0) throw new OutOfBudget()
    if (outcome.error !== undefined) return { error: `expression '${text}' resulted in error: ${outcome.error}` }
    return { value: outcome.value }
  }
}

/** `variables`: each is evaluated once, when it is asked for. */
class LazyVariables extends StructValue {
  readonly #compiled: ReadonlyMap<string, CompiledExpression>
  readonly #resolve: (name: string) => CelValue | undefined
  readonly #known = new Map<string, CelValue | CelFailure>()
  #cost = 0

  constructor(expressions: ReadonlyMap<string, CompiledExpression>, resolve: (name: string) => CelValue | undefined) {
    super()
    this.#compiled = expressions
    this.#resolve = resolve
  }

  get typeName(): string {
    return 'kubernetes.variables'
  }

  fields(): Iterable<string> {
    return this.#compiled.keys()
  }

  get(name: string): CelValue | undefined {
    const known = this.#known.get(name)
    if (known instanceof CelFailure) throw known
    if (known !== undefined) return known
    const expression = this.#compiled.get(name)
    if (expression === undefined) return undefined
    const { program, problem } = expression
    if (program === undefined) return fail(`composited variable "${name}" fails to compile: ${problem}`)
    const outcome = program.evaluate(this.#resolve, PER_CALL_LIMIT)
    this.#cost += outcome.cost
    if (outcome.error !== undefined) {
      const failure = new CelFailure(`composited variable "${name}" fails to evaluate: ${outcome.error}`)
      this.#known.set(name, failure)
      throw failure
    }
    this.#known.set(name, outcome.value)
    return outcome.value
  }

  /** What evaluating variables has cost since it was last asked. */
  takeCost(): number {
    const cost = this.#cost
    this.#cost = 0
    return cost
  }
}

/** Match conditions, compiled. */
export interface CompiledConditions {
  readonly conditions: readonly { readonly name: string; readonly expression: CompiledExpression }[]
}

/** Compiles match conditions; they do not know variables. */
export function compileConditions(
  conditions: readonly MatchCondition[] | undefined,
  params: boolean,
): CompiledConditions {
  const compiler = new AdmissionCompiler(false)
  const declarations = { params, authorizer: true, patchTypes: false }
  return {
    conditions: (conditions ?? []).map(({ name, expression }) => ({
      name,
      expression: compiled(expression, compiler.compile(expression, 'matchCondition', declarations)),
    })),
  }
}

const NO_VARIABLES: ReadonlyMap<string, CompiledExpression> = new Map()

/** Whether the conditions are met; one that is false decides, one that fails is told unless failures are ignored. */
export function meetsConditions(
  { conditions }: CompiledConditions,
  values: RequestValues,
  failurePolicy: string | undefined,
): boolean | { readonly error: string } {
  if (conditions.length === 0) return true
  const run = new PolicyRun(values, NO_VARIABLES, CONDITIONS_BUDGET)
  const ignores = failurePolicy === 'Ignore'
  const errors: string[] = []
  try {
    for (const { expression } of conditions) {
      const outcome = run.evaluate(expression)
      if (outcome.error !== undefined) errors.push(outcome.error)
      else if (outcome.value === false) return false
    }
  } catch (stop) {
    if (!(stop instanceof OutOfBudget)) throw stop
    return ignores ? false : { error: stop.message }
  }
  if (errors.length === 0) return true
  if (ignores) return false
  const distinct = [...new Set(errors)]
  return { error: distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]` }
}
