// The text of an expression and what is wrong with it: places are offsets, shown with line, column and a caret.
// Upstream: cel-go common/source.go, common/error.go, common/errors.go.

/** A problem at an offset of the text; -1 is nowhere. */
export interface CelProblem {
  readonly offset: number
  readonly message: string
}

/** Where a problem stands: lines from 1, columns in code points from 0. */
interface Place {
  readonly line: number
  readonly column: number
}

const MAX_PROBLEMS = 100
const MAX_SNIPPET = 16_384
const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/g

function placeOf(text: string, offset: number): Place {
  if (offset < 0) return { line: -1, column: -1 }
  if (text === '') return { line: 1, column: -1 }
  let line = 1
  let start = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++
    start = at + 1
  }
  const before = text.slice(start, offset)
  return { line, column: before.length - (before.match(ASTRAL)?.length ?? 0) }
}

function shown(lines: readonly string[], { line, column }: Place, message: string): string {
  const head = `ERROR: <input>:${line}:${column + 1}: ${message}`
  const text = lines[line - 1]
  if (line < 1 || text === undefined || text.length > MAX_SNIPPET) return head
  const snippet = text.replaceAll('\t', ' ')
  const points = [...snippet]
  const wide = (point: string | undefined): boolean => point !== undefined && point.codePointAt(0)! > 0x7f
  const dots = points.slice(0, column).map((point) => (wide(point) ? '\uff0e' : '.'))
  return `${head}\n | ${snippet}\n | ${dots.join('')}${wide(points[column]) ? '\uff3e' : '^'}`
}

/** All problems as one text, in the order of their places. */
export function describeProblems(text: string, problems: readonly CelProblem[]): string {
  const lines = text.split('\n')
  // An empty text has no line to show.
  if (text === '') lines.length = 0
  const placed = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ offset, message }) => ({ place: placeOf(text, offset), message }))
  placed.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column)
  const texts = placed.map(({ place, message }) => shown(lines, place, message))
  if (problems.length > MAX_PROBLEMS) texts.push(`${problems.length - MAX_PROBLEMS} more errors were truncated`)
  return texts.join('\n')
}
