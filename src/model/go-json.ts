// What Go's encoding/json says of a text that is not the JSON it wants: annotations and secrets that carry JSON.
// Upstream: encoding/json scanner.go; it looks at bytes, so a character beyond ASCII is quoted by its first byte.
import { quote } from './quote.ts'

class SyntaxProblem {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d])
const LITERALS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' }
const END = -1

class Scanner {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(text: string) {
    this.#bytes = new TextEncoder().encode(text)
  }

  document(): void {
    this.#value()
    if (this.#peek() !== END) this.#fail('after top-level value')
  }

  #byte(): number {
    return this.#bytes[this.#at] ?? END
  }

  #peek(): number {
    while (SPACE.has(this.#byte())) this.#at++
    return this.#byte()
  }

  #is(character: string): boolean {
    return this.#byte() === character.charCodeAt(0)
  }

  #fail(context: string): never {
    const byte = this.#byte()
    if (byte === END) throw new SyntaxProblem('unexpected end of JSON input')
    throw new SyntaxProblem(`invalid character ${quoteCharacter(String.fromCharCode(byte))} ${context}`)
  }

  #value(): void {
    this.#peek()
    const word = LITERALS[String.fromCharCode(this.#byte())]
    if (this.#is('{')) this.#object()
    else if (this.#is('[')) this.#array()
    else if (this.#is('"')) this.#string()
    else if (word !== undefined) this.#literal(word)
    else if (this.#is('-') || this.#isDigit()) this.#number()
    else this.#fail('looking for beginning of value')
  }

  #object(): void {
    this.#at++
    this.#peek()
    if (this.#is('}')) {
      this.#at++
      return
    }
    for (;;) {
      this.#peek()
      if (!this.#is('"')) this.#fail('looking for beginning of object key string')
      this.#string()
      this.#peek()
      if (!this.#is(':')) this.#fail('after object key')
      this.#at++
      this.#value()
      if (this.#ends('}', 'after object key:value pair')) return
    }
  }

  #array(): void {
    this.#at++
    this.#peek()
    if (this.#is(']')) {
      this.#at++
      return
    }
    for (;;) {
      this.#value()
      if (this.#ends(']', 'after array element')) return
    }
  }

  #ends(close: string, context: string): boolean {
    this.#peek()
    const ended = this.#is(close)
    if (!ended && !this.#is(',')) this.#fail(context)
    this.#at++
    return ended
  }

  #string(): void {
    this.#at++
    while (!this.#is('"')) {
      if (this.#byte() < 0x20) this.#fail('in string literal')
      if (this.#is('\\')) this.#escape()
      else this.#at++
    }
    this.#at++
  }

  #escape(): void {
    this.#at++
    const character = String.fromCharCode(this.#byte())
    if (this.#byte() === END || !'bfnrt\\/"u'.includes(character)) this.#fail('in string escape code')
    this.#at++
    if (character !== 'u') return
    for (let i = 0; i < 4; i++) {
      if (!isHex(this.#byte())) this.#fail('in \\u hexadecimal character escape')
      this.#at++
    }
  }

  #literal(word: string): void {
    this.#at++
    for (const letter of word.slice(1)) {
      if (!this.#is(letter)) this.#fail(`in literal ${word} (expecting ${quoteCharacter(letter)})`)
      this.#at++
    }
  }

  #number(): void {
    if (this.#is('-')) this.#at++
    if (this.#is('0')) this.#at++
    else this.#digits('in numeric literal')
    if (this.#is('.')) {
      this.#at++
      this.#digits('after decimal point in numeric literal')
    }
    if (!this.#is('e') && !this.#is('E')) return
    this.#at++
    if (this.#is('+') || this.#is('-')) this.#at++
    this.#digits('in exponent of numeric literal')
  }

  #isDigit(): boolean {
    return this.#byte() >= 48 && this.#byte() <= 57
  }

  #digits(context: string): void {
    if (!this.#isDigit()) this.#fail(context)
    while (this.#isDigit()) this.#at++
  }
}

const isHex = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70)

function quoteCharacter(character: string): string {
  if (character === "'") return "'\\''"
  return character === '"' ? `'"'` : `'${quote(character).slice(1, -1)}'`
}

/** What encoding/json says of a text whose syntax is wrong; undefined when it is right. */
export function jsonSyntaxError(text: string): string | undefined {
  try {
    new Scanner(text).document()
    return undefined
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return problem.text
    throw problem
  }
}

const kindOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** A text read as a JSON object or list (null is neither, and fine), or what Unmarshal says against it. */
export function parseGoJson(
  text: string,
  wanted: 'object' | 'array',
  goType: string,
): { readonly value: unknown } | { readonly error: string } {
  const error = jsonSyntaxError(text)
  if (error !== undefined) return { error }
  const value: unknown = JSON.parse(text)
  if (value === null || kindOf(value) === wanted) return { value }
  return { error: `json: cannot unmarshal ${kindOf(value)} into Go value of type ${goType}` }
}

/** A value as Go's encoder writes it, which keeps text safe within HTML. */
export const goJsonText = (value: unknown): string =>
  JSON.stringify(value).replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

const UNSAFE = /[<>&\u2028\u2029]/g
