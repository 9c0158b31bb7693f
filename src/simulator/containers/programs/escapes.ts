// Backslash escapes of echo -e, printf and tr.

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  e: '\x1b',
}
const sequence = /\\(?:([ntrabfv\\e])|0?([0-7]{1,3})|x([0-9a-fA-F]{1,2}))/g

/** A text with its backslash escapes replaced. */
export const unescaped = (text: string): string =>
  text.replaceAll(sequence, (_, letter?: string, octal?: string, hex?: string) => {
    if (letter !== undefined) return escapes[letter] ?? letter
    return String.fromCharCode(octal === undefined ? Number.parseInt(hex ?? '0', 16) : Number.parseInt(octal, 8))
  })
