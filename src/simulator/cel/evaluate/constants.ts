// What is always the same is made once, and then costs nothing: lists and maps of constants, constants converted.
// Upstream: decOptimize in cel-go interpreter/decorators.go.
import type { CallExpr, Expr } from '../ast.ts'
import { CelFailure } from '../values/failure.ts'
import { ArrayList, type CelValue, EntryMap, ListValue, mapKey, Uint } from '../values/value.ts'

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
    if (optional || v === undefined || text === undefined || made.has(text)) return undefined
    made.set(text, [k!, v])
  }
  return new EntryMap(made)
}

function converted({ name, target, args, overloads }: CallExpr): CelValue | undefined {
  if (target !== undefined || args.length !== 1 || overloads?.length !== 1 || !CONVERSIONS.has(name)) return undefined
  const value = constantOf(args[0]!)
  if (value === undefined) return undefined
  try {
    return (overloads[0]!.run as (value: CelValue) => CelValue)(value)
  } catch (error) {
    if (error instanceof CelFailure) return undefined
    throw error
  }
}

/** Whether a value is looked for in a set that is made once: a list of constants, each of which is a plain value. */
export function constantSet(list: Expr): ListValue | undefined {
  const value = constantOf(list)
  return value instanceof ListValue && [...value].every(isPlain) ? value : undefined
}

const isPlain = (value: CelValue): boolean =>
  ['boolean', 'bigint', 'number', 'string'].includes(typeof value) || value instanceof Uint
