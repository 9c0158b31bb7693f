// What stands in a format string: texts and clauses, and what is wrong with it. Upstream: parseFormatString in cel-go ext/formatting.go.

/** `%.2f`: its verb and precision. */
export interface FormatClause {
  readonly verb: string
  readonly precision?: number | undefined
}

/** What each verb is given. */
export const ONLY: Readonly<Record<string, string>> = {
  s: 'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps',
  d: 'decimal clause can only be used on integers',
  f: 'fixed-point clause can only be used on doubles',
  e: 'scientific clause can only be used on doubles',
  b: 'only integers and bools can be formatted as binary',
  x: 'only integers, byte buffers, and strings can be formatted as hex',
  X: 'only integers, byte buffers, and strings can be formatted as hex',
  o: 'octal clause can only be used on integers',
}

const CLAUSE = /^(?:\.(\d*))?([\s\S])/u

/** The parts of a format string in their order; `ask` is asked for a value before a clause is read. */
export function* formatParts(
  text: string,
  ask: () => unknown,
): Generator<string | FormatClause | { readonly problem: string }> {
  for (let i = 0; i < text.length; ) {
    const at = text.indexOf('%', i)
    if (at < 0) return yield text.slice(i)
    if (at > i) yield text.slice(i, at)
    if (text[at + 1] === '%') {
      yield '%'
      i = at + 2
      continue
    }
    ask()
    if (at + 1 >= text.length) return yield { problem: 'unexpected end of string' }
    const rest = text.slice(at + 1)
    const clause = clauseOf(rest)
    yield clause
    if ('problem' in clause) return
    i = at + 1 + clause.length
  }
}

const broken = (problem: string): { readonly problem: string } => ({
  problem: `could not parse formatting clause: ${problem}`,
})
const PRECISION = 'error while parsing precision: '

function clauseOf(rest: string): (FormatClause & { readonly length: number }) | { readonly problem: string } {
  const match = CLAUSE.exec(rest)
  const digits = match?.[1]
  if (match === null || (digits === undefined && rest.startsWith('.'))) {
    return broken(`${PRECISION}could not find end of precision specifier`)
  }
  if (digits === '')
    return broken(`${PRECISION}error while converting precision to integer: strconv.Atoi: parsing "": invalid syntax`)
  const verb = match[2]!
  if (ONLY[verb] === undefined) return broken(`unrecognized formatting clause "${verb}"`)
  return { verb, precision: digits === undefined ? undefined : Number(digits), length: match[0].length }
}
