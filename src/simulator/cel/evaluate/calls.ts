// Calls: operators that do not look at all they are given, and functions, whose overload is chosen when types are only known then.
// Upstream: cel-go interpreter/{planner,interpretable}.go.
import { type CallExpr, OPERATORS } from '../ast.ts'
import { isDyn } from '../check/assignable.ts'
import type { Overload } from '../library/declaration.ts'
import type { CelType } from '../types.ts'
import { itemAt } from '../values/arithmetic.ts'
import { equal } from '../values/equality.ts'
import { CelFailure, fail, noSuchOverload } from '../values/failure.ts'
import { fits } from '../values/fits.ts'
import { type CelValue, ListValue, MapValue, NONE, Optional, StructValue, typeName } from '../values/value.ts'
import { constantSet } from './constants.ts'
import type { Run } from './evaluation.ts'
import { optionalField, type Planner, type Scope, selectField } from './plan.ts'

/** The program of a call. */
export function planCall(planner: Planner, expr: CallExpr, scope: Scope): Run {
  const operands = expr.target === undefined || expr.qualified !== undefined ? expr.args : [expr.target, ...expr.args]
  const runs = operands.map((arg) => planner.plan(arg, scope))
  const [first, second, third] = runs as [Run, Run, Run]
  if (expr.target === undefined) {
    switch (expr.name) {
      case OPERATORS['&&']:
        return logic(first, second, false)
      case OPERATORS['||']:
        return logic(first, second, true)
      case OPERATORS['?']:
        return conditional(first, second, third)
      case OPERATORS.notStrictlyFalse:
        return notStrictlyFalse(first)
      case OPERATORS['[]']:
        return indexing(first, second)
      case OPERATORS['[?]']:
        return optionalIndexing(first, second)
      case OPERATORS['.?']:
        return optionalSelecting(first, second)
      case OPERATORS.in: {
        const set = constantSet(expr.args[1]!)
        if (set !== undefined) return membership(first, set)
        break
      }
      default:
    }
  } else if (expr.name === 'or' || expr.name === 'orValue') {
    return alternative(first, second, expr.name === 'orValue')
  }
  return dispatched(expr, runs)
}

/** Nothing is looked for in what is empty; looking into a set costs nothing. */
function membership(item: Run, set: ListValue): Run {
  if (set.length === 0) return () => false
  return (e) => {
    const value = item(e)
    for (const one of set) if (equal(one, value)) return true
    return false
  }
}

const notStrictlyFalse =
  (run: Run): Run =>
  (e) => {
    const value = run(e)
    e.spend(1)
    return value
  }

/** `&&` stops at false, `||` at true; what fails on one side does not matter when the other decides. */
function logic(left: Run, right: Run, decides: boolean): Run {
  return (e) => {
    let failure: CelFailure | undefined
    try {
      const value = left(e)
      if (value === decides) return decides
      if (typeof value !== 'boolean') failure = new CelFailure('no such overload')
    } catch (error) {
      failure = swallowed(error)
    }
    let value: CelValue
    try {
      value = right(e)
    } catch (error) {
      const second = swallowed(error)
      throw failure ?? second
    }
    if (value === decides) return decides
    if (failure !== undefined) throw failure
    return typeof value === 'boolean' ? value : noSuchOverload()
  }
}

/** A failure that another value may make good. */
export function swallowed(error: unknown): CelFailure {
  if (error instanceof CelFailure && !error.cancelled) return error
  throw error
}

function conditional(condition: Run, yes: Run, no: Run): Run {
  return (e) => {
    const value = condition(e)
    if (value === true) return yes(e)
    return value === false ? no(e) : noSuchOverload()
  }
}

function indexed(container: CelValue, key: CelValue): CelValue {
  if (container instanceof ListValue) return itemAt(container, key)
  if (container instanceof MapValue) return container.get(key) ?? missing(container, key)
  if (container instanceof StructValue && typeof key === 'string') return selectField(container, key)
  if (container instanceof Optional) return optionallyIndexed(container, key)
  return noSuchOverload()
}

function missing(container: MapValue, key: CelValue): CelValue {
  return container.has(key) ? null : fail(`no such key: ${key}`)
}

function indexing(container: Run, key: Run): Run {
  return (e) => {
    const from = container(e)
    const at = key(e)
    e.spend(1)
    return indexed(from, at)
  }
}

function optionallyIndexed(container: CelValue, key: CelValue): Optional {
  if (container instanceof Optional)
    return container.value === undefined ? container : optionallyIndexed(container.value, key)
  if (container instanceof MapValue) return new Optional(container.get(key))
  if (container instanceof StructValue && typeof key === 'string') return optionalField(container, key)
  if (!(container instanceof ListValue)) return noSuchOverload()
  const at = typeof key === 'bigint' ? Number(key) : -1
  return at < 0 || at >= container.length ? NONE : new Optional(container.at(at))
}

function optionalIndexing(container: Run, key: Run): Run {
  return (e) => {
    const from = container(e)
    const at = key(e)
    e.spend(1)
    return optionallyIndexed(from, at)
  }
}

function optionalSelecting(operand: Run, name: Run): Run {
  return (e) => {
    const from = operand(e)
    const field = name(e)
    e.spend(1)
    return optionalField(from, String(field))
  }
}

/** or() and orValue() do not look at the other when there is a value. */
function alternative(left: Run, right: Run, value: boolean): Run {
  return (e) => {
    const optional = left(e)
    if (!(optional instanceof Optional)) return noSuchOverload()
    if (optional.value !== undefined) return value ? optional.value : optional
    return right(e)
  }
}

/** What must be looked at before an overload is called: those arguments whose type was not known. */
function guardsOf(
  overload: Overload,
  given: readonly (CelType | undefined)[],
): readonly (CelType | undefined)[] | undefined {
  const guards = overload.args.map((type, i) => {
    const known = given[i]
    return known !== undefined && !isDyn(known) && known.kind !== 'error' ? undefined : type
  })
  return guards.every((guard) => guard === undefined) ? undefined : guards
}

const COMPARED = new Set(
  'bool int uint double string bytes google.protobuf.Timestamp google.protobuf.Duration'.split(' '),
)
const NUMBERS = new Set(['int', 'uint', 'double'])
const TIMES = ['google.protobuf.Timestamp', 'google.protobuf.Duration']
/** Which values know of an operator; for all others it is the operator that has no overload, and it is named. */
const TRAITS: Readonly<Record<string, ReadonlySet<string>>> = {
  [OPERATORS['<']]: COMPARED,
  [OPERATORS['<=']]: COMPARED,
  [OPERATORS['>']]: COMPARED,
  [OPERATORS['>=']]: COMPARED,
  [OPERATORS['+']]: new Set([...NUMBERS, ...TIMES, 'string', 'bytes', 'list']),
  [OPERATORS['-']]: new Set([...NUMBERS, ...TIMES]),
  [OPERATORS['*']]: NUMBERS,
  [OPERATORS['/']]: NUMBERS,
  [OPERATORS['%']]: new Set(['int', 'uint']),
}

function dispatched(expr: CallExpr, runs: readonly Run[]): Run {
  const name = expr.qualified ?? expr.name
  const operands = expr.target === undefined || expr.qualified !== undefined ? expr.args : [expr.target, ...expr.args]
  const given = operands.map(({ type }) => type)
  const choices = (expr.overloads ?? []).map((overload) => ({ overload, guards: guardsOf(overload, given) }))
  const choose = (args: readonly CelValue[]): Overload => {
    const found = choices.find(
      ({ guards }) => guards === undefined || guards.every((t, i) => t === undefined || fits(args[i]!, t)),
    )
    if (found !== undefined) return found.overload
    const types = args.map(typeName)
    const shown =
      expr.target === undefined || expr.qualified !== undefined
        ? `${name}(${types.join(', ')})`
        : `${types[0]}.${name}(${types.slice(1).join(', ')})`
    if (!isOperator(name)) return fail(`no such overload: ${shown}`)
    return fail(TRAITS[name]?.has(types[0]!) === false ? `no such overload: ${name}` : 'no such overload')
  }
  const only = choices.length === 1 && choices[0]!.guards === undefined ? choices[0]!.overload : undefined
  return (e) => {
    const args = runs.map((run) => run(e))
    const { run, cost } = only ?? choose(args)
    const result = (run as (...args: readonly CelValue[]) => CelValue)(...args)
    e.spend(cost === undefined ? 1 : cost(args, result))
    return result
  }
}

const isOperator = (name: string): boolean => name.includes('_') || name.startsWith('@')
