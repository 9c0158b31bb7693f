// Puts a feature together again: parts at their places, descriptions under their titles, comments with what they speak of,
// blank lines by gaps.ts. Every line of the file that is not blank comes out again.
import { type Lines, trimmedLine } from '../outline/lines.ts'
import { gapBetween, type Neighbour } from './gaps.ts'
import type { Part } from './parts.ts'

interface Item {
  readonly kind: Neighbour | 'comment'
  readonly indent: number
  readonly lines: readonly string[]
  /** How many blank lines stood before it. */
  readonly blanks: number
}

// Blank lines among comments: those within a description are its own.
const MOST_AMONG_COMMENTS: Partial<Record<Neighbour, number>> = {
  row: 0,
  text: 0,
  description: Number.MAX_SAFE_INTEGER,
}

/** The text of a file made of these parts. */
export function assemble(lines: Lines, parts: ReadonlyMap<number, Part>): string {
  const items = itemsOf(lines, parts)
  const out: string[] = []
  let last: Neighbour | undefined
  let lastIndent = 0
  for (let i = 0; i < items.length; ) {
    const first = items[i]!
    if (first.kind === 'comment' && followsClosely(items, i)) {
      out.push(...indented(first, lastIndent))
      i++
      continue
    }
    let end = i
    while (items[end]?.kind === 'comment') end++
    const next = items[end]
    const indent = next?.indent ?? 0
    const nextKind = next?.kind as Neighbour | undefined
    // The last comments of a file stand apart as their writer had them.
    const gap = next === undefined ? Math.min(first.blanks, 1) : gapBetween(last, nextKind, first.blanks)
    if (out.length > 0) pushBlanks(out, gap)
    for (let k = i; k <= end && k < items.length; k++) {
      if (k > i) pushBlanks(out, Math.min(items[k]!.blanks, MOST_AMONG_COMMENTS[nextKind ?? 'feature'] ?? 1))
      out.push(...indented(items[k]!, indent))
    }
    last = nextKind
    lastIndent = indent
    i = end + 1
  }
  return out.length === 0 ? '' : `${out.join('\n')}\n`
}

const HEADS: ReadonlySet<string | undefined> = new Set([
  'language',
  'tags',
  'feature',
  'block',
  'description',
  undefined,
])

/** Whether a comment belongs to the step before it: right below it, and apart from what comes. */
function followsClosely(items: readonly Item[], index: number): boolean {
  let above = index - 1
  while (items[above]?.kind === 'comment') above--
  if (items[index]!.blanks > 0 || HEADS.has(items[above]?.kind)) return false
  let end = index + 1
  while (items[end]?.kind === 'comment' && items[end]!.blanks === 0) end++
  const next = items[end]
  return (
    next === undefined || (next.blanks > 0 && firstThing(items, end) !== 'row' && firstThing(items, end) !== 'text')
  )
}

function firstThing(items: readonly Item[], from: number): Item['kind'] | undefined {
  let i = from
  while (items[i]?.kind === 'comment') i++
  return items[i]?.kind
}

function itemsOf(lines: Lines, parts: ReadonlyMap<number, Part>): Item[] {
  const items: Item[] = []
  let blanks = 0
  let indent = 0
  for (let i = 0; i < lines.starts.length; ) {
    const part = parts.get(i)
    const kind = lines.kinds[i]
    if (part === undefined && kind === '_') {
      blanks++
      i++
      continue
    }
    if (part !== undefined) {
      items.push({ ...part, blanks })
      indent = part.indent
      i += part.taken
    } else if (kind === '#' || kind === 'l' || kind === 'u') {
      items.push(commentItem(trimmedLine(lines, i), kind === 'l', blanks))
      i++
    } else {
      const end = endOfDescription(lines, parts, i)
      for (const item of description(lines, i, end, indent + 2, blanks)) items.push(item)
      i = end
    }
    blanks = 0
  }
  return items
}

const LANGUAGE = /^#\s*language\s*:\s*(\S+)\s*$/

function commentItem(text: string, isLanguage: boolean, blanks: number): Item {
  const code = isLanguage ? LANGUAGE.exec(text)?.[1] : undefined
  return code === undefined
    ? { kind: 'comment', indent: 0, lines: [text.trimEnd()], blanks }
    : { kind: 'language', indent: 0, lines: [`# language: ${code}`], blanks }
}

/** A description runs to the next part or comment; blank lines at its end are not its own. */
function endOfDescription(lines: Lines, parts: ReadonlyMap<number, Part>, start: number): number {
  let end = start + 1
  for (let i = end; i < lines.starts.length && !parts.has(i) && lines.kinds[i] !== '#'; i++) {
    if (lines.kinds[i] !== '_') end = i + 1
  }
  return end
}

/** Its lines keep the places they have to one another. */
function description(lines: Lines, start: number, end: number, indent: number, blanks: number): Item[] {
  const depths: number[] = []
  for (let i = start; i < end; i++) if (lines.kinds[i] !== '_') depths.push(lines.ats[i]! - lines.starts[i]!)
  const margin = Math.min(...depths)
  const texts: string[] = []
  for (let i = start; i < end; i++) {
    const depth = lines.kinds[i] === '_' ? 0 : lines.ats[i]! - lines.starts[i]! - margin
    texts.push(lines.kinds[i] === '_' ? '' : ' '.repeat(depth) + trimmedLine(lines, i).trimEnd())
  }
  return [{ kind: 'description', indent, lines: texts, blanks }]
}

function indented({ kind, lines }: Item, indent: number): string[] {
  const space = ' '.repeat(indent)
  // A line of white space within a doc string is its content.
  return lines.map((line) => (line === '' || (kind !== 'text' && line.trim() === '') ? '' : space + line))
}

function pushBlanks(out: string[], count: number): void {
  for (let i = 0; i < count; i++) out.push('')
}
