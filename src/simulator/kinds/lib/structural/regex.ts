// Regular expressions in schemas: RE2 as Go has it, approximated by the engine's. What RE2 lacks (lookarounds, back references)
// is refused with Go's words; flags at the beginning are understood. Upstream: regexp/syntax of Go.

const PERL_ONLY = /\(\?(?:[=!]|<[=!])/
const BACK_REFERENCE = /(?:^|[^\\])(?:\\\\)*\\([1-9])/
const FLAGS = /^\(\?([imsU]+)\)/
const POSIX: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z',
  digit: '0-9',
  alnum: 'a-zA-Z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\t\\n\\v\\f\\r ',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  word: '0-9A-Za-z_',
}

const compiled = new Map<string, RegExp | { readonly problem: string }>()

/** The expression for matching, or what Go says against it; remembered. */
function compile(pattern: string): RegExp | { readonly problem: string } {
  let known = compiled.get(pattern)
  if (known === undefined) {
    known = translate(pattern)
    compiled.set(pattern, known)
  }
  return known
}

function translate(pattern: string): RegExp | { readonly problem: string } {
  const problem = (why: string): { readonly problem: string } => ({ problem: `error parsing regexp: ${why}` })
  const perl = PERL_ONLY.exec(pattern)
  if (perl) return problem(`invalid or unsupported Perl syntax: \`${perl[0]}\``)
  const reference = BACK_REFERENCE.exec(pattern)
  if (reference) return problem(`invalid escape sequence: \`\\${reference[1]}\``)
  const flags = FLAGS.exec(pattern)
  const body = (flags ? pattern.slice(flags[0].length) : pattern)
    .replace(/\[:([a-z]+):\]/g, (whole, name: string) => POSIX[name] ?? whole)
    .replace(/\(\?P</g, '(?<')
    .replace(/\\z/g, '$')
    .replace(/\\A/g, '^')
  try {
    return new RegExp(body, (flags?.[1] ?? '').replace('U', ''))
  } catch {
    return problem(explain(pattern))
  }
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
export function regexProblem(pattern: string): string | undefined {
  const result = compile(pattern)
  return 'problem' in result ? result.problem : undefined
}

/** Whether a pattern is found in a text; one that is no pattern is not. */
export function matchesPattern(pattern: string, text: string): boolean {
  const result = compile(pattern)
  return !('problem' in result) && result.test(text)
}
