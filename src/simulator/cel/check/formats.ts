// Format strings that stand there are held against the types of what they are given.
// Upstream: stringFormatValidator in cel-go ext/formatting.go.
import type { CallExpr, Expr } from '../ast.ts'
import { formatParts, ONLY } from '../library/format-clauses.ts'
import type { CelProblem } from '../source.ts'
import { type CelType, DYN } from '../types.ts'

const TEXTS = new Set('list map int uint double bool string timestamp bytes duration type null'.split(' '))
const KINDS: Readonly<Record<string, ReadonlySet<string>>> = {
  s: TEXTS,
  d: new Set(['int', 'uint']),
  f: new Set(['double', 'string']),
  e: new Set(['double', 'string']),
  b: new Set(['int', 'uint', 'bool']),
  x: new Set(['int', 'uint', 'string', 'bytes']),
  X: new Set(['int', 'uint', 'string', 'bytes']),
  o: new Set(['int', 'uint']),
}
const RUNTIME_NAMES: Readonly<Record<string, string>> = {
  null: 'null_type',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
}
const nameOf = ({ kind, name }: CelType): string => RUNTIME_NAMES[kind] ?? name

/** What is wrong with a call of format whose text and list stand there; nothing with any other call. */
export function formatProblem({ name, target, args, offset }: CallExpr): CelProblem | undefined {
  const list = args[0]
  if (name !== 'format' || target?.kind !== 'literal' || args.length !== 1 || list?.kind !== 'list') return undefined
  if (typeof target.value !== 'string') return undefined
  let next = 0
  for (const part of formatParts(target.value, () => next++)) {
    if (typeof part === 'string') continue
    if ('problem' in part) return { offset, message: part.problem }
    const given = list.elements[next - 1]
    if (given === undefined) return { offset, message: `index ${next - 1} out of range` }
    const wrong = misfit(given, part.verb)
    if (wrong !== undefined) {
      const message = `error during formatting: ${ONLY[part.verb]}, was given ${nameOf(wrong.type ?? DYN)}`
      return { offset: wrong.offset, message }
    }
  }
  if (list.elements.length <= next) return undefined
  const message = `too many arguments supplied to string.format (expected ${next}, got ${list.elements.length})`
  return { offset, message }
}

/** What a verb cannot show: of `%s` also what stands in lists and maps. */
function misfit(expr: Expr, verb: string): Expr | undefined {
  const kind = (expr.type ?? DYN).kind
  if (kind !== 'dyn' && !KINDS[verb]!.has(kind)) return expr
  if (verb !== 's') return undefined
  const inner =
    expr.kind === 'list'
      ? expr.elements
      : expr.kind === 'map'
        ? expr.entries.flatMap(({ key, value }) => [key, value])
        : []
  for (const item of inner) {
    const wrong = misfit(item, verb)
    if (wrong !== undefined) return wrong
  }
  return undefined
}
