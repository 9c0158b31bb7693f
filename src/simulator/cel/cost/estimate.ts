// What an expression may cost at worst, from the sizes its variables may have. Upstream: coster in cel-go checker/cost.go.
import { type CallExpr, type ComprehensionExpr, type Expr, OPERATORS } from '../ast.ts'
import type { DeclaredType } from '../kubernetes/schema-type.ts'
import { type CelType, DYN } from '../types.ts'
import { textLength } from '../values/arithmetic.ts'
import { estimateCall, type Operand } from './calls.ts'
import { type Bounds, exactly, FREE, ONE, plus, times, total, UNKNOWN, union } from './size.ts'

const LIST = exactly(10)
const MAP = exactly(30)
const STRUCT = exactly(40)

interface Local {
  readonly declared: DeclaredType | undefined
  readonly size: Bounds | undefined
  readonly itemSize: Bounds | undefined
}

/** The most a checked expression may cost; `roots` says what is declared of its variables. */
export const estimateCost = (expr: Expr, roots: Readonly<Record<string, DeclaredType>>): number =>
  new Coster(roots).cost(expr).max

const SCALARS: ReadonlySet<string> = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint'])

function isScalar({ kind, name, params }: CelType): boolean {
  return SCALARS.has(kind) || (kind === 'opaque' && name === 'optional_type' && isScalar(params[0]!))
}

class Coster {
  readonly #roots: Readonly<Record<string, DeclaredType>>
  readonly #declared = new Map<Expr, DeclaredType | undefined>()
  readonly #sizes = new Map<Expr, Bounds>()
  readonly #itemSizes = new Map<Expr, Bounds>()
  readonly #locals = new Map<string, Local[]>()

  constructor(roots: Readonly<Record<string, DeclaredType>>) {
    this.#roots = roots
  }

  cost(expr: Expr): Bounds {
    switch (expr.kind) {
      case 'ident':
        this.#declared.set(expr, this.#named(expr.name))
        return ONE
      case 'select':
        return this.#select(expr)
      case 'call':
        return this.#call(expr)
      case 'list': {
        const costs = expr.elements.map((element) => this.cost(element))
        const sizes = expr.elements.map((element) => this.#size(element))
        if (sizes.length > 0) this.#itemSizes.set(expr, sizes.reduce(union))
        return plus(total(costs), LIST)
      }
      case 'map':
        return plus(total(expr.entries.flatMap(({ key, value }) => [this.cost(key), this.cost(value)])), MAP)
      case 'struct':
        return plus(total(expr.fields.map(({ value }) => this.cost(value))), STRUCT)
      case 'comprehension':
        return this.#comprehension(expr)
      default:
        return FREE
    }
  }

  /** What is no local and no variable either, a type, is held to be as large as the root. */
  #named(name: string): DeclaredType | undefined {
    const local = this.#local(name)
    return local === undefined ? (this.#roots[name] ?? this.#roots['self']) : local.declared
  }

  #local(name: string): Local | undefined {
    return this.#locals.get(name)?.at(-1)
  }

  #push(name: string, local: Local): void {
    const stack = this.#locals.get(name)
    if (stack === undefined) this.#locals.set(name, [local])
    else stack.push(local)
  }

  #pop(name: string): void {
    this.#locals.get(name)?.pop()
  }

  #select(expr: Extract<Expr, { kind: 'select' }>): Bounds {
    if (expr.resolved !== undefined) return ONE
    const operand = this.cost(expr.operand)
    if (expr.test) return operand
    const declared = this.#declared.get(expr.operand)
    this.#declared.set(expr, declared?.fields?.get(expr.field) ?? declared?.element)
    const kind = expr.operand.type?.kind
    return kind === 'map' || kind === 'struct' || kind === 'param' ? plus(operand, ONE) : operand
  }

  #size(expr: Expr): Bounds {
    const known = this.#sizes.get(expr)
    if (known !== undefined) return known
    if (expr.kind === 'literal') {
      const { value } = expr
      return exactly(typeof value === 'string' ? textLength(value) : value instanceof Uint8Array ? value.length : 1)
    }
    if (expr.kind === 'list') return exactly(expr.elements.length)
    if (expr.kind === 'map') return exactly(expr.entries.length)
    const declared = this.#declared.get(expr)
    if (declared !== undefined) return { min: 0, max: declared.maxElements }
    if (isScalar(expr.type ?? DYN)) return ONE
    return (expr.kind === 'ident' ? this.#local(expr.name)?.size : undefined) ?? UNKNOWN
  }

  #itemSize(expr: Expr): Bounds | undefined {
    const known = this.#itemSizes.get(expr)
    if (known !== undefined) return known
    const element = this.#declared.get(expr)?.element
    if (element !== undefined) return { min: 0, max: element.maxElements }
    return expr.kind === 'ident' ? this.#local(expr.name)?.itemSize : undefined
  }

  #operand(expr: Expr): Operand {
    const literal = expr.kind === 'literal' && typeof expr.value === 'bigint' ? expr.value : undefined
    // Libraries ask only what is declared of items; those of a list that stands there may be of any size.
    const element = this.#declared.get(expr)?.element
    const itemSize = element === undefined ? UNKNOWN : { min: 0, max: element.maxElements }
    return { type: expr.type ?? DYN, size: this.#size(expr), itemSize, literal }
  }

  /** dyn() only says that no type is checked: the size is that of what it is given. */
  #dyn(expr: CallExpr): Bounds {
    const [arg] = expr.args
    const cost = this.cost(arg!)
    this.#sizes.set(expr, this.#size(arg!))
    const items = this.#itemSizes.get(arg!)
    if (items !== undefined) this.#itemSizes.set(expr, items)
    return plus(cost, ONE)
  }

  #call(expr: CallExpr): Bounds {
    if (expr.name === 'dyn') return this.#dyn(expr)
    const costs = expr.args.map((arg) => this.cost(arg))
    const target = expr.qualified === undefined ? expr.target : undefined
    const targetCost = target === undefined ? FREE : this.cost(target)
    switch (expr.name) {
      case OPERATORS['&&']:
      case OPERATORS['||']:
        this.#sizes.set(expr, ONE)
        return { min: costs[0]!.min, max: plus(costs[0]!, costs[1]!).max }
      case OPERATORS['?']:
        this.#sizes.set(expr, union(this.#size(expr.args[1]!), this.#size(expr.args[2]!)))
        this.#shareItems(expr, expr.args[1]!, expr.args[2]!)
        return plus(costs[0]!, union(costs[1]!, costs[2]!))
      case OPERATORS['[]']:
        this.#declared.set(expr, this.#declared.get(expr.args[0]!)?.element)
        return plus(total(costs), ONE)
      default:
    }
    const given = target === undefined ? undefined : this.#operand(target)
    const estimate = estimateCall(
      expr.qualified ?? expr.name,
      given,
      expr.args.map((arg) => this.#operand(arg)),
    )
    if (estimate.size !== undefined) this.#sizes.set(expr, estimate.size)
    if (expr.name === OPERATORS['+']) this.#shareItems(expr, expr.args[0]!, expr.args[1]!)
    return plus(plus(total(costs), targetCost), estimate.cost)
  }

  #shareItems(expr: Expr, a: Expr, b: Expr): void {
    const first = this.#itemSize(a)
    const second = this.#itemSize(b)
    if (first !== undefined && second !== undefined) this.#itemSizes.set(expr, union(first, second))
    else if (first ?? second) this.#itemSizes.set(expr, (first ?? second)!)
  }

  #comprehension(expr: ComprehensionExpr): Bounds {
    const { range, init, condition, step, result, variable, variable2, accumulator } = expr
    const before = plus(this.cost(range), this.cost(init))
    this.#push(accumulator, {
      declared: this.#declared.get(init),
      size: this.#size(init),
      itemSize: this.#itemSize(init),
    })
    const never = condition.kind === 'literal' && condition.value === false
    if (range.kind === 'list' && range.elements.length === 0 && never) {
      const bound = this.cost(result)
      this.#pop(accumulator)
      this.#sizes.set(expr, this.#size(result))
      return plus(before, bound)
    }
    const element = this.#declared.get(range)?.element
    const isMap = range.type?.kind === 'map'
    const item: Local = { declared: element, size: this.#itemSize(range), itemSize: undefined }
    const key: Local = { declared: this.#declared.get(range)?.key, size: undefined, itemSize: undefined }
    this.#push(variable, isMap || variable2 !== undefined ? key : item)
    if (variable2 !== undefined) this.#push(variable2, item)
    const each = plus(this.cost(condition), this.cost(step))
    const stepItems = this.#itemSize(step)
    this.#pop(variable)
    if (variable2 !== undefined) this.#pop(variable2)
    const after = this.cost(result)
    this.#pop(accumulator)
    const count = this.#size(range)
    if (init.kind === 'literal') this.#sizes.set(expr, ONE)
    else if (init.kind === 'list' || init.kind === 'map') {
      this.#sizes.set(expr, count)
      if (stepItems !== undefined) this.#itemSizes.set(expr, stepItems)
    }
    return plus(plus(before, after), times(count, each))
  }
}
