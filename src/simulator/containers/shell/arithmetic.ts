// `$(( … ))`: integer expressions of the shell.
import { ArithmeticError } from './syntax.ts'

const token =
  /\s*(\d+|0x[0-9a-fA-F]+|[A-Za-z_]\w*|\*\*|<<=?|>>=?|[-+*/%&|^]=|&&|\|\||[<>=!]=|\+\+|--|[-+*/%<>=!~&|^?:(),])/y
const binary: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
]
const blank = /^\s*$/

/** The variables of the shell. */
export interface Variables {
  get(name: string): string | undefined
  set(name: string, value: string): void
}

/** The value of an expression. */
export function evaluate(text: string, variables: Variables): number {
  if (blank.test(text)) return 0
  const tokens: string[] = []
  let at = 0
  while (at < text.length) {
    token.lastIndex = at
    const match = token.exec(text)
    if (match === null) {
      if (blank.test(text.slice(at))) break
      throw new ArithmeticError('arithmetic syntax error')
    }
    tokens.push(match[1]!)
    at = token.lastIndex
  }
  const parser = new Arithmetic(tokens, variables)
  const value = parser.assignment()
  if (!parser.done) throw new ArithmeticError('arithmetic syntax error')
  return value
}

class Arithmetic {
  readonly #tokens: readonly string[]
  readonly #variables: Variables
  #at = 0

  constructor(tokens: readonly string[], variables: Variables) {
    this.#tokens = tokens
    this.#variables = variables
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length
  }

  assignment(): number {
    const name = this.#tokens[this.#at] ?? ''
    const op = this.#tokens[this.#at + 1] ?? ''
    if (isName(name) && op.endsWith('=') && !['==', '!=', '<=', '>='].includes(op)) {
      this.#at += 2
      const right = this.assignment()
      const value = op === '=' ? right : apply(op.slice(0, -1), this.#value(name), right)
      this.#variables.set(name, String(value))
      return value
    }
    return this.#ternary()
  }

  #ternary(): number {
    const condition = this.#binary(0)
    if (this.#tokens[this.#at] !== '?') return condition
    this.#at++
    const yes = this.assignment()
    this.#expect(':')
    const no = this.assignment()
    return condition === 0 ? no : yes
  }

  #binary(level: number): number {
    const operators = binary[level]
    if (operators === undefined) return this.#unary()
    let left = this.#binary(level + 1)
    for (let op = this.#tokens[this.#at]; op !== undefined && operators.includes(op); op = this.#tokens[this.#at]) {
      this.#at++
      left = apply(op, left, this.#binary(level + 1))
    }
    return left
  }

  #unary(): number {
    const op = this.#tokens[this.#at++]
    if (op === '-') return -this.#unary()
    if (op === '+') return this.#unary()
    if (op === '!') return this.#unary() === 0 ? 1 : 0
    if (op === '~') return ~this.#unary()
    if (op === '++' || op === '--') {
      const name = this.#tokens[this.#at++] ?? ''
      return this.#step(name, op === '++' ? 1 : -1)
    }
    if (op === '(') {
      const value = this.assignment()
      this.#expect(')')
      return value
    }
    if (op === undefined) throw new ArithmeticError('arithmetic syntax error')
    if (!isName(op)) {
      const value = op.length > 1 && op.startsWith('0') && !op.startsWith('0x') ? Number.parseInt(op, 8) : Number(op)
      if (Number.isNaN(value)) throw new ArithmeticError('arithmetic syntax error')
      return value
    }
    const after = this.#tokens[this.#at]
    if (after !== '++' && after !== '--') return this.#value(op)
    this.#at++
    const value = this.#value(op)
    this.#step(op, after === '++' ? 1 : -1)
    return value
  }

  #step(name: string, by: number): number {
    const value = this.#value(name) + by
    this.#variables.set(name, String(value))
    return value
  }

  #value(name: string): number {
    const value = Number(this.#variables.get(name) || '0')
    return Number.isNaN(value) ? 0 : value
  }

  #expect(text: string): void {
    if (this.#tokens[this.#at++] !== text) throw new ArithmeticError('arithmetic syntax error')
  }
}

const isName = (text: string): boolean => /^[A-Za-z_]/.test(text)

function apply(op: string, a: number, b: number): number {
  switch (op) {
    case '||':
      return a !== 0 || b !== 0 ? 1 : 0
    case '&&':
      return a !== 0 && b !== 0 ? 1 : 0
    case '|':
      return Number(BigInt(a) | BigInt(b))
    case '^':
      return Number(BigInt(a) ^ BigInt(b))
    case '&':
      return Number(BigInt(a) & BigInt(b))
    case '==':
      return a === b ? 1 : 0
    case '!=':
      return a === b ? 0 : 1
    case '<':
      return a < b ? 1 : 0
    case '>':
      return a > b ? 1 : 0
    case '<=':
      return a <= b ? 1 : 0
    case '>=':
      return a >= b ? 1 : 0
    case '<<':
      return a * 2 ** b
    case '>>':
      return Math.floor(a / 2 ** b)
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    default:
      if (b === 0) throw new ArithmeticError('divide by zero')
      return op === '/' ? Math.trunc(a / b) : a % b
  }
}
