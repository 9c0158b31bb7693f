// Text as Go's %q prints it: strconv.Quote.

/** What Go's quoted texts write with a letter. */
export const QUOTED: Readonly<Record<string, string>> = {
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
/** All that is not printed as it is: strconv.IsPrint keeps letters, marks, numbers, punctuation, symbols and the ASCII space. */
const SPECIAL = /["\\]|\p{C}|(?! )\p{Z}/gu

/** `strconv.Quote(text)`: double quotes, control characters escaped, printable characters kept. */
export const quote = (text: string): string => `"${text.replace(SPECIAL, (c) => QUOTED[c] ?? hidden(c))}"`

function hidden(c: string): string {
  const code = c.codePointAt(0)!
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
