// The tree of an expression. Macros are expanded when it is made, as comprehensions; the checker writes types and overloads on it.
// Upstream: cel-go common/ast.
import type { Overload } from './library/declaration.ts'
import type { CelType } from './types.ts'
import type { CelValue } from './values/value.ts'

interface Node {
  /** Where messages point to. */
  readonly offset: number
  /** Set by the checker. */
  type?: CelType
}

export interface LiteralExpr extends Node {
  readonly kind: 'literal'
  readonly value: CelValue
}

export interface IdentExpr extends Node {
  readonly kind: 'ident'
  name: string
}

export interface SelectExpr extends Node {
  readonly kind: 'select'
  readonly operand: Expr
  readonly field: string
  /** has(). */
  readonly test: boolean
  /** Set by the checker where `a.b` is one declared name. */
  resolved?: string
}

export interface CallExpr extends Node {
  readonly kind: 'call'
  readonly name: string
  readonly target: Expr | undefined
  readonly args: readonly Expr[]
  /** Set by the checker: those that may be meant. */
  overloads?: readonly Overload[]
  /** Set by the checker: `a.b.f(x)` where `a.b.f` is the function. */
  qualified?: string
}

export interface ListExpr extends Node {
  readonly kind: 'list'
  readonly elements: readonly Expr[]
  readonly optional: ReadonlySet<number> | undefined
}

export interface MapEntry {
  readonly key: Expr
  readonly value: Expr
  readonly optional: boolean
}

export interface MapExpr extends Node {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
}

export interface FieldInit {
  readonly name: string
  readonly value: Expr
  readonly optional: boolean
  readonly offset: number
}

export interface StructExpr extends Node {
  readonly kind: 'struct'
  name: string
  readonly fields: readonly FieldInit[]
}

export interface ComprehensionExpr extends Node {
  readonly kind: 'comprehension'
  readonly range: Expr
  readonly variable: string
  /** Of comprehensions over keys and values. */
  readonly variable2: string | undefined
  readonly accumulator: string
  readonly init: Expr
  readonly condition: Expr
  readonly step: Expr
  readonly result: Expr
}

/** What a problem left behind. */
export interface BrokenExpr extends Node {
  readonly kind: 'broken'
}

export type Expr =
  | LiteralExpr
  | IdentExpr
  | SelectExpr
  | CallExpr
  | ListExpr
  | MapExpr
  | StructExpr
  | ComprehensionExpr
  | BrokenExpr

/** The accumulator of comprehensions; no expression can name it. */
export const ACCUMULATOR = '@result'

/** The functions behind operators. */
export const OPERATORS = {
  '?': '_?_:_',
  '&&': '_&&_',
  '||': '_||_',
  '!': '!_',
  '-x': '-_',
  '==': '_==_',
  '!=': '_!=_',
  '<': '_<_',
  '<=': '_<=_',
  '>': '_>_',
  '>=': '_>=_',
  in: '@in',
  '+': '_+_',
  '-': '_-_',
  '*': '_*_',
  '/': '_/_',
  '%': '_%_',
  '[]': '_[_]',
  '[?]': '_[?_]',
  '.?': '_?._',
  notStrictlyFalse: '@not_strictly_false',
} as const
