// Text to tree, quickly, for texts that are right; a syntax error stops it, and syntax/errors then says what ANTLR says.
// Upstream: cel-go parser/parser.go over parser/gen/CEL.g4.
import { type Expr, type FieldInit, type MapEntry, OPERATORS } from '../ast.ts'
import type { CelProblem } from '../source.ts'
import type { CelValue } from '../values/value.ts'
import { doubleLiteral, intLiteral, uintLiteral } from './literals.ts'
import { expandMacro, type MacroHelper } from './macros.ts'
import { syntaxProblems } from './recovery.ts'
import {
  BYTES,
  EOF,
  ESC_IDENTIFIER,
  IDENTIFIER,
  NUM_FLOAT,
  NUM_INT,
  NUM_UINT,
  STRING,
  type Token,
  tokenize,
} from './tokens.ts'
import { unescapeBytes, unescapeText } from './unescape.ts'

const MAX_LENGTH = 100_000
const MAX_DEPTH = 250
const RESERVED: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
)

/** A tree, or what is wrong. */
export interface Parsed {
  readonly expr: Expr | undefined
  readonly problems: readonly CelProblem[]
}

class SyntaxFailure {
  readonly problem: CelProblem | undefined
  constructor(problem?: CelProblem) {
    this.problem = problem
  }
}

/** Reads an expression; `bindings`: with cel.bind. */
export function parse(text: string, bindings = false): Parsed {
  let length = 0
  for (const _ of text) length++
  if (length > MAX_LENGTH) {
    const message = `expression code point size exceeds limit: size: ${length}, limit ${MAX_LENGTH}`
    return { expr: undefined, problems: [{ offset: -1, message }] }
  }
  const { tokens, problems } = tokenize(text)
  if (problems.length > 0) return { expr: undefined, problems: [...problems, ...syntaxProblems(tokens)] }
  const reader = new Reader(tokens, bindings)
  try {
    const expr = reader.whole()
    return { expr: reader.problems.length > 0 ? undefined : expr, problems: reader.problems }
  } catch (failure) {
    if (!(failure instanceof SyntaxFailure)) throw failure
    return { expr: undefined, problems: failure.problem === undefined ? syntaxProblems(tokens) : [failure.problem] }
  }
}

const RELATIONS: ReadonlySet<string> = new Set(['<', '<=', '>=', '>', '==', '!=', 'in'])

class Reader implements MacroHelper {
  readonly problems: CelProblem[] = []
  readonly bindings: boolean
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(tokens: readonly Token[], bindings: boolean) {
    this.#tokens = tokens
    this.bindings = bindings
  }

  whole(): Expr {
    const expr = this.#expr()
    if (this.#peek().type !== EOF) throw new SyntaxFailure()
    return expr
  }

  report(offset: number, message: string): Expr {
    this.problems.push({ offset, message })
    return { kind: 'broken', offset }
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!
  }

  #next(): Token {
    return this.#tokens[this.#at++]!
  }

  #is(text: string): boolean {
    const token = this.#peek()
    return token.text === text && token.type < IDENTIFIER && token.type !== STRING && token.type !== BYTES
  }

  #take(text: string): Token | undefined {
    return this.#is(text) ? this.#next() : undefined
  }

  #expect(text: string): Token {
    const token = this.#take(text)
    if (token === undefined) throw new SyntaxFailure()
    return token
  }

  #call(name: string, offset: number, ...args: readonly Expr[]): Expr {
    return { kind: 'call', name, target: undefined, args, offset }
  }

  #expr(): Expr {
    if (++this.#depth > MAX_DEPTH) {
      throw new SyntaxFailure({ offset: -1, message: `expression recursion limit exceeded: ${MAX_DEPTH}` })
    }
    const condition = this.#or()
    const sign = this.#take('?')
    if (sign === undefined) {
      this.#depth--
      return condition
    }
    const yes = this.#or()
    this.#expect(':')
    const no = this.#expr()
    this.#depth--
    return this.#call(OPERATORS['?'], sign.offset, condition, yes, no)
  }

  #or(): Expr {
    return this.#logic('||', () => this.#logic('&&', () => this.#relation()))
  }

  /** Chains become balanced trees. */
  #logic(sign: '||' | '&&', term: () => Expr): Expr {
    const first = term()
    if (!this.#is(sign)) return first
    const terms = [first]
    const offsets: number[] = []
    for (let token = this.#take(sign); token !== undefined; token = this.#take(sign)) {
      offsets.push(token.offset)
      terms.push(term())
    }
    const tree = (low: number, high: number): Expr => {
      const middle = (low + high + 1) >> 1
      const left = middle === low ? terms[middle]! : tree(low, middle - 1)
      const right = middle === high ? terms[middle + 1]! : tree(middle + 1, high)
      return this.#call(OPERATORS[sign], offsets[middle]!, left, right)
    }
    return tree(0, offsets.length - 1)
  }

  #relation(): Expr {
    let left = this.#sum()
    while (RELATIONS.has(this.#peek().text) && this.#peek().type < STRING) {
      const sign = this.#next()
      left = this.#call(OPERATORS[sign.text as '<'], sign.offset, left, this.#sum())
    }
    return left
  }

  #sum(): Expr {
    let left = this.#product()
    while (this.#is('+') || this.#is('-')) {
      const sign = this.#next()
      left = this.#call(OPERATORS[sign.text as '+'], sign.offset, left, this.#product())
    }
    return left
  }

  #product(): Expr {
    let left = this.#unary()
    while (this.#is('*') || this.#is('/') || this.#is('%')) {
      const sign = this.#next()
      left = this.#call(OPERATORS[sign.text as '*'], sign.offset, left, this.#unary())
    }
    return left
  }

  #unary(): Expr {
    const first = this.#peek()
    if (this.#is('!')) return this.#repeated('!', OPERATORS['!'], first.offset)
    if (this.#is('-') && !isNumber(this.#peek(1))) return this.#repeated('-', OPERATORS['-x'], first.offset)
    return this.#member()
  }

  /** `!!x`, `--x`: an even number says nothing. The grammar wants a member after them, no other sign. */
  #repeated(sign: '!' | '-', operator: string, offset: number): Expr {
    let count = 0
    while (this.#take(sign) !== undefined) count++
    const operand = this.#member()
    return count % 2 === 0 ? operand : this.#call(operator, offset, operand)
  }

  #member(): Expr {
    let operand = this.#primary()
    for (;;) {
      const dot = this.#take('.')
      if (dot !== undefined) {
        operand = this.#selected(operand, dot)
        continue
      }
      const open = this.#take('[')
      if (open === undefined) return operand
      const optional = this.#take('?') !== undefined
      const index = this.#expr()
      this.#expect(']')
      operand = this.#call(optional ? OPERATORS['[?]'] : OPERATORS['[]'], open.offset, operand, index)
    }
  }

  #selected(operand: Expr, dot: Token): Expr {
    const optional = this.#take('?') !== undefined
    const word = this.#next()
    if (word.type !== IDENTIFIER && word.type !== ESC_IDENTIFIER) throw new SyntaxFailure()
    if (word.type === ESC_IDENTIFIER) return this.report(word.offset, "unsupported syntax: '`'")
    const field = word.text
    if (optional) {
      const name: Expr = { kind: 'literal', value: field, offset: word.offset }
      return this.#call(OPERATORS['.?'], dot.offset, operand, name)
    }
    const open = this.#take('(')
    if (open === undefined) return { kind: 'select', operand, field, test: false, offset: dot.offset }
    return this.#applied(field, operand, open)
  }

  #applied(name: string, target: Expr | undefined, open: Token): Expr {
    const args: Expr[] = []
    if (!this.#is(')')) {
      do args.push(this.#expr())
      while (this.#take(',') !== undefined)
    }
    this.#expect(')')
    const expanded = expandMacro(this, { name, target, args, offset: open.offset })
    return expanded ?? { kind: 'call', name, target, args, offset: open.offset }
  }

  #primary(): Expr {
    const open = this.#take('(')
    if (open !== undefined) {
      const inner = this.#expr()
      this.#expect(')')
      return inner
    }
    if (this.#is('[')) return this.#list()
    if (this.#is('{')) return this.#map()
    const token = this.#peek()
    if (token.type === IDENTIFIER || (this.#is('.') && this.#peek(1).type === IDENTIFIER)) return this.#named()
    return this.#literal()
  }

  #named(): Expr {
    const dot = this.#take('.') === undefined ? '' : '.'
    const words = this.#structName()
    if (words > 0) return this.#struct(dot, words)
    const word = this.#next()
    const open = this.#take('(')
    if (RESERVED.has(word.text)) return this.#reserved(word, dot, open)
    if (open !== undefined) return this.#applied(dot + word.text, undefined, open)
    return { kind: 'ident', name: dot + word.text, offset: word.offset }
  }

  #reserved(word: Token, dot: string, open: Token | undefined): Expr {
    if (open !== undefined) this.#applied(`${dot}${word.text}`, undefined, open)
    return this.report(word.offset - dot.length, `reserved identifier: ${word.text}`)
  }

  /** How many words `a.b.c{` has; 0 when it is no struct. */
  #structName(): number {
    for (let i = 0; this.#peek(i).type === IDENTIFIER; i += 2) {
      const after = this.#peek(i + 1)
      if (after.text === '{' && after.type < IDENTIFIER) return i / 2 + 1
      if (after.text !== '.' || after.type > IDENTIFIER) return 0
    }
    return 0
  }

  #struct(dot: string, words: number): Expr {
    const names: string[] = []
    for (let i = 0; i < words; i++) {
      if (i > 0) this.#next()
      names.push(this.#next().text)
    }
    const open = this.#expect('{')
    const fields: FieldInit[] = []
    while (!this.#is('}')) {
      if (fields.length === 0 && this.#take(',') !== undefined) break
      const optional = this.#take('?') !== undefined
      const word = this.#next()
      if (word.type !== IDENTIFIER && word.type !== ESC_IDENTIFIER) throw new SyntaxFailure()
      const colon = this.#expect(':')
      const name = word.type === IDENTIFIER ? word.text : word.text.slice(1, -1)
      fields.push({ name, optional, value: this.#expr(), offset: colon.offset })
      if (this.#take(',') === undefined) break
    }
    this.#expect('}')
    return { kind: 'struct', name: dot + names.join('.'), fields, offset: open.offset }
  }

  #list(): Expr {
    const open = this.#next()
    const elements: Expr[] = []
    const optional = new Set<number>()
    while (!this.#is(']')) {
      if (elements.length === 0 && this.#take(',') !== undefined) break
      if (this.#take('?') !== undefined) optional.add(elements.length)
      elements.push(this.#expr())
      if (this.#take(',') === undefined) break
    }
    this.#expect(']')
    return { kind: 'list', elements, optional: optional.size > 0 ? optional : undefined, offset: open.offset }
  }

  #map(): Expr {
    const open = this.#next()
    const entries: MapEntry[] = []
    while (!this.#is('}')) {
      if (entries.length === 0 && this.#take(',') !== undefined) break
      const optional = this.#take('?') !== undefined
      const key = this.#expr()
      this.#expect(':')
      entries.push({ key, value: this.#expr(), optional })
      if (this.#take(',') === undefined) break
    }
    this.#expect('}')
    return { kind: 'map', entries, offset: open.offset }
  }

  #literal(): Expr {
    const { offset } = this.#peek()
    const minus = this.#take('-') !== undefined
    const token = this.#next()
    const value = (made: { readonly error: string } | CelValue): Expr =>
      isError(made) ? this.report(offset, made.error) : { kind: 'literal', value: made, offset }
    switch (token.type) {
      case NUM_INT:
        return value(intLiteral(token.text, minus))
      case NUM_FLOAT:
        return value(doubleLiteral(token.text, minus))
      default:
    }
    if (minus) throw new SyntaxFailure()
    if (token.type === NUM_UINT) return value(uintLiteral(token.text))
    if (token.type === STRING) return value(unescapeText(token.text))
    if (token.type === BYTES) return value(unescapeBytes(token.text.slice(1)))
    if (token.type === EOF || token.type > NUM_FLOAT) throw new SyntaxFailure()
    if (token.text === 'true' || token.text === 'false') return value(token.text === 'true')
    if (token.text === 'null') return value(null)
    throw new SyntaxFailure()
  }
}

const isNumber = (token: Token): boolean => token.type === NUM_INT || token.type === NUM_FLOAT

const isError = (made: unknown): made is { readonly error: string } =>
  typeof made === 'object' && made !== null && 'error' in made
