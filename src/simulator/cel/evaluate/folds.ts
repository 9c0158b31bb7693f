// Comprehensions: a range walked with an accumulator. Lists that only grow are grown in place.
// Upstream: evalFold in cel-go interpreter/interpretable.go.
import { type ComprehensionExpr, type Expr, OPERATORS } from '../ast.ts'
import { type CelFailure, fail, noSuchOverload } from '../values/failure.ts'
import { ArrayList, type CelValue, ListValue, MapValue, typeName } from '../values/value.ts'
import { swallowed } from './calls.ts'
import type { Evaluation, Run } from './evaluation.ts'
import type { Planner, Scope } from './plan.ts'

/** The program of a comprehension. */
export function planFold(planner: Planner, expr: ComprehensionExpr, scope: Scope): Run {
  const range = planner.plan(expr.range, scope)
  const init = planner.plan(expr.init, scope)
  const accumulator = scope.depth
  const variable = accumulator + 1
  const around: Scope = {
    slots: new Map([...scope.slots, [expr.accumulator, accumulator]]),
    depth: accumulator + 1,
  }
  const names: [string, number][] = [[expr.variable, variable]]
  if (expr.variable2 !== undefined) names.push([expr.variable2, variable + 1])
  const inner: Scope = { slots: new Map([...around.slots, ...names]), depth: variable + 2 }
  const condition = planner.plan(expr.condition, inner)
  const step = growing(planner, expr, inner, accumulator) ?? planner.plan(expr.step, inner)
  const result = planner.plan(expr.result, around)
  const two = expr.variable2 !== undefined
  const always = expr.condition.kind === 'literal' && expr.condition.value === true
  // all() and exists(): a failure is kept while later items may still decide.
  const quantifier = expr.condition.kind === 'call'
  return (e) => {
    const over = range(e)
    const held = new Held()
    e.locals[accumulator] = init(e)
    if (e.locals[accumulator] instanceof ArrayList) e.locals[accumulator] = new ArrayList([...e.locals[accumulator]])
    for (const [first, second] of pairs(over, two)) {
      e.locals[variable] = first
      if (two) e.locals[variable + 1] = second
      if (!always && held.failure === undefined && condition(e) === false) break
      if (!quantifier) e.locals[accumulator] = step(e)
      else if (held.step(e, step, accumulator, expr.step)) break
    }
    if (held.failure !== undefined) throw held.failure
    return result(e)
  }
}

/** The failure of a quantifier so far. */
class Held {
  failure: CelFailure | undefined

  /** Runs a step; true when it decided. */
  step(e: Evaluation, step: Run, accumulator: number, expr: Expr): boolean {
    const decides = expr.kind === 'call' && expr.name === OPERATORS['||']
    // While a failure is held the accumulator neither decides nor helps.
    if (this.failure !== undefined) e.locals[accumulator] = !decides
    try {
      const value = step(e)
      if (value === decides) {
        this.failure = undefined
        e.locals[accumulator] = value
        return true
      }
      if (this.failure === undefined) e.locals[accumulator] = value
    } catch (error) {
      this.failure ??= swallowed(error)
    }
    return false
  }
}

const GO_TYPES: Readonly<Record<string, string>> = {
  bool: 'types.Bool',
  bytes: 'types.Bytes',
  double: 'types.Double',
  'google.protobuf.Duration': 'types.Duration',
  'google.protobuf.Timestamp': 'types.Timestamp',
  int: 'types.Int',
  null_type: 'types.Null',
  string: 'types.String',
  uint: 'types.Uint',
}
/** A value's type as Go's %T names it. */
const goTypeName = (value: CelValue): string => GO_TYPES[typeName(value)] ?? '*types.Optional'

function* pairs(over: CelValue, two: boolean): Iterable<readonly [CelValue, CelValue]> {
  if (over instanceof ListValue) {
    let index = 0n
    for (const item of over) yield two ? [index++, item] : [item, null]
  } else if (over instanceof MapValue) {
    for (const key of over.keys()) yield [key, two ? over.get(key)! : null]
  } else fail(`got '${goTypeName(over)}', expected iterable type`)
}

const LIST_COST = 10

/** `accumulator + [x]`, perhaps under a filter, when the accumulator began as an empty list of its own. */
function growing(
  planner: Planner,
  { init, step, accumulator }: ComprehensionExpr,
  scope: Scope,
  slot: number,
): Run | undefined {
  if (init.kind !== 'list' || init.elements.length > 0) return undefined
  const isAccumulator = (expr: Expr | undefined): boolean => expr?.kind === 'ident' && expr.name === accumulator
  const append = (expr: Expr): Run | undefined => {
    if (expr.kind !== 'call' || expr.name !== OPERATORS['+'] || !isAccumulator(expr.args[0])) return undefined
    const added = expr.args[1]!
    if (added.kind !== 'list' || added.elements.length !== 1 || added.optional !== undefined) return undefined
    const item = planner.plan(added.elements[0]!, scope)
    return (e) => {
      const list = e.locals[slot] as ArrayList
      const value = item(e)
      // The accumulator, the list of one, the sum.
      e.spend(LIST_COST + 2)
      ;(list.items as CelValue[]).push(value)
      return list
    }
  }
  const plain = append(step)
  if (plain !== undefined) return plain
  if (step.kind !== 'call' || step.name !== OPERATORS['?'] || !isAccumulator(step.args[2])) return undefined
  const filtered = append(step.args[1]!)
  if (filtered === undefined) return undefined
  const filter = planner.plan(step.args[0]!, scope)
  return (e) => {
    const value = filter(e)
    if (value === true) return filtered(e)
    if (value !== false) return noSuchOverload()
    e.spend(1)
    return e.locals[slot]!
  }
}
