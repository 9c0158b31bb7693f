// The words of an expression. Token types carry the numbers and names of CEL.g4, in whose order messages list them.
// Upstream: cel-go parser/gen/CEL.g4.
import type { CelProblem } from '../source.ts'

/** Token types by name; `EOF` is -1. */
export const TOKENS = [
  '', // 0 is no token
  "'=='",
  "'!='",
  "'in'",
  "'<'",
  "'<='",
  "'>='",
  "'>'",
  "'&&'",
  "'||'",
  "'['",
  "']'",
  "'{'",
  "'}'",
  "'('",
  "')'",
  "'.'",
  "','",
  "'-'",
  "'!'",
  "'?'",
  "':'",
  "'+'",
  "'*'",
  "'/'",
  "'%'",
  "'true'",
  "'false'",
  "'null'",
  'WHITESPACE',
  'COMMENT',
  'NUM_FLOAT',
  'NUM_INT',
  'NUM_UINT',
  'STRING',
  'BYTES',
  'IDENTIFIER',
  'ESC_IDENTIFIER',
] as const

/** The end of the text. */
export const EOF = -1
const NUM_FLOAT = TOKENS.indexOf('NUM_FLOAT')
const NUM_INT = TOKENS.indexOf('NUM_INT')
const NUM_UINT = TOKENS.indexOf('NUM_UINT')
/** Token types the parser asks for by name. */
export const STRING = TOKENS.indexOf('STRING')
export const BYTES = TOKENS.indexOf('BYTES')
export const IDENTIFIER = TOKENS.indexOf('IDENTIFIER')
export const ESC_IDENTIFIER = TOKENS.indexOf('ESC_IDENTIFIER')
export { NUM_FLOAT, NUM_INT, NUM_UINT }

/** One word. */
export interface Token {
  readonly type: number
  readonly text: string
  readonly offset: number
}

const LITERAL_TYPES: ReadonlyMap<string, number> = new Map(
  TOKENS.flatMap((name, type) => (name.startsWith("'") ? [[name.slice(1, -1), type] as const] : [])),
)
const tokenType = (text: string): number => LITERAL_TYPES.get(text)!

const ESCAPE = '\\\\(?:[abfnrtv"\'\\\\?`]|[0-3][0-7][0-7]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})'
const QUOTED = [
  `"""(?:${ESCAPE}|[^\\\\])*?"""`,
  `'''(?:${ESCAPE}|[^\\\\])*?'''`,
  `[rR]"""[\\s\\S]*?"""`,
  `[rR]'''[\\s\\S]*?'''`,
  `"(?:${ESCAPE}|[^\\\\"\\n\\r])*"`,
  `'(?:${ESCAPE}|[^\\\\'\\n\\r])*'`,
  `[rR]"[^"\\n\\r]*"`,
  `[rR]'[^'\\n\\r]*'`,
].join('|')
const SKIPPED = /(?:[\t \r\n\f]+|\/\/[^\n]*)+/y
const NUMBER =
  /(\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)|(0x[0-9a-fA-F]+[uU]|\d+[uU])|(0x[0-9a-fA-F]+|\d+)/y
const TEXT = new RegExp(QUOTED, 'y')
const BYTE_TEXT = new RegExp(`[bB](?:${QUOTED})`, 'y')
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y
const ESCAPED_WORD = /`[A-Za-z0-9_.\-/ ]+`/y
const SIGN = /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y

function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset
  return pattern.exec(text)?.[0]
}

function numberAt(text: string, offset: number): Token | undefined {
  NUMBER.lastIndex = offset
  const match = NUMBER.exec(text)
  if (match === null) return undefined
  const type = match[1] !== undefined ? NUM_FLOAT : match[2] !== undefined ? NUM_UINT : NUM_INT
  return { type, text: match[0], offset }
}

function tokenAt(text: string, offset: number): Token | undefined {
  const code = text.charCodeAt(offset)
  if ((code >= 48 && code <= 57) || code === 46) {
    const number = numberAt(text, offset)
    if (number !== undefined) return number
  }
  const quoted = matchAt(TEXT, text, offset)
  if (quoted !== undefined) return { type: STRING, text: quoted, offset }
  const bytes = matchAt(BYTE_TEXT, text, offset)
  if (bytes !== undefined) return { type: BYTES, text: bytes, offset }
  const word = matchAt(WORD, text, offset)
  if (word !== undefined) return { type: LITERAL_TYPES.get(word) ?? IDENTIFIER, text: word, offset }
  const sign = matchAt(SIGN, text, offset)
  if (sign !== undefined) return { type: tokenType(sign), text: sign, offset }
  const escaped = matchAt(ESCAPED_WORD, text, offset)
  return escaped === undefined ? undefined : { type: ESC_IDENTIFIER, text: escaped, offset }
}

const TEXT_PREFIX = new RegExp(
  `[bB]?(?:"(?:${ESCAPE}|[^\\\\"\\n\\r])*|'(?:${ESCAPE}|[^\\\\'\\n\\r])*|[rR]"[^"\\n\\r]*|[rR]'[^'\\n\\r]*)`,
  'y',
)
const BROKEN_ESCAPE = /\\(?:[xX][0-9a-fA-F]?|u[0-9a-fA-F]{0,3}|U[0-9a-fA-F]{0,7}|[0-3][0-7]?)?/y
const WORD_PREFIX = /`[A-Za-z0-9_.\-/ ]*|[=&|]/y

/** What ANTLR's lexer read before it gave up, with the character it could not go on with. */
function unreadable(text: string, offset: number): string {
  let end = offset + (matchAt(TEXT_PREFIX, text, offset) ?? matchAt(WORD_PREFIX, text, offset) ?? '').length
  if (end > offset && text[end] === '\\') end += matchAt(BROKEN_ESCAPE, text, end)?.length ?? 0
  const last = end < text.length ? String.fromCodePoint(text.codePointAt(end)!) : ''
  return text.slice(offset, end) + last
}

const escapeWhitespace = (text: string): string =>
  text.replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')

/** The words of the text, and what is none; the last one is the end. */
export function tokenize(text: string): {
  readonly tokens: readonly Token[]
  readonly problems: readonly CelProblem[]
} {
  const tokens: Token[] = []
  const problems: CelProblem[] = []
  let offset = 0
  for (;;) {
    offset += matchAt(SKIPPED, text, offset)?.length ?? 0
    if (offset >= text.length) break
    const token = tokenAt(text, offset)
    if (token !== undefined) {
      tokens.push(token)
      offset += token.text.length
      continue
    }
    const bad = unreadable(text, offset)
    problems.push({ offset, message: `Syntax error: token recognition error at: '${escapeWhitespace(bad)}'` })
    offset += bad.length
  }
  tokens.push({ type: EOF, text: '<EOF>', offset: text.length })
  return { tokens, problems }
}
