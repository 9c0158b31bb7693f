// Tables: every column as wide as its widest cell, by the columns of a terminal, so that Japanese lines up as well.
import { cellsWide } from '../display-width.ts'
import type { Row } from '../outline/tree.ts'

/** A row with the line it was read from. */
export interface SourceRow {
  readonly row: Row
  readonly source: string
}

/** The lines of a table. */
export function tableLines(rows: readonly SourceRow[]): string[] {
  const texts = rows.map(({ row }) => row.cells.map((cell) => escapeCell(cell.value)))
  const widths: number[] = []
  for (const cells of texts) {
    cells.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, cellsWide(cell))
    })
  }
  return texts.map((cells, i) => rowLine(cells, widths) + afterLastPipe(rows[i]!.source))
}

function rowLine(cells: readonly string[], widths: readonly number[]): string {
  if (cells.length === 0) return '|'
  const padded = cells.map((cell, i) => ` ${cell}${' '.repeat(widths[i]! - cellsWide(cell))} `)
  return `|${padded.join('|')}|`
}

// A backslash is escaped only where it would be read as something else.
const NEEDS_ESCAPE = /\\(?=[n|\\]|$)|\||\n/g

function escapeCell(value: string): string {
  return value.replace(NEEDS_ESCAPE, (found) => (found === '\n' ? '\\n' : `\\${found}`))
}

// What stands after the last pipe is no cell, but somebody wrote it.
function afterLastPipe(source: string): string {
  let end = 0
  for (let i = 0; i < source.length; i++) {
    if (source[i] === '\\') i++
    else if (source[i] === '|') end = i + 1
  }
  const rest = source.slice(end).trim()
  return rest === '' ? '' : ` ${rest}`
}
