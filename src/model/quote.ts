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
const SPECIAL =
  /[\u0000-\u001f"\\\u007f-\u00a0\u00ad\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]|[\ud800-\udbff][\udc00-\udfff]/g

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
