// Characters and classes of them, as JavaScript's patterns have them. Upstream: Go's regexp/syntax/{parse,perl_groups}.go.

/** `\\d`, `\\s`, `\\w`. */
export const PERL_CLASS: Readonly<Record<string, string>> = {
  d: '0-9',
  s: '\\t\\n\\f\\r ',
  w: '0-9A-Za-z_',
}
/** `[:alpha:]` and its like. */
export const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}
const LAST_POINT = 0x10ffff

/** A character as it is written in a pattern or a class. */
export function written(point: number): string {
  if ((point >= 0x30 && point <= 0x39) || (point >= 0x41 && point <= 0x5a) || (point >= 0x61 && point <= 0x7a)) {
    return String.fromCodePoint(point)
  }
  return `\\u{${point.toString(16)}}`
}

/** A letter in its other case; undefined where it has none. */
export function otherCase(point: number): number | undefined {
  const c = String.fromCodePoint(point)
  const other = c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()
  return other === c || [...other].length > 1 ? undefined : other.codePointAt(0)!
}

/** The letters of a range in their other case. */
export function folded(low: number, high: number): string {
  let out = ''
  for (const [from, to, by] of [
    [0x41, 0x5a, 32],
    [0x61, 0x7a, -32],
  ] as const) {
    const [a, b] = [Math.max(low, from), Math.min(high, to)]
    if (a <= b) out += `${written(a + by)}-${written(b + by)}`
  }
  return out
}

const complements = new Map<string, string>()

/** All that is not in a class of ASCII characters, as the content of a class. */
export function complement(content: string): string {
  let made = complements.get(content)
  if (made !== undefined) return made
  made = ''
  const inside = new RegExp(`[${content}]`, 'u')
  for (let at = 0; at < 0x80; ) {
    const begin = at
    while (at < 0x80 && !inside.test(String.fromCodePoint(at))) at++
    if (at > begin) made += `${written(begin)}-${written(at - 1)}`
    else at++
  }
  if (!inside.test('\u{80}')) made += `${written(0x80)}-${written(LAST_POINT)}`
  complements.set(content, made)
  return made
}

/** Whether JavaScript takes a pattern. */
export function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') !== undefined
  } catch {
    return false
  }
}
