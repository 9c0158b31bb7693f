// Shell patterns (`*.log`, `[a-c]?`) as regular expressions; made once per pattern.
const known = new Map<string, RegExp>()
const KEPT = 500
const meta = /[.+^${}()|\\]/

/** The expression a whole text must match. `\` takes a sign literally. */
export function patternOf(pattern: string): RegExp {
  let regex = known.get(pattern)
  if (regex === undefined) {
    if (known.size >= KEPT) known.clear()
    regex = new RegExp(`^${sourceOf(pattern)}$`, 's')
    known.set(pattern, regex)
  }
  return regex
}

/** The same without anchors. */
export function sourceOf(pattern: string): string {
  let source = ''
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!
    if (c === '*') source += '.*'
    else if (c === '?') source += '.'
    else if (c === '\\') source += escaped(pattern[++i] ?? '\\')
    else if (c === '[') {
      const end = pattern.indexOf(']', i + 2)
      if (end < 0) source += '\\['
      else {
        const inside = pattern.slice(i + 1, end).replaceAll('\\', '\\\\')
        source += `[${inside.startsWith('!') ? `^${inside.slice(1)}` : inside}]`
        i = end
      }
    } else source += escaped(c)
  }
  return source
}

const escaped = (c: string): string => (meta.test(c) || c === '*' || c === '?' || c === '[' || c === ']' ? `\\${c}` : c)

/** Has a text signs that make it a pattern? */
export const isPattern = (text: string): boolean => /[*?[]/.test(text)
