// Literals that could only fail later: durations, timestamps, regular expressions, lists of several types.
// Upstream: cel-go cel/validator.go, as Kubernetes uses it since 1.29.
import { goRegexp, isPatternError } from '../../../model/go-regexp.ts'
import type { CallExpr, Expr } from '../ast.ts'
import type { CelProblem } from '../source.ts'
import { type CelType, DYN, unwrapOptional } from '../types.ts'
import { toDuration, toTimestamp } from '../values/convert.ts'
import { CelFailure } from '../values/failure.ts'
import type { CelValue } from '../values/value.ts'
import { formatProblem } from './formats.ts'

/** The problems of a checked tree's literals: those of format strings come last. */
export function validateLiterals(expr: Expr): readonly CelProblem[] {
  const problems: CelProblem[] = []
  visit(expr, false, problems)
  visitFormats(expr, problems)
  return problems
}

function visitFormats(expr: Expr, problems: CelProblem[]): void {
  const problem = expr.kind === 'call' ? formatProblem(expr) : undefined
  if (problem !== undefined) problems.push(problem)
  for (const child of childrenOf(expr)) visitFormats(child, problems)
}

function visit(expr: Expr, formatted: boolean, problems: CelProblem[]): void {
  if (expr.kind === 'call') validateCall(expr, problems)
  if (!formatted && (expr.kind === 'list' || expr.kind === 'map')) validateTypes(expr, problems)
  const inFormat = formatted || (expr.kind === 'call' && expr.name === 'format')
  for (const child of childrenOf(expr)) visit(child, inFormat, problems)
}

/** The expressions directly below one. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'select':
      return expr.resolved === undefined ? [expr.operand] : []
    case 'call':
      return expr.target === undefined || expr.qualified !== undefined ? expr.args : [expr.target, ...expr.args]
    case 'list':
      return expr.elements
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value])
    case 'struct':
      return expr.fields.map(({ value }) => value)
    case 'comprehension':
      return [expr.range, expr.init, expr.condition, expr.step, expr.result]
    default:
      return []
  }
}

const CHECKS: Readonly<Record<string, (value: CelValue) => boolean>> = {
  duration: (value) => typeof value === 'string' && succeeds(() => toDuration(value)),
  timestamp: (value) => succeeds(() => toTimestamp(value)),
  matches: (value) => typeof value !== 'string' || !isPatternError(goRegexp(value)),
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch (error) {
    if (error instanceof CelFailure) return false
    throw error
  }
}

function validateCall({ name, args }: CallExpr, problems: CelProblem[]): void {
  const isValid = CHECKS[name]
  const [first] = args
  if (isValid === undefined || first?.kind !== 'literal' || isValid(first.value)) return
  problems.push({ offset: first.offset, message: `invalid ${name} argument` })
}

function validateTypes(expr: Extract<Expr, { kind: 'list' | 'map' }>, problems: CelProblem[]): void {
  const mismatch = (at: Expr, expected: CelType, found: CelType): void => {
    problems.push({ offset: at.offset, message: `expected type '${expected.text}' but found '${found.text}'` })
  }
  const typeOf = (item: Expr, optional: boolean): CelType => {
    const type = item.type ?? DYN
    return optional ? (unwrapOptional(type) ?? type) : type
  }
  if (expr.kind === 'list') {
    const types = expr.elements.map((item, i) => typeOf(item, expr.optional?.has(i) === true))
    const wrong = types.findIndex((type) => type.text !== types[0]!.text)
    if (wrong >= 0) mismatch(expr.elements[wrong]!, types[0]!, types[wrong]!)
    return
  }
  const [first] = expr.entries
  for (const { key, value, optional } of expr.entries.slice(1)) {
    if (typeOf(key, false).text !== typeOf(first!.key, false).text) mismatch(key, first!.key.type!, key.type!)
    const expected = typeOf(first!.value, first!.optional)
    const found = typeOf(value, optional)
    if (expected.text !== found.text) mismatch(value, expected, found)
  }
}
