// Go's patterns read from left to right and written anew as JavaScript has them. Upstream: Go's regexp/syntax/parse.go with the flags of
// Perl. Limit: how large repeats within repeats become is not judged.
import { complement, folded, isPattern, otherCase, PERL_CLASS, POSIX, written } from './classes.ts'

/** Why a pattern is none: the reason, and where. */
export class Fault {
  readonly why: string
  readonly at: string
  constructor(why: string, at: string) {
    this.why = why
    this.at = at
  }
}

interface Flags {
  readonly fold: boolean
  readonly multiline: boolean
  readonly dotAll: boolean
  readonly swapGreed: boolean
}

const NO_FLAGS: Flags = { fold: false, multiline: false, dotAll: false, swapGreed: false }
const FLAG_OF: Readonly<Record<string, keyof Flags>> = { i: 'fold', m: 'multiline', s: 'dotAll', U: 'swapGreed' }
const MAX_REPEAT = 1000
const NAME = /^[A-Za-z0-9_]+$/
const COUNT = /^\{(\d+)(,(\d*))?\}/
const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }
const LAST_POINT = 0x10ffff

/** Reads a pattern and writes it anew; throws a Fault. */
export class Parser {
  readonly #pattern: string
  #rest: string
  #flags = NO_FLAGS

  constructor(pattern: string) {
    this.#pattern = pattern
    this.#rest = pattern
  }

  whole(): string {
    const out = this.#alternatives()
    if (this.#rest !== '') throw new Fault('unexpected )', this.#pattern)
    return out
  }

  /** Up to the end, or the parenthesis that closes. */
  #alternatives(): string {
    let out = ''
    for (;;) {
      out += this.#sequence()
      if (!this.#rest.startsWith('|')) return out
      this.#rest = this.#rest.slice(1)
      out += '|'
    }
  }

  #sequence(): string {
    let out = ''
    while (this.#rest !== '' && this.#rest[0] !== '|' && this.#rest[0] !== ')') out += this.#repeated(this.#one())
    return out
  }

  /** One item; undefined for flags, which are none and cannot be repeated. */
  #one(): string | undefined {
    const rest = this.#rest
    switch (rest[0]) {
      case '(':
        return rest[1] === '?' ? this.#special() : this.#group(rest.slice(1), '(')
      case '*':
      case '+':
      case '?':
        throw new Fault('missing argument to repetition operator', this.#operator())
      case '{':
        if (COUNT.test(rest)) throw new Fault('missing argument to repetition operator', this.#operator())
        break
      case '[':
        return this.#class()
      case '.':
        this.#rest = rest.slice(1)
        return this.#flags.dotAll ? '[^]' : '[^\\n]'
      case '^':
        this.#rest = rest.slice(1)
        return this.#flags.multiline ? '(?:(?<=\\n)|(?<![^]))' : '(?<![^])'
      case '$':
        this.#rest = rest.slice(1)
        return this.#flags.multiline ? '(?:(?=\\n)|(?![^]))' : '(?![^])'
      case '\\':
        return this.#escaped()
      default:
    }
    return this.#literal(this.#point())
  }

  /** The next character, taken. */
  #point(): number {
    const point = this.#rest.codePointAt(0)!
    this.#rest = this.#rest.slice(point > 0xffff ? 2 : 1)
    return point
  }

  /** The repetition operator that stands next, with its `?`. */
  #operator(): string {
    const operator = COUNT.exec(this.#rest)?.[0] ?? this.#rest[0]!
    return this.#rest[operator.length] === '?' ? `${operator}?` : operator
  }

  #repeated(item: string | undefined): string {
    let out = item
    let before = ''
    for (;;) {
      const next = this.#rest[0]
      const count = next === '{' ? COUNT.exec(this.#rest) : null
      if (next !== '*' && next !== '+' && next !== '?' && count === null) return out ?? ''
      const operator = this.#operator()
      if (out === undefined) throw new Fault('missing argument to repetition operator', operator)
      if (before !== '') throw new Fault('invalid nested repetition operator', before + operator)
      if (count !== null) judgeCount(count)
      this.#rest = this.#rest.slice(operator.length)
      before = operator
      out = repeat(out, operator, this.#flags.swapGreed)
    }
  }

  #group(rest: string, open: string): string {
    const flags = this.#flags
    this.#rest = rest
    const inner = this.#alternatives()
    this.#flags = flags
    if (this.#rest === '') throw new Fault('missing closing )', this.#pattern)
    this.#rest = this.#rest.slice(1)
    return `${open}${inner})`
  }

  /** `(?`: a name, or flags for a group or for what follows. */
  #special(): string | undefined {
    const text = this.#rest
    if (/^\(\?(?:P<..|<.)/s.test(text)) return this.#named(text)
    let flags: Flags = this.#flags
    let on = true
    let saw = false
    for (let i = 2; i < text.length; i++) {
      const c = text[i]!
      const flag = FLAG_OF[c]
      if (flag !== undefined) {
        flags = { ...flags, [flag]: on }
        saw = true
      } else if (c === '-' && on) {
        on = false
        saw = false
      } else if ((c === ':' || c === ')') && (on || saw)) {
        if (c === ':') return this.#flagged(flags, text.slice(i + 1))
        this.#flags = flags
        this.#rest = text.slice(i + 1)
        return undefined
      } else throw new Fault('invalid or unsupported Perl syntax', text.slice(0, i + 1))
    }
    throw new Fault('invalid or unsupported Perl syntax', text)
  }

  #flagged(flags: Flags, rest: string): string {
    const before = this.#flags
    this.#flags = flags
    const group = this.#group(rest, '(?:')
    this.#flags = before
    return group
  }

  #named(text: string): string {
    const end = text.indexOf('>')
    if (end < 0) throw new Fault('invalid named capture', text)
    const start = text[2] === 'P' ? 4 : 3
    const name = text.slice(start, end)
    if (!NAME.test(name)) throw new Fault('invalid named capture', text.slice(0, end + 1))
    // Names that begin with digits are none in JavaScript, and nobody asks for groups by name.
    return this.#group(text.slice(end + 1), '(')
  }

  #escaped(): string {
    const text = this.#rest
    const c = text[1]
    switch (c) {
      case 'A':
        return this.#take(2, '(?<![^])')
      case 'z':
        return this.#take(2, '(?![^])')
      case 'b':
      case 'B':
        return this.#take(2, `\\${c}`)
      case 'Q': {
        const end = text.indexOf('\\E', 2)
        const quoted = text.slice(2, end < 0 ? undefined : end)
        this.#rest = end < 0 ? '' : text.slice(end + 2)
        return this.#quoted(quoted)
      }
      default:
    }
    const set = this.#namedSet()
    return set === undefined ? this.#literal(this.#escapedPoint()) : `[${set}]`
  }

  #take(length: number, out: string): string {
    this.#rest = this.#rest.slice(length)
    return out
  }

  /** As it stands; what follows repeats its last character. */
  #quoted(text: string): string {
    const points = [...text]
    const last = points.pop()
    const head = points.map((c) => this.#literal(c.codePointAt(0)!)).join('')
    if (last === undefined) return '(?:)'
    return head + this.#repeated(this.#literal(last.codePointAt(0)!))
  }

  #literal(point: number): string {
    const other = this.#flags.fold ? otherCase(point) : undefined
    return other === undefined ? written(point) : `[${written(point)}${written(other)}]`
  }

  /** `\d`, `\pL`: the content of a class; undefined where neither stands there. */
  #namedSet(): string | undefined {
    const text = this.#rest
    const c = text[1] ?? ''
    const plain = PERL_CLASS[c.toLowerCase()]
    if (plain !== undefined) {
      this.#rest = text.slice(2)
      return c === c.toLowerCase() ? plain : complement(plain)
    }
    return c === 'p' || c === 'P' ? this.#unicodeSet() : undefined
  }

  #unicodeSet(): string {
    const text = this.#rest
    const braces = text[2] === '{'
    const end = braces ? text.indexOf('}') : 2
    if (text.length < 3 || end < 0) throw new Fault('invalid character class range', text)
    const whole = text.slice(0, end + 1)
    const inside = braces ? text.slice(3, end) : text[2]!
    const negated = (text[1] === 'P') !== inside.startsWith('^')
    const name = inside.replace(/^\^/, '')
    this.#rest = text.slice(whole.length)
    if (name === 'Any') return negated ? complement('\\0-\\u{10FFFF}') : '\\0-\\u{10FFFF}'
    for (const property of [name, `Script=${name}`]) {
      const out = `\\${negated ? 'P' : 'p'}{${property}}`
      if (/^[A-Z][A-Za-z_]*$/.test(name) && isPattern(out)) return out
    }
    throw new Fault('invalid character class range', whole)
  }

  /** An escape that stands for one character. */
  #escapedPoint(): number {
    const text = this.#rest
    if (text.length < 2) throw new Fault('trailing backslash at end of expression', '')
    this.#rest = text.slice(1)
    const point = this.#point()
    const c = String.fromCodePoint(point)
    if (c === 'x') return this.#hexadecimal(text)
    const control = CONTROLS[c]
    if (control !== undefined) return control
    const octal = /^\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})/.exec(text)?.[0]
    if (octal !== undefined) {
      this.#rest = text.slice(octal.length)
      return Number.parseInt(octal.slice(1), 8)
    }
    if (point < 0x80 && !/[0-9A-Za-z]/.test(c)) return point
    throw new Fault('invalid escape sequence', text.slice(0, text.length - this.#rest.length))
  }

  #hexadecimal(text: string): number {
    const found = /^\\x(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{2}))/.exec(text)
    const point = found === null ? Number.NaN : Number.parseInt(found[1] ?? found[2]!, 16)
    if (found !== null && point <= LAST_POINT) {
      this.#rest = text.slice(found[0].length)
      return point
    }
    const end = /^\\x(?:\{[0-9A-Fa-f]*[\s\S]?|[0-9A-Fa-f]?[\s\S]?)/.exec(text)![0].length
    throw new Fault('invalid escape sequence', text.slice(0, end))
  }

  #class(): string {
    const text = this.#rest
    const negated = text[1] === '^'
    this.#rest = text.slice(negated ? 2 : 1)
    const missing = (): Fault => new Fault('missing closing ]', text)
    let content = ''
    for (let first = true; first || this.#rest[0] !== ']'; first = false) {
      if (this.#rest === '') throw missing()
      content += this.#posix() ?? (this.#rest[0] === '\\' ? this.#namedSet() : undefined) ?? this.#range(missing)
    }
    this.#rest = this.#rest.slice(1)
    return `[${negated ? '^' : ''}${content}]`
  }

  /** `[:alpha:]`. */
  #posix(): string | undefined {
    const whole = /^\[:([\s\S]*?):\]/.exec(this.#rest)
    if (whole === null) return undefined
    const [found, name = ''] = whole
    const set = POSIX[name.replace(/^\^/, '')]
    if (set === undefined) throw new Fault('invalid character class range', found)
    this.#rest = this.#rest.slice(found.length)
    return name.startsWith('^') ? complement(set) : set
  }

  #range(missing: () => Fault): string {
    const text = this.#rest
    const low = this.#classPoint(missing)
    let high = low
    if (this.#rest[0] === '-' && this.#rest.length >= 2 && this.#rest[1] !== ']') {
      this.#rest = this.#rest.slice(1)
      high = this.#classPoint(missing)
      if (high < low) {
        throw new Fault('invalid character class range', text.slice(0, text.length - this.#rest.length))
      }
    }
    const range = low === high ? written(low) : `${written(low)}-${written(high)}`
    return this.#flags.fold ? range + folded(low, high) : range
  }

  #classPoint(missing: () => Fault): number {
    if (this.#rest === '') throw missing()
    return this.#rest[0] === '\\' ? this.#escapedPoint() : this.#point()
  }
}

function judgeCount([whole, least, , most]: RegExpExecArray): void {
  const [min, max] = [Number(least), most === undefined || most === '' ? Number(least) : Number(most)]
  if (min > MAX_REPEAT || max > MAX_REPEAT || max < min) throw new Fault('invalid repeat count', whole)
}

/** An item repeated; assertions and what is several are put into a group. */
function repeat(item: string, operator: string, swap: boolean): string {
  const lazy = (operator.length > 1 && operator.endsWith('?')) !== swap
  const plain = operator.length > 1 && operator.endsWith('?') ? operator.slice(0, -1) : operator
  return `(?:${item})${plain}${lazy ? '?' : ''}`
}
