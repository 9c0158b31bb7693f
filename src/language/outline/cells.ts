// The cells of a table row: what stands between two pipes, trimmed and unescaped (`\n`, `\|`, `\\`; other backslashes are
// themselves). Text before the first and after the last pipe is no cell. Trimming knows fewer kinds of white space than
// Unicode does, and happens after unescaping so that an escaped line break at an edge stays.
import { countPoints } from './points.ts'
import type { Cell } from './tree.ts'

/** Reads a row (white space before it removed) whose first character stands at `column` of `line`. */
export function readCells(row: string, line: number, column: number): Cell[] {
  const cells: Cell[] = []
  let from = row.indexOf('|') + 1
  // Counted piece by piece, so that a row of many cells is walked once.
  let fromColumn = column + countPoints(row.slice(0, from))
  while (from > 0) {
    const pipe = endOfCell(row, from)
    if (pipe === -1) break
    const raw = row.slice(from, pipe)
    const text = raw.includes('\\') ? unescapeCell(raw) : raw
    const lead = leadingSpace(text)
    const value = text.slice(lead, trailingSpace(text, lead))
    cells.push({ value, location: { line, column: fromColumn + lead } })
    fromColumn += countPoints(raw) + 1
    from = pipe + 1
  }
  return cells
}

/** The pipe that ends the cell starting at `from`, or -1. */
function endOfCell(row: string, from: number): number {
  for (let i = from; i < row.length; i++) {
    const code = row.charCodeAt(i)
    if (code === 0x7c) return i
    if (code === 0x5c) i++
  }
  return -1
}

const ESCAPE = /\\([n|\\])/g

function unescapeCell(text: string): string {
  return text.replace(ESCAPE, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
}

function leadingSpace(text: string): number {
  let i = 0
  while (i < text.length && isCellSpace(text.charCodeAt(i))) i++
  return i
}

function trailingSpace(text: string, from: number): number {
  let i = text.length
  while (i > from && isCellSpace(text.charCodeAt(i - 1))) i--
  return i
}

function isCellSpace(code: number): boolean {
  return code === 32 || code === 9 || (code >= 11 && code <= 13) || code === 0x85 || code === 0xa0
}
