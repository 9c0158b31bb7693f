// Reads JSON text as Go does: its syntax errors word for word, duplicate fields noted with their paths, the last one kept.
// Upstream: the scanner of encoding/json, and the duplicate check of sigs.k8s.io/json.
import type { JsonValue } from '../../../model/json.ts'
import { quote } from '../../../model/quote.ts'
import { LiteralNumber } from './literal-number.ts'
import { setKey } from './scalars.ts'

/** What a text holds. Numbers whose spelling matters are LiteralNumbers. */
export interface JsonText {
  readonly value: unknown
  readonly duplicates: readonly string[]
}

/** Go allows 10,000; a thousand keeps every recursion over the value within the stack. */
const MAX_DEPTH = 1000
const number = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const surrogate = /\p{Surrogate}/gu

class SyntaxProblem extends Error {}

/** Reads a text, or gives Go's error. */
export function parseJsonText(text: string): JsonText | { error: string } {
  const parser = new JsonParser(text)
  try {
    return { value: parser.document(), duplicates: parser.duplicates }
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return { error: problem.message }
    throw problem
  }
}

class JsonParser {
  readonly duplicates: string[] = []
  private readonly text: string
  private readonly path: (string | number)[] = []
  private at = 0
  private depth = 0

  constructor(text: string) {
    this.text = text
  }

  document(): unknown {
    const value = this.value('looking for beginning of value')
    this.space()
    if (this.at < this.text.length) this.fail('after top-level value')
    return value
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
      this.at++
    }
  }

  private fail(context: string): never {
    const { text, at } = this
    if (at >= text.length) throw new SyntaxProblem('unexpected end of JSON input')
    throw new SyntaxProblem(`invalid character ${quoteByte(text, at)} ${context}`)
  }

  private value(context: string): unknown {
    this.space()
    switch (this.text[this.at]) {
      case '{':
        return this.nest(() => this.object())
      case '[':
        return this.nest(() => this.array())
      case '"':
        return this.string()
      case 't':
        return this.literal('true', true)
      case 'f':
        return this.literal('false', false)
      case 'n':
        return this.literal('null', null)
      default:
        return this.number(context)
    }
  }

  private nest<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) this.fail('exceeded max depth')
    this.at++
    const value = read()
    this.depth--
    return value
  }

  private object(): unknown {
    const object: { [key: string]: JsonValue } = {}
    this.space()
    if (this.text[this.at] === '}') {
      this.at++
      return object
    }
    for (;;) {
      this.space()
      if (this.text[this.at] !== '"') this.fail('looking for beginning of object key string')
      const key = this.string()
      if (Object.hasOwn(object, key)) this.duplicates.push(this.pathOf(key))
      this.space()
      if (this.text[this.at] !== ':') this.fail('after object key')
      this.at++
      this.path.push(key)
      setKey(object, key, this.value('looking for beginning of value') as JsonValue)
      this.path.pop()
      if (this.closes('}', 'after object key:value pair')) return object
    }
  }

  private array(): unknown {
    const array: unknown[] = []
    this.space()
    if (this.text[this.at] === ']') {
      this.at++
      return array
    }
    for (;;) {
      this.path.push(array.length)
      array.push(this.value('looking for beginning of value'))
      this.path.pop()
      if (this.closes(']', 'after array element')) return array
    }
  }

  /** Takes the bracket (true) or a comma (false). */
  private closes(bracket: string, context: string): boolean {
    this.space()
    const character = this.text[this.at]
    if (character !== bracket && character !== ',') this.fail(context)
    this.at++
    return character === bracket
  }

  private pathOf(key: string): string {
    let path = ''
    for (const step of this.path) path += typeof step === 'number' ? `[${step}]` : path === '' ? step : `.${step}`
    return path === '' ? key : `${path}.${key}`
  }

  private literal<T>(word: string, value: T): T {
    for (let at = 1; at < word.length; at++) {
      this.at++
      if (this.text[this.at] !== word[at]) this.fail(`in literal ${word} (expecting '${word[at]}')`)
    }
    this.at++
    return value
  }

  private number(context: string): unknown {
    number.lastIndex = this.at
    const match = number.exec(this.text)
    if (match === null) {
      if (this.text[this.at] !== '-') this.fail(context)
      this.at++
      this.fail('in numeric literal')
    }
    const [literal, fraction, exponent] = match
    this.at += literal.length
    this.checkNumberEnd(fraction !== undefined, exponent !== undefined)
    const value = Number(literal)
    return String(value) === literal ? value : new LiteralNumber(literal)
  }

  /** A point or an exponent that the pattern left out has no digits. */
  private checkNumberEnd(fraction: boolean, exponent: boolean): void {
    const next = this.text[this.at]
    if (next === '.' && !fraction && !exponent) {
      this.at++
      this.fail('after decimal point in numeric literal')
    }
    if ((next === 'e' || next === 'E') && !exponent) {
      this.at++
      if (this.text[this.at] === '+' || this.text[this.at] === '-') this.at++
      this.fail('in exponent of numeric literal')
    }
  }

  private string(): string {
    this.at++
    let value = ''
    for (;;) {
      const start = this.at
      this.at = endOfPlainText(this.text, start)
      value += this.text.slice(start, this.at)
      const next = this.text[this.at]
      if (next === '"') {
        this.at++
        return value.replace(surrogate, '\ufffd')
      }
      if (next !== '\\') this.fail('in string literal')
      this.at++
      value += this.escape()
    }
  }

  private escape(): string {
    const character = this.text[this.at]
    if (character === 'u') return this.unicodeEscape()
    const value = character === undefined ? undefined : escapes[character]
    if (value === undefined) this.fail('in string escape code')
    this.at++
    return value
  }

  private unicodeEscape(): string {
    const start = this.at + 1
    for (let count = 0; count < 4; count++) {
      this.at++
      if (!hex.test(this.text[this.at] ?? '')) this.fail('in \\u hexadecimal character escape')
    }
    this.at++
    return String.fromCharCode(Number.parseInt(this.text.slice(start, this.at), 16))
  }
}

/** Where a run of characters that stand for themselves ends. */
function endOfPlainText(text: string, start: number): number {
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34 || code === 92 || code < 32) break
  }
  return at
}

const hex = /^[0-9a-fA-F]$/
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Go's scanner looks at bytes: of a character beyond ASCII it names the first one. */
function quoteByte(text: string, at: number): string {
  const character = text[at] as string
  if (character === "'") return "'\\''"
  if (character === '"') return "'\"'"
  const code = text.codePointAt(at) as number
  const byte = code < 128 ? code : (Buffer.from(String.fromCodePoint(code))[0] as number)
  return `'${quote(String.fromCharCode(byte)).slice(1, -1)}'`
}
