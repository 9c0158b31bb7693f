// Checked trees to closures: made once per expression, run per object. Each adds what it costs.
// Upstream: cel-go interpreter/{planner,interpretable,attributes,runtimecost}.go.
import type { Expr, ListExpr, MapExpr, SelectExpr, StructExpr } from '../ast.ts'
import type { CelEnvironment } from '../check/environment.ts'
import { fail, noSuchOverload } from '../values/failure.ts'
import {
  ArrayList,
  type CelValue,
  EntryMap,
  MapValue,
  mapKey,
  Optional,
  StructValue,
  TypeValue,
} from '../values/value.ts'
import { planCall } from './calls.ts'
import { constantOf } from './constants.ts'
import type { Run } from './evaluation.ts'
import { planFold } from './folds.ts'

/** What planning knows of where it is. */
export interface Planner {
  readonly environment: CelEnvironment
  /** Makes `Name{…}`. */
  readonly makeStruct: MakeStruct
  plan(expr: Expr, scope: Scope): Run
}

/** Makes an object of a declared type from its fields. */
export type MakeStruct = (name: string, fields: ReadonlyMap<string, CelValue>) => CelValue

/** Where the variables of comprehensions lie. */
export interface Scope {
  readonly slots: ReadonlyMap<string, number>
  /** How many slots are taken. */
  readonly depth: number
}

const LIST_COST = 10
const MAP_COST = 30
const STRUCT_COST = 40
const NO_SCOPE: Scope = { slots: new Map(), depth: 0 }

const noStructs: MakeStruct = (name) => fail(`unknown type: ${name}`)

/** The program of a checked tree. */
export function plan(expr: Expr, environment: CelEnvironment, makeStruct: MakeStruct = noStructs): Run {
  const planner: Planner = { environment, makeStruct, plan: (inner, scope) => planExpr(planner, inner, scope) }
  return planner.plan(expr, NO_SCOPE)
}

function planExpr(planner: Planner, expr: Expr, scope: Scope): Run {
  const constant = constantOf(expr)
  if (constant !== undefined) return () => constant
  switch (expr.kind) {
    case 'ident':
      return planIdent(planner, expr.name, scope)
    case 'select':
      return planSelect(planner, expr, scope)
    case 'call':
      return planCall(planner, expr, scope)
    case 'list':
      return planList(planner, expr, scope)
    case 'map':
      return planMap(planner, expr, scope)
    case 'struct':
      return planStruct(planner, expr, scope)
    case 'comprehension':
      return planFold(planner, expr, scope)
    case 'literal':
    case 'broken':
      return () => noSuchOverload()
  }
}

function planIdent({ environment }: Planner, dotted: string, { slots }: Scope): Run {
  const slot = slots.get(dotted)
  if (slot !== undefined) {
    return (e) => {
      e.spend(1)
      return e.locals[slot]!
    }
  }
  const name = dotted.startsWith('.') ? dotted.slice(1) : dotted
  const type = environment.variable(name) === undefined ? new TypeValue(name) : undefined
  return (e) => {
    e.spend(1)
    const value = e.activation(name)
    return value !== undefined ? value : (type ?? fail(`no such attribute(s): ${name}`))
  }
}

function planSelect(planner: Planner, expr: SelectExpr, scope: Scope): Run {
  if (expr.resolved !== undefined) return planIdent(planner, expr.resolved, scope)
  const operand = planner.plan(expr.operand, scope)
  const { field } = expr
  if (expr.test) return (e) => hasField(operand(e), field)
  return (e) => {
    const from = operand(e)
    e.spend(1)
    return selectField(from, field)
  }
}

/** Whether has(value.field). */
export function hasField(from: CelValue, field: string): CelValue {
  if (from instanceof MapValue) return from.has(field)
  if (from instanceof StructValue) return from.get(field) !== undefined
  if (from instanceof Optional) return from.value !== undefined && hasField(from.value, field)
  return noSuchOverload()
}

/** value.field; of an optional, an optional. */
export function selectField(from: CelValue, field: string): CelValue {
  if (from instanceof MapValue || from instanceof StructValue) {
    const value = from.get(field)
    return value === undefined ? fail(`no such key: ${field}`) : value
  }
  if (from instanceof Optional) return optionalField(from, field)
  return noSuchOverload()
}

/** value.?field. */
export function optionalField(from: CelValue, field: string): Optional {
  if (from instanceof Optional) return from.value === undefined ? from : optionalField(from.value, field)
  if (from instanceof MapValue || from instanceof StructValue) return new Optional(from.get(field))
  return noSuchOverload()
}

function planList(planner: Planner, { elements, optional }: ListExpr, scope: Scope): Run {
  const runs = elements.map((element) => planner.plan(element, scope))
  if (optional === undefined) {
    return (e) => {
      const items = runs.map((run) => run(e))
      e.spend(LIST_COST)
      return new ArrayList(items)
    }
  }
  return (e) => {
    const items: CelValue[] = []
    for (const [i, run] of runs.entries()) {
      const value = run(e)
      if (!optional.has(i)) items.push(value)
      else if (!(value instanceof Optional))
        return fail('cannot initialize optional list element from non-optional value')
      else if (value.value !== undefined) items.push(value.value)
    }
    e.spend(LIST_COST)
    return new ArrayList(items)
  }
}

function planMap(planner: Planner, { entries }: MapExpr, scope: Scope): Run {
  const runs = entries.map(({ key, value, optional }) => ({
    key: planner.plan(key, scope),
    value: planner.plan(value, scope),
    optional,
  }))
  return (e) => {
    const made = new Map<string, readonly [CelValue, CelValue]>()
    for (const { key, value, optional } of runs) {
      const k = key(e)
      const v = value(e)
      const text = mapKey(k)
      if (text === undefined) return fail('unsupported key type')
      if (made.has(text)) return fail(`Failed with repeated key`)
      if (!optional) made.set(text, [k, v])
      else if (!(v instanceof Optional)) return fail('cannot initialize optional entry from non-optional value')
      else if (v.value !== undefined) made.set(text, [k, v.value])
    }
    e.spend(MAP_COST)
    return new EntryMap(made)
  }
}

function planStruct(planner: Planner, { name, fields }: StructExpr, scope: Scope): Run {
  const runs = fields.map((field) => ({ ...field, run: planner.plan(field.value, scope) }))
  const { makeStruct } = planner
  return (e) => {
    const made = new Map<string, CelValue>()
    for (const { name: field, run, optional } of runs) {
      const value = run(e)
      if (!optional) made.set(field, value)
      else if (!(value instanceof Optional)) return fail('cannot initialize optional entry from non-optional value')
      else if (value.value !== undefined) made.set(field, value.value)
    }
    e.spend(STRUCT_COST)
    return makeStruct(name, made)
  }
}
