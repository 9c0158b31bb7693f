// Reads selectors in text: `app=web,tier in (front,back),!legacy`. Tokens and messages are upstream's.
// Upstream: Lexer and Parser in apimachinery/pkg/labels/selector.go.
import { binaryOperators, type LabelOperator, type LabelRequirement, requirementError } from './label-requirement.ts'
import { labelKeyProblems } from './label-syntax.ts'
import { quote } from './quote.ts'

/** What a selector in text comes to: its requirements sorted by key, or the error's text. */
export type ParsedSelector = { readonly requirements: readonly LabelRequirement[] } | { readonly error: string }

type TokenKind = ')' | ',' | '!' | '==' | '=' | '>' | 'in' | '<' | '!=' | 'notin' | '(' | 'identifier' | 'end' | 'error'

interface Token {
  readonly kind: TokenKind
  readonly text: string
}

const symbols = new Set(['=', '!', '(', ')', ',', '>', '<'])
const blanks = new Set([' ', '\t', '\r', '\n'])
const keywords = new Set<string>([')', ',', '!', '==', '=', '>', 'in', '<', '!=', 'notin', '('])

function scan(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    while (at < text.length && blanks.has(text[at] as string)) at++
    if (at >= text.length) return [...tokens, { kind: 'end', text: '' }]
    const start = at
    if (symbols.has(text[at] as string)) {
      const token = scanSymbol(text, at)
      at = token.end
      tokens.push(token)
      continue
    }
    while (at < text.length && !symbols.has(text[at] as string) && !blanks.has(text[at] as string)) at++
    const word = text.slice(start, at)
    tokens.push({ kind: keywords.has(word) ? (word as TokenKind) : 'identifier', text: word })
  }
}

/** The longest run of symbols that is an operator; once one was found, it ends where a longer one does not go on. */
function scanSymbol(text: string, start: number): Token & { end: number } {
  let found: string | undefined
  let end = start
  while (end < text.length && symbols.has(text[end] as string)) {
    const run = text.slice(start, end + 1)
    if (keywords.has(run)) found = run
    else if (found !== undefined) break
    end++
  }
  if (found === undefined)
    return { kind: 'error', text: `error expected: keyword found '${text.slice(start, end)}'`, end }
  return { kind: found as TokenKind, text: found, end }
}

class SelectorError extends Error {}

function fail(message: string): never {
  throw new SelectorError(message)
}

class Parser {
  private readonly tokens: readonly Token[]
  private at = 0

  constructor(text: string) {
    this.tokens = scan(text)
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = []
    for (;;) {
      const { kind, text } = this.value(this.at)
      if (kind === 'end') return requirements
      if (kind !== 'identifier' && kind !== '!') fail(`found '${text}', expected: !, identifier, or 'end of string'`)
      requirements.push(this.wrapped())
      const next = this.consume()
      if (next.kind === 'end') return requirements
      if (next.kind !== ',') fail(`found '${next.text}', expected: ',' or 'end of string'`)
      const after = this.value(this.at)
      if (after.kind !== 'identifier' && after.kind !== '!')
        fail(`found '${after.text}', expected: identifier after ','`)
    }
  }

  private wrapped(): LabelRequirement {
    try {
      return this.requirement()
    } catch (error) {
      if (error instanceof SelectorError) fail(`unable to parse requirement: ${error.message}`)
      throw error
    }
  }

  private requirement(): LabelRequirement {
    let token = this.consume()
    const absent = token.kind === '!'
    if (absent) token = this.consume()
    if (token.kind !== 'identifier') fail(`found '${token.text}', expected: identifier`)
    const key = token.text
    const problems = labelKeyProblems(key)
    if (problems.length > 0) fail(`<nil>: Invalid value: ${quote(key)}: ${problems.join('; ')}`)
    const next = this.value(this.at).kind
    if (absent) return this.checked({ key, operator: '!', values: [] })
    if (next === 'end' || next === ',') return this.checked({ key, operator: 'exists', values: [] })
    const operator = this.operator()
    const values = operator === 'in' || operator === 'notin' ? this.values() : [this.exactValue()]
    return this.checked({ key, operator, values: [...new Set(values)].sort() })
  }

  private checked(requirement: LabelRequirement): LabelRequirement {
    const error = requirementError(requirement)
    return error === undefined ? requirement : fail(error)
  }

  private operator(): LabelOperator {
    const { kind, text } = this.tokens[this.at++] as Token
    if (kind === '>') return 'gt'
    if (kind === '<') return 'lt'
    if (kind === 'in' || kind === 'notin' || kind === '=' || kind === '==' || kind === '!=') return kind
    return fail(`found '${text}', expected: ${binaryOperators}`)
  }

  private exactValue(): string {
    const next = this.value(this.at).kind
    if (next === 'end' || next === ',') return ''
    const { kind, text } = this.consume()
    return kind === 'identifier' ? text : fail(`found '${text}', expected: identifier`)
  }

  private values(): string[] {
    const open = this.consume()
    if (open.kind !== '(') fail(`found '${open.text}' expected: '('`)
    const first = this.value(this.at)
    if (first.kind === ')') {
      this.at++
      return ['']
    }
    if (first.kind !== 'identifier' && first.kind !== ',')
      fail(`found '${first.text}', expected: ',', ')' or identifier`)
    const values = this.identifiers()
    if (this.consume().kind !== ')') fail(`found '${first.text}', expected: ')'`)
    return values
  }

  private identifiers(): string[] {
    const values: string[] = []
    for (;;) {
      const { kind, text } = this.consume()
      const next = this.tokens[Math.min(this.at, this.tokens.length - 1)] as Token
      if (kind === 'identifier') {
        values.push(text)
        if (next.kind === ')') return values
        if (next.kind !== ',') fail(`found '${next.text}', expected: ',' or ')'`)
      } else if (kind === ',') {
        if (values.length === 0) values.push('')
        if (next.kind === ')') return [...values, '']
        if (next.kind === ',') values.push('')
      } else fail(`found '${text}', expected: ',', or identifier`)
    }
  }

  /** A token where `in` and `notin` are ordinary words. */
  private value(at: number): Token {
    const token = this.tokens[at] as Token
    return token.kind === 'in' || token.kind === 'notin' ? { kind: 'identifier', text: token.text } : token
  }

  private consume(): Token {
    return this.value(this.at++)
  }
}

/** Reads a selector; the empty text selects everything. */
export function parseSelectorText(text: string): ParsedSelector {
  try {
    const requirements = new Parser(text).parse()
    return { requirements: requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)) }
  } catch (error) {
    if (error instanceof SelectorError) return { error: error.message }
    throw error
  }
}
