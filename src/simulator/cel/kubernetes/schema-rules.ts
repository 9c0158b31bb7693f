// Rules in schemas, compiled. Upstream: apiextensions-apiserver/pkg/apiserver/schema/cel/compilation.go.
import type { JSONSchemaProps, ValidationRule } from '../../../generated/api/apiextensions.v1.ts'
import type { Expr } from '../ast.ts'
import { childrenOf } from '../check/literals.ts'
import { estimateCost } from '../cost/estimate.ts'
import { programProblem } from '../evaluate/constants.ts'
import { type CelProgram, compile, isCompileError } from '../expression.ts'
import { optionalOf } from '../types.ts'
import { baseEnvironment } from './base.ts'
import { schemaType } from './schema-type.ts'

/** One rule, ready or refused. */
export interface SchemaRule {
  readonly rule: ValidationRule
  readonly program: CelProgram | undefined
  readonly problem: string | undefined
  readonly message: CelProgram | undefined
  readonly messageProblem: string | undefined
  readonly usesOldSelf: boolean
  /** What the rule and its message may cost at worst; worked out when it is asked for. */
  cost(): RuleCost
}

/** Costs at worst. */
export interface RuleCost {
  readonly rule: number
  readonly message: number
  /** How often data of the schema fits into one request. */
  readonly cardinality: number
}

const MAX_REQUEST = 3 * 1024 * 1024
const NO_COST: RuleCost = { rule: 0, message: 0, cardinality: 1 }

function names(expr: Expr, name: string): boolean {
  if (expr.kind === 'ident') return expr.name === name || expr.name === `.${name}`
  if (expr.kind === 'select' && expr.resolved === name) return true
  return childrenOf(expr).some((child) => names(child, name))
}

function messageUnmade({ type, expr }: CelProgram): string | undefined {
  if (type.kind !== 'string') return 'messageExpression must evaluate to a string'
  const problem = programProblem(expr)
  return problem === undefined ? undefined : `messageExpression instantiation failed: ${problem}`
}

/** Compiles one rule of a schema; `root`: the schema is that of a whole resource. */
export function compileSchemaRules(
  rules: readonly ValidationRule[],
  schema: JSONSchemaProps,
  root: boolean,
): readonly SchemaRule[] {
  const declared = schemaType(schema, root)
  return rules.map((rule) => {
    const nothing = {
      rule,
      program: undefined,
      problem: undefined,
      message: undefined,
      messageProblem: undefined,
      usesOldSelf: false,
      cost: () => NO_COST,
    }
    if (rule.rule.trim() === '') return nothing
    if (declared === undefined) return { ...nothing, problem: 'failed to convert to declType for CEL validation rules' }
    const { type } = declared
    const environment = baseEnvironment().extend({
      variables: { self: type, oldSelf: rule.optionalOldSelf ? optionalOf(type) : type },
    })
    const program = compile(rule.rule, environment)
    if (isCompileError(program)) return { ...nothing, problem: `compilation failed: ${program.error}` }
    if (program.type.kind !== 'bool') return { ...nothing, problem: 'cel expression must evaluate to a bool' }
    const unmade = programProblem(program.expr)
    if (unmade !== undefined) return { ...nothing, problem: `program instantiation failed: ${unmade}` }
    const usesOldSelf = names(program.expr, 'oldSelf')
    const roots = { self: declared, oldSelf: declared }
    const cost = (message?: CelProgram) => (): RuleCost => ({
      rule: estimateCost(program.expr, roots),
      message: message === undefined ? 0 : estimateCost(message.expr, roots),
      cardinality: Math.floor(MAX_REQUEST / (declared.minSize + 1)),
    })
    if (!rule.messageExpression) return { ...nothing, program, usesOldSelf, cost: cost() }
    const message = compile(rule.messageExpression, environment)
    const messageProblem = isCompileError(message)
      ? `messageExpression compilation failed: ${message.error}`
      : messageUnmade(message)
    return {
      ...nothing,
      program,
      usesOldSelf,
      messageProblem,
      message: isCompileError(message) || messageProblem !== undefined ? undefined : message,
      cost: cost(isCompileError(message) || messageProblem !== undefined ? undefined : message),
    }
  })
}
