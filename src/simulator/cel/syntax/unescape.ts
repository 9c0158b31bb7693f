// What a quoted text stands for. Upstream: cel-go parser/unescape.go.

const SIMPLE: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
  '`': 96,
  '?': 63,
}
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, X: 2, u: 4, U: 8 }
const LINE_ENDS = /\r\n?/g

/** Takes the quotes away; `raw` texts keep their backslashes. */
function unquoted(token: string): { readonly text: string; readonly raw: boolean } {
  const raw = token[0] === 'r' || token[0] === 'R'
  const quoted = raw ? token.slice(1) : token
  const width = quoted.length >= 6 && (quoted.startsWith('"""') || quoted.startsWith("'''")) ? 3 : 1
  return { text: quoted.slice(width, -width), raw }
}

const isSurrogate = (point: number): boolean => point >= 0xd800 && point <= 0xdfff

/** The text of a string literal, or what is wrong with it. */
export function unescapeText(token: string): string | { readonly error: string } {
  const { text, raw } = unquoted(token.replace(LINE_ENDS, '\n'))
  if (raw || !text.includes('\\')) return text
  let out = ''
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\') {
      out += text[i]
      continue
    }
    const { value, length } = escapeAt(text, i + 1)
    if (isSurrogate(value) || value > 0x10ffff) return { error: 'invalid unicode code point' }
    out += String.fromCodePoint(value)
    i += length
  }
  return out
}

/** The bytes of a bytes literal (its `b` taken away), or what is wrong with it. */
export function unescapeBytes(token: string): Uint8Array | { readonly error: string } {
  const { text, raw } = unquoted(token.replace(LINE_ENDS, '\n'))
  const encoder = new TextEncoder()
  if (raw || !text.includes('\\')) return encoder.encode(text)
  const out: number[] = []
  for (let i = 0; i < text.length; i++) {
    if (text[i] !== '\\') {
      const point = text.codePointAt(i)!
      out.push(...encoder.encode(String.fromCodePoint(point)))
      if (point > 0xffff) i++
      continue
    }
    const kind = text[i + 1]!
    if (kind === 'u' || kind === 'U') return { error: 'unable to unescape string' }
    const { value, length } = escapeAt(text, i + 1)
    out.push(value & 0xff)
    i += length
  }
  return Uint8Array.from(out)
}

/** The value of the escape whose letter is at `at`, and how many characters it has; the lexer knows that it is one. */
function escapeAt(text: string, at: number): { readonly value: number; readonly length: number } {
  const letter = text[at]!
  const simple = SIMPLE[letter]
  if (simple !== undefined) return { value: simple, length: 1 }
  const digits = HEX_LENGTH[letter]
  if (digits !== undefined)
    return { value: Number.parseInt(text.slice(at + 1, at + 1 + digits), 16), length: digits + 1 }
  return { value: Number.parseInt(text.slice(at, at + 3), 8), length: 3 }
}
