// Go's regular expressions (RE2) by the engine's own: what RE2 has and JavaScript writes otherwise is translated, what RE2 lacks
// (lookarounds, back references) is refused with Go's words. Limit: leftmost-first as in Go, but backtracking costs what it costs.
// Upstream: Go's regexp/syntax.

/** Why a pattern is none, in Go's words. */
export interface PatternError {
  readonly problem: string
}

const PERL_ONLY = /\(\?(?:[=!]|<[=!]|>|#|R|\d)/
const ESCAPES = /\\(.)/gsu
const NOT_ESCAPES = /[1-9ceghijklmoquyFGHIJKLMNORTUVXYZ]/
const FLAGS = /^\(\?([imsU]+)\)/
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7F',
  blank: '\\t ',
  cntrl: '\\x00-\\x1F\\x7F',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
}
const LIMIT = 1024
const known = new Map<string, RegExp | PatternError>()

/** Tells a pattern that is none. */
export const isPatternError = (value: RegExp | PatternError): value is PatternError => 'problem' in value

/** The pattern as a global expression, or why it is none; remembered. */
export function goRegexp(pattern: string): RegExp | PatternError {
  const found = known.get(pattern)
  if (found !== undefined) return found
  const made = translate(pattern)
  if (known.size >= LIMIT) known.clear()
  known.set(pattern, made)
  return made
}

const wrong = (why: string): PatternError => ({ problem: `error parsing regexp: ${why}` })

function translate(pattern: string): RegExp | PatternError {
  const perl = PERL_ONLY.exec(pattern)
  if (perl !== null) return wrong(`invalid or unsupported Perl syntax: \`${perl[0]}\``)
  for (const [text, letter] of pattern.matchAll(ESCAPES)) {
    if (NOT_ESCAPES.test(letter!)) return wrong(`invalid escape sequence: \`${text}\``)
  }
  const flags = FLAGS.exec(pattern)
  const body = (flags === null ? pattern : pattern.slice(flags[0].length))
    .replace(/\[:(\^?)([a-z]+):\]/g, (whole, _not: string, name: string) => POSIX[name] ?? whole)
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\z', '$')
    .replaceAll('\\A', '^')
    .replaceAll('\\a', '\\x07')
    .replace(/\\Q(.*?)(?:\\E|$)/gs, (_, text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  const options = (flags?.[1] ?? '').replace('U', '')
  for (const unicode of ['u', '']) {
    try {
      return new RegExp(body, `g${options}${unicode}`)
    } catch {
      // Escapes that only the older syntax allows.
    }
  }
  return wrong(explain(pattern))
}

/** Go's words for the commonest mistakes. */
function explain(pattern: string): string {
  let depth = 0
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]
    if (c === '\\') {
      if (i === pattern.length - 1) return 'trailing backslash at end of expression: ``'
      i++
    } else if (c === '[') {
      const end = pattern.indexOf(']', pattern[i + 1] === '^' ? i + 3 : i + 2)
      if (end < 0) return `missing closing ]: \`${pattern.slice(i)}\``
      i = end
    } else if (c === '(') depth++
    else if (c === ')' && depth-- === 0) return `unexpected ): \`${pattern}\``
    else if ((c === '*' || c === '+' || c === '?') && (i === 0 || pattern[i - 1] === '(' || pattern[i - 1] === '|')) {
      return `missing argument to repetition operator: \`${c}\``
    }
  }
  if (depth > 0) return `missing closing ): \`${pattern}\``
  return `invalid nested repetition operator: \`${/[*+?]{2,}/.exec(pattern)?.[0] ?? pattern}\``
}

/** What Go says against a pattern; undefined when it is one. */
export function goRegexpProblem(pattern: string): string | undefined {
  const made = goRegexp(pattern)
  return isPatternError(made) ? made.problem : undefined
}

/** Whether a pattern is found in a text; one that is no pattern is not. */
export function goRegexpMatches(pattern: string, text: string): boolean {
  const made = goRegexp(pattern)
  if (isPatternError(made)) return false
  made.lastIndex = 0
  return made.test(text)
}
