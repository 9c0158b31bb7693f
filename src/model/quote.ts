// Text as Go's %q prints it: strconv.Quote.

const SIMPLE: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u000b': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}
// All that is not printed as it is; a pair of surrogates is one character and is printed.
const SPECIAL =
  /[\ud800-\udbff][\udc00-\udfff]|[^ !#-[\]-~\u00a1-\u00ac\u00ae-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/g

/** `strconv.Quote(text)`: double quotes, control characters escaped, printable characters kept. */
export function quote(text: string): string {
  return `"${text.replace(SPECIAL, escapeCharacter)}"`
}

function escapeCharacter(c: string): string {
  const simple = SIMPLE[c]
  if (simple !== undefined) return simple
  if (c.length === 2) return c
  const code = c.charCodeAt(0)
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return `\\u${code.toString(16).padStart(4, '0')}`
}
