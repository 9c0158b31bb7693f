// Doc strings move as a whole: the fence to its place, what stands between untouched, escaped fences included.
import { type Lines, trimmedLine } from '../outline/lines.ts'
import type { DocString } from '../outline/tree.ts'

/** The lines of a doc string less their indentation; the opening fence is first, the closing one last. */
export function docStringLines({ mediaType, content, delimiter, location }: DocString, lines: Lines): string[] {
  const { text, starts, ats, ends } = lines
  const first = location.line - 1
  const indent = ats[first]! - starts[first]!
  const inside: string[] = []
  // An empty doc string has a content of no lines, which reads as one that is empty.
  const count = trimmedLine(lines, first + 1).startsWith(delimiter) ? 0 : content.split('\n').length
  for (let i = first + 1; i <= first + count; i++) {
    inside.push(text.slice(Math.min(starts[i]! + indent, ats[i]!), ends[i]))
  }
  return [`${delimiter}${mediaType ?? ''}`, ...inside, delimiter]
}
