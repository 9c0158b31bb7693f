// What is always the same is made once, and then costs nothing: lists and maps of constants, constants converted.
// Upstream: decOptimize in cel-go interpreter/decorators.go.
import { goRegexpProblem } from '../../../model/go-regexp.ts'
import type { CallExpr, Expr } from '../ast.ts'
import { childrenOf } from '../check/literals.ts'
import { CelFailure } from '../values/failure.ts'
import { fits } from '../values/fits.ts'
import { ArrayList, type CelValue, EntryMap, ListValue, mapKey, typeName, Uint } from '../values/value.ts'

const CONVERSIONS: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'duration',
  'dyn',
  'int',
  'string',
  'timestamp',
  'type',
  'uint',
])

/** The value of a constant; undefined for what is none. */
export function constantOf(expr: Expr): CelValue | undefined {
  switch (expr.kind) {
    case 'literal':
      return expr.value
    case 'list': {
      const items = expr.optional === undefined ? expr.elements.map(constantOf) : [undefined]
      return items.includes(undefined) ? undefined : new ArrayList(items as CelValue[])
    }
    case 'map':
      return constantMap(expr)
    case 'call':
      return converted(expr)
    default:
      return undefined
  }
}

function constantMap({ entries }: Extract<Expr, { kind: 'map' }>): CelValue | undefined {
  const made = new Map<string, readonly [CelValue, CelValue]>()
  for (const { key, value, optional } of entries) {
    const [k, v] = [constantOf(key), constantOf(value)]
    const text = k === undefined ? undefined : mapKey(k)
    if (optional || v === undefined || text === undefined) return undefined
    made.set(text, [k!, v])
  }
  return new EntryMap(made)
}

function converted(call: CallExpr): CelValue | undefined {
  const made = conversionOf(call)
  return made instanceof CelFailure ? undefined : made
}

/** A constant converted, or why it cannot be; undefined for what is no conversion of a constant. */
function conversionOf({ name, target, args, overloads = [] }: CallExpr): CelValue | CelFailure | undefined {
  if (target !== undefined || args.length !== 1 || !CONVERSIONS.has(name)) return undefined
  const value = constantOf(args[0]!)
  if (value === undefined) return undefined
  const overload = overloads.length === 1 ? overloads[0] : overloads.find((one) => fits(value, one.args[0]!))
  if (overload === undefined) return new CelFailure(`no such overload: ${name}(${typeName(value)})`)
  try {
    return (overload.run as (value: CelValue) => CelValue)(value)
  } catch (error) {
    if (error instanceof CelFailure) return error
    throw error
  }
}

const FINDS: ReadonlySet<string> = new Set(['find', 'findAll'])

/** Why a checked tree cannot be made a program: a constant that cannot be converted, a pattern that is none. */
export function programProblem(expr: Expr): string | undefined {
  for (const child of childrenOf(expr)) {
    const problem = programProblem(child)
    if (problem !== undefined) return problem
  }
  if (expr.kind !== 'call') return undefined
  const pattern = FINDS.has(expr.name) ? expr.args[0] : undefined
  if (pattern?.kind === 'literal' && typeof pattern.value === 'string') return goRegexpProblem(pattern.value)
  const made = conversionOf(expr)
  return made instanceof CelFailure ? made.message : undefined
}

/** Whether a value is looked for in a set that is made once: a list of constants, each of which is a plain value. */
export function constantSet(list: Expr): ListValue | undefined {
  const value = constantOf(list)
  return value instanceof ListValue && [...value].every(isPlain) ? value : undefined
}

const isPlain = (value: CelValue): boolean =>
  ['boolean', 'bigint', 'number', 'string'].includes(typeof value) || value instanceof Uint
