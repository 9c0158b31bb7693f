// The tags of a line. `@a@b` are two; a comment begins at white space followed by `#`, so `@a#b` is one tag; white space
// within a tag is a fault of the whole line. Empty names (`@@a`, `@ @a`) are passed over without counting their columns:
// a quirk of the reference parser that keeps our columns equal to its own.
import { countPoints } from './points.ts'

/** The tags of one line, with columns relative to its first character (0), or where the first faulty one stands. */
export interface TagLine {
  readonly tags: readonly { readonly name: string; readonly offset: number }[]
  readonly faultyAt?: number
}

const COMMENT = /\s#/
const INNER_SPACE = /\s/

/** Reads a line that begins with `@` (white space before it removed). */
export function readTags(line: string): TagLine {
  const comment = line.search(COMMENT)
  const items = (comment === -1 ? line : line.slice(0, comment)).split('@')
  const tags: { name: string; offset: number }[] = []
  let offset = 0
  for (const item of items) {
    const name = item.trimEnd()
    if (name === '') continue
    if (INNER_SPACE.test(name)) return { tags: [], faultyAt: offset }
    tags.push({ name: `@${name}`, offset })
    offset += countPoints(item) + 1
  }
  return { tags }
}
