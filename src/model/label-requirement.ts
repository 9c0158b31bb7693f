// One requirement of a label selector: a key, an operator and values; how it is checked, matched and printed.
// Upstream: Requirement in apimachinery/pkg/labels/selector.go.
import { labelKeyProblems, labelValueProblems } from './label-syntax.ts'
import { quote } from './quote.ts'

/** The operators, as selectors in text name them. */
export type LabelOperator = '!' | '=' | '==' | 'in' | '!=' | 'notin' | 'exists' | 'gt' | 'lt'

/** Labels of an object. */
export type Labels = Readonly<Record<string, string>>

/** A condition on one label. */
export interface LabelRequirement {
  readonly key: string
  readonly operator: LabelOperator
  readonly values: readonly string[]
}

/** The operators that stand between a key and values, in the order messages list them. */
export const binaryOperators = 'in, notin, =, ==, !=, gt, lt'

/** Checks a requirement as `labels.NewRequirement` does: the error's text, or undefined. */
export function requirementError({ key, operator, values }: LabelRequirement): string | undefined {
  const errors: string[] = []
  const problems = labelKeyProblems(key)
  if (problems.length > 0) errors.push(invalid('key', quote(key), problems.join('; ')))
  const count = valueCountProblem(operator, values)
  if (count !== undefined) errors.push(invalid('values', JSON.stringify(values), count))
  if (operator === 'gt' || operator === 'lt')
    for (const [at, value] of values.entries())
      if (parseLabelInteger(value) === undefined)
        errors.push(invalid(`values[${at}]`, quote(value), "for 'Gt', 'Lt' operators, the value must be an integer"))
  for (const [at, value] of values.entries()) {
    const wrong = labelValueProblems(value)
    if (wrong.length > 0) errors.push(invalid(`values[${at}][${key}]`, quote(value), wrong.join('; ')))
  }
  const [first, ...others] = errors
  return others.length === 0 ? first : `[${[...new Set(errors)].join(', ')}]`
}

function invalid(path: string, value: string, why: string): string {
  return `${path}: Invalid value: ${value}: ${why}`
}

function valueCountProblem(operator: LabelOperator, values: readonly string[]): string | undefined {
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? "for 'in', 'notin' operators, values set can't be empty" : undefined
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? undefined : 'exact-match compatibility requires one single value'
    case 'exists':
    case '!':
      return values.length === 0 ? undefined : 'values set must be empty for exists and does not exist'
    default:
      return values.length === 1 ? undefined : "for 'Gt', 'Lt' operators, exactly one value is required"
  }
}

const integer = /^[+-]?[0-9]+$/

/** An int64 in a label; undefined when it is none. */
export function parseLabelInteger(text: string): bigint | undefined {
  if (!integer.test(text)) return undefined
  const value = BigInt(text[0] === '+' ? text.slice(1) : text)
  return BigInt.asIntN(64, value) === value ? value : undefined
}

/** Whether the labels satisfy the requirement. */
export function matchesRequirement({ key, operator, values }: LabelRequirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined
  switch (operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && values.includes(value)
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value)
    case 'exists':
      return value !== undefined
    case '!':
      return value === undefined
    default:
      return value !== undefined && comparesAs(operator, value, values)
  }
}

function comparesAs(operator: 'gt' | 'lt', value: string, values: readonly string[]): boolean {
  const left = parseLabelInteger(value)
  const right = values.length === 1 ? parseLabelInteger(values[0] as string) : undefined
  if (left === undefined || right === undefined) return false
  return operator === 'gt' ? left > right : left < right
}

const signs: Partial<Record<LabelOperator, string>> = { '=': '=', '==': '==', '!=': '!=', gt: '>', lt: '<' }

/** The requirement as selectors print it. */
export function formatRequirement({ key, operator, values }: LabelRequirement): string {
  if (operator === 'exists') return key
  if (operator === '!') return `!${key}`
  const list = [...values].sort().join(',')
  return signs[operator] === undefined ? `${key} ${operator} (${list})` : `${key}${signs[operator]}${list}`
}
