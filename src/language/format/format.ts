// The one right layout of a feature file: two spaces for each level, tables lined up, one blank line between what has a
// title, ASCII colons, LF. What the file says never changes: the result is read again and compared before it is given out.
import { deepEqual } from '../../model/deep-equal.ts'
import type { Diagnostic } from '../diagnostic.ts'
import { readLines } from '../outline/lines.ts'
import { type Outline, parseOutline } from '../outline/parse.ts'
import { assemble } from './assemble.ts'
import { partsOf } from './parts.ts'

/** A file in its right layout, or why it has none: a file with errors stays as it is. */
export type Formatted = { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] }

/** Lays a feature file out; `file` is only for the diagnostics. */
export function formatFeature(source: string, file = '<text>'): Formatted {
  const text = source.startsWith('\ufeff') ? source.slice(1) : source
  const before = parseOutline(text, file)
  const errors = before.diagnostics.filter((d) => d.severity === 'error')
  if (errors.length > 0) return { diagnostics: errors }
  const lines = readLines(text)
  const formatted = assemble(lines, before.feature === undefined ? new Map() : partsOf(before.feature, lines))
  if (!deepEqual(meaning(before), meaning(parseOutline(formatted, file))))
    throw new Error(`formatting ${file} would change what it says`)
  return { text: formatted }
}

/** What an outline says, wherever it stands. */
export function meaning({ feature, comments }: Outline): unknown {
  return { feature: withoutPlaces(feature), comments: comments.map((c) => c.text.trim()) }
}

const PLACES = new Set(['location', 'textColumn'])

function withoutPlaces(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    if (key === 'description') return value.split('\n').map((line) => line.trim())
    return key === 'keyword' ? value.trimEnd() : value
  }
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => withoutPlaces(item))
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]) => (PLACES.has(k) ? [] : [[k, withoutPlaces(v, k)]])),
  )
}
