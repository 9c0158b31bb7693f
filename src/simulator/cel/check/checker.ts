// Gives every node of a tree its type and every call the overloads that may be meant; says what does not fit.
// Upstream: cel-go checker/checker.go, checker/errors.go.
import type { CallExpr, ComprehensionExpr, Expr, ListExpr, MapExpr, SelectExpr, StructExpr } from '../ast.ts'
import { OPERATORS } from '../ast.ts'
import type { FunctionDeclaration, Overload } from '../library/declaration.ts'
import type { CelProblem } from '../source.ts'
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  ERROR,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  param,
  STRING,
  TIMESTAMP,
  typeOf,
  UINT,
  unwrapOptional,
} from '../types.ts'
import { type CelValue, typeName } from '../values/value.ts'
import { assign, assignAll, isDyn, isDynOrError, mostGeneral, type Substitutions, substitute } from './assignable.ts'
import type { CelEnvironment } from './environment.ts'

const OF_LITERALS: Readonly<Record<string, CelType>> = {
  bool: BOOL,
  bytes: BYTES,
  double: DOUBLE,
  int: INT,
  null_type: NULL,
  string: STRING,
  uint: UINT,
}
const PRIMITIVES: Readonly<Record<string, CelType>> = {
  bool: BOOL,
  bytes: BYTES,
  double: DOUBLE,
  dyn: DYN,
  int: INT,
  list: listOf(DYN),
  map: mapOf(DYN, DYN),
  null_type: NULL,
  string: STRING,
  type: typeOf(DYN),
  uint: UINT,
  'google.protobuf.Timestamp': TIMESTAMP,
  'google.protobuf.Duration': DURATION,
}

/** The type of a literal. */
export const literalType = (value: CelValue): CelType => OF_LITERALS[typeName(value)] ?? DYN

/** Names bound by comprehensions, innermost first. */
interface Scope {
  readonly names: ReadonlyMap<string, CelType>
  readonly outer: Scope | undefined
}

/** Checks a tree; its nodes carry their types afterwards. */
export function check(expr: Expr, environment: CelEnvironment): readonly CelProblem[] {
  const checker = new Checker(environment)
  checker.check(expr)
  checker.settle(expr)
  return checker.problems
}

class Checker {
  readonly problems: CelProblem[] = []
  readonly #environment: CelEnvironment
  readonly #nodes: Expr[] = []
  #scope: Scope | undefined
  #known: Substitutions = new Map()
  #variables = 0

  constructor(environment: CelEnvironment) {
    this.#environment = environment
  }

  #report({ offset }: { readonly offset: number }, message: string): void {
    this.problems.push({ offset, message })
  }

  /** At the end what is known of type parameters goes into all nodes. */
  settle(root: Expr): void {
    root.type = substitute(this.#known, root.type ?? ERROR, true)
    for (const node of this.#nodes) node.type = substitute(this.#known, node.type ?? ERROR, true)
  }

  check(expr: Expr): CelType {
    const type = this.#typeOf(expr)
    expr.type = type
    this.#nodes.push(expr)
    return type
  }

  #typeOf(expr: Expr): CelType {
    switch (expr.kind) {
      case 'literal':
        return literalType(expr.value)
      case 'ident':
        return this.#ident(expr, expr.name)
      case 'select':
        return this.#select(expr)
      case 'call':
        return this.#call(expr)
      case 'list':
        return this.#list(expr)
      case 'map':
        return this.#map(expr)
      case 'struct':
        return this.#struct(expr)
      case 'comprehension':
        return this.#comprehension(expr)
      case 'broken':
        return ERROR
    }
  }

  #lookup(name: string): CelType | undefined {
    const local = !name.startsWith('.')
    const plain = local ? name : name.slice(1)
    for (let scope = local ? this.#scope : undefined; scope !== undefined; scope = scope.outer) {
      const found = scope.names.get(plain)
      if (found !== undefined) return found
    }
    const declared = this.#environment.variable(plain)
    if (declared !== undefined) return declared
    const named = PRIMITIVES[plain] ?? this.#environment.type(plain)
    return named === undefined ? undefined : typeOf(named)
  }

  #undeclared(node: Expr, name: string): CelType {
    this.#report(node, `undeclared reference to '${name}' (in container '')`)
    return ERROR
  }

  #ident(expr: Expr, name: string): CelType {
    return this.#lookup(name) ?? this.#undeclared(expr, name)
  }

  #select(expr: SelectExpr): CelType {
    const name = expr.test ? undefined : qualifiedName(expr)
    const first = name?.slice(0, name.indexOf('.'))
    if (name !== undefined && !this.#isLocal(first!)) {
      const found = this.#lookup(name)
      if (found !== undefined) {
        expr.resolved = name
        return found
      }
    }
    const type = this.#selected(expr, expr.operand, expr.field, false)
    return expr.test ? BOOL : substitute(this.#known, type, false)
  }

  #isLocal(name: string): boolean {
    for (let scope = this.#scope; scope !== undefined; scope = scope.outer) if (scope.names.has(name)) return true
    return false
  }

  #selected(expr: Expr, operand: Expr, field: string, optional: boolean): CelType {
    const operandType = substitute(this.#known, this.check(operand), false)
    const inner = unwrapOptional(operandType)
    const target = inner ?? operandType
    let result = ERROR
    if (target.kind === 'map') result = target.params[1]!
    else if (target.kind === 'struct') result = this.#fieldType(expr, target, field) ?? ERROR
    else if (target.kind === 'param') {
      this.#assignable(DYN, target)
      result = DYN
    } else {
      if (!isDynOrError(target)) this.#report(expr, `type '${target.text}' does not support field selection`)
      result = DYN
    }
    return inner !== undefined || optional ? optionalOf(result) : result
  }

  #fieldType(at: { readonly offset: number }, type: CelType, field: string): CelType | undefined {
    const found = type.field?.(field)
    if (found === undefined) this.#report(at, `undefined field '${field}'`)
    return found
  }

  #call(expr: CallExpr): CelType {
    if (expr.name === OPERATORS['.?']) return this.#optionalSelect(expr)
    for (const arg of expr.args) this.check(arg)
    if (expr.target === undefined) {
      const declared = this.#environment.function(expr.name.startsWith('.') ? expr.name.slice(1) : expr.name)
      if (declared === undefined) return this.#undeclared(expr, expr.name)
      return this.#resolve(expr, declared, undefined)
    }
    const prefix = qualifiedName(expr.target)
    if (prefix !== undefined) {
      const name = `${prefix}.${expr.name}`
      const declared = this.#environment.function(name)
      if (declared !== undefined) {
        expr.qualified = name
        return this.#resolve(expr, declared, undefined)
      }
    }
    this.check(expr.target)
    const declared = this.#environment.function(expr.name)
    if (declared === undefined) return this.#undeclared(expr, expr.name)
    return this.#resolve(expr, declared, expr.target)
  }

  #optionalSelect(expr: CallExpr): CelType {
    const [operand, field] = expr.args
    const name = field!.kind === 'literal' ? String(field!.value) : ''
    field!.type = STRING
    return substitute(this.#known, this.#selected(expr, operand!, name, true), false)
  }

  #resolve(expr: CallExpr, declared: FunctionDeclaration, target: Expr | undefined): CelType {
    const given = (target === undefined ? expr.args : [target, ...expr.args]).map((arg) => arg.type!)
    if (declared.name === OPERATORS['&&'] || declared.name === OPERATORS['||'])
      return this.#logic(expr, declared, given)
    const fitting: Overload[] = []
    let result: CelType | undefined
    for (const overload of declared.overloads) {
      if (overload.member !== (target !== undefined)) continue
      const { args, result: yields } = this.#instance(overload)
      const known = assignAll(this.#known, given, args)
      if (known === undefined) continue
      this.#known = known
      fitting.push(overload)
      const type = substitute(this.#known, yields, false)
      if (result === undefined) result = type
      else if (!isDyn(result) && type.text !== result.text) result = DYN
    }
    if (result === undefined) {
      const types = given.map((type) => substitute(this.#known, type, true).text)
      const shown = target === undefined ? `(${types.join(', ')})` : `${types[0]}.(${types.slice(1).join(', ')})`
      this.#report(expr, `found no matching overload for '${declared.name}' applied to '${shown}'`)
      return ERROR
    }
    expr.overloads = fitting
    return result
  }

  #logic(expr: CallExpr, declared: FunctionDeclaration, given: readonly CelType[]): CelType {
    let wrong = false
    for (const [i, type] of given.entries()) {
      if (this.#assignable(type, BOOL)) continue
      this.#mismatch(expr.args[i]!, BOOL, type)
      wrong = true
    }
    expr.overloads = declared.overloads
    return wrong ? ERROR : BOOL
  }

  /** An overload with type parameters of its own. */
  #instance(overload: Overload): { readonly args: readonly CelType[]; readonly result: CelType } {
    if (overload.params.length === 0) return overload
    const fresh = new Map(overload.params.map((name) => [name, param(`_var${this.#variables++}`)]))
    return {
      args: overload.args.map((type) => substitute(fresh, type, false)),
      result: substitute(fresh, overload.result, false),
    }
  }

  #list(expr: ListExpr): CelType {
    let elements: CelType | undefined
    for (const [i, element] of expr.elements.entries()) {
      let type = this.check(element)
      if (expr.optional?.has(i)) type = this.#unwrapped(element, type)
      elements = this.#join(elements, type)
    }
    return listOf(elements ?? this.#fresh())
  }

  #fresh(): CelType {
    return param(`_var${this.#variables++}`)
  }

  #unwrapped(expr: Expr, type: CelType): CelType {
    const inner = unwrapOptional(type)
    if (inner === undefined && !isDyn(type)) this.#mismatch(expr, optionalOf(type), type)
    return inner ?? type
  }

  #map(expr: MapExpr): CelType {
    let keys: CelType | undefined
    let values: CelType | undefined
    for (const { key, value, optional } of expr.entries) {
      keys = this.#join(keys, this.check(key))
      let type = this.check(value)
      if (optional) type = this.#unwrapped(value, type)
      values = this.#join(values, type)
    }
    return keys === undefined ? mapOf(this.#fresh(), this.#fresh()) : mapOf(keys, values!)
  }

  #struct(expr: StructExpr): CelType {
    const name = expr.name.startsWith('.') ? expr.name.slice(1) : expr.name
    const type = PRIMITIVES[name] ?? this.#environment.type(name)
    if (type === undefined) {
      const variable = this.#environment.variable(name)
      if (variable === undefined) return this.#undeclared(expr, expr.name)
      this.#report(expr, `'${variable.text}' is not a type`)
    } else if (type.kind !== 'struct') this.#report(expr, `'${type.text}' is not a message type`)
    const result = type?.kind === 'struct' ? type : ERROR
    expr.name = name
    for (const field of expr.fields) {
      let given = this.check(field.value)
      const wanted = result.kind === 'struct' ? this.#fieldType(field, result, field.name) : undefined
      if (field.optional) given = this.#unwrapped(field.value, given)
      if (!this.#assignable(wanted ?? ERROR, given)) {
        this.#report(
          field,
          `expected type of field '${field.name}' is '${(wanted ?? ERROR).text}' but provided type is '${given.text}'`,
        )
      }
    }
    return result
  }

  #comprehension(expr: ComprehensionExpr): CelType {
    const range = this.check(expr.range)
    const accumulator = this.check(expr.init)
    const [first, second] = this.#iterated(expr, substitute(this.#known, range, false))
    const outer = this.#scope
    const around: Scope = { names: new Map([[expr.accumulator, accumulator]]), outer }
    const names = new Map([[expr.variable, first]])
    if (expr.variable2 !== undefined) names.set(expr.variable2, second)
    this.#scope = { names, outer: around }
    this.#wants(expr.condition, BOOL, this.check(expr.condition))
    this.#wants(expr.step, accumulator, this.check(expr.step))
    this.#scope = around
    const result = this.check(expr.result)
    this.#scope = outer
    return substitute(this.#known, result, false)
  }

  /** The types of the iteration variables. */
  #iterated(expr: ComprehensionExpr, range: CelType): readonly [CelType, CelType] {
    const two = expr.variable2 !== undefined
    switch (range.kind) {
      case 'list':
        return two ? [INT, range.params[0]!] : [range.params[0]!, DYN]
      case 'map':
        return [range.params[0]!, range.params[1]!]
      case 'dyn':
      case 'error':
      case 'param':
        this.#assignable(DYN, range)
        return [DYN, DYN]
      default:
        this.#report(
          expr.range,
          `expression of type '${range.text}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        )
        return [ERROR, ERROR]
    }
  }

  #join(before: CelType | undefined, type: CelType): CelType {
    if (before === undefined) return type
    return this.#assignable(before, type) ? mostGeneral(before, type) : DYN
  }

  #mismatch(expr: Expr, expected: CelType, found: CelType): void {
    this.#report(expr, `expected type '${expected.text}' but found '${found.text}'`)
  }

  #wants(expr: Expr, wanted: CelType, given: CelType): void {
    if (!this.#assignable(wanted, given)) this.#mismatch(expr, wanted, given)
  }

  #assignable(from: CelType, to: CelType): boolean {
    const known = assign(this.#known, from, to)
    if (known === undefined) return false
    this.#known = known
    return true
  }
}

/** `a.b.c` as one name; undefined for all else. */
function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name
  if (expr.kind !== 'select' || expr.test) return undefined
  const prefix = qualifiedName(expr.operand)
  return prefix === undefined ? undefined : `${prefix}.${expr.field}`
}
