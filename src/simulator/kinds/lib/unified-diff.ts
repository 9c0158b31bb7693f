// The difference of two values as messages show it: a unified diff of their indented JSON.
// Upstream: apimachinery/pkg/util/diff (Diff) over github.com/pmezard/go-difflib, a port of Python's difflib: longest matching
// block first, then left and right of it; in texts of 200 lines or more, lines that are everywhere do not anchor a match.

const CONTEXT = 3
const POPULAR_FROM = 200

interface Block {
  readonly a: number
  readonly b: number
  readonly size: number
}

type Tag = 'equal' | 'replace' | 'delete' | 'insert'

interface Edit {
  readonly tag: Tag
  readonly a1: number
  readonly a2: number
  readonly b1: number
  readonly b2: number
}

/** JSON as Go's MarshalIndent writes it with one space. */
function prettyLines(value: unknown): readonly string[] {
  const text = JSON.stringify(value, null, 1).replace(
    /[<>&\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return text.split('\n')
}

/** The difference of two values in internal form; empty when there is none. */
export const internalDiff = (before: unknown, after: unknown): string =>
  unifiedDiff(prettyLines(before), prettyLines(after))

/** The unified diff of two lists of lines, with three lines around each change. */
export function unifiedDiff(a: readonly string[], b: readonly string[]): string {
  let text = ''
  for (const group of groupEdits(editsOf(matchingBlocks(a, b)))) {
    const first = group[0]!
    const last = group[group.length - 1]!
    text += `@@ -${range(first.a1, last.a2)} +${range(first.b1, last.b2)} @@\n`
    for (const { tag, a1, a2, b1, b2 } of group) {
      if (tag === 'equal') for (const line of a.slice(a1, a2)) text += ` ${line}\n`
      if (tag === 'replace' || tag === 'delete') for (const line of a.slice(a1, a2)) text += `-${line}\n`
      if (tag === 'replace' || tag === 'insert') for (const line of b.slice(b1, b2)) text += `+${line}\n`
    }
  }
  return text
}

function range(start: number, stop: number): string {
  const length = stop - start
  if (length === 1) return `${start + 1}`
  return `${length === 0 ? start : start + 1},${length}`
}

/** Where each line of `b` is, without the popular ones. */
function positions(b: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const [i, line] of b.entries()) {
    const at = found.get(line)
    if (at === undefined) found.set(line, [i])
    else at.push(i)
  }
  if (b.length >= POPULAR_FROM) {
    const most = Math.floor(b.length / 100) + 1
    for (const [line, at] of found) if (at.length > most) found.delete(line)
  }
  return found
}

function matchingBlocks(a: readonly string[], b: readonly string[]): readonly Block[] {
  const where = positions(b)
  const blocks: Block[] = []
  const search = (aLow: number, aHigh: number, bLow: number, bHigh: number): void => {
    const match = longestMatch(a, b, where, { aLow, aHigh, bLow, bHigh })
    if (match.size === 0) return
    if (aLow < match.a && bLow < match.b) search(aLow, match.a, bLow, match.b)
    blocks.push(match)
    const [aEnd, bEnd] = [match.a + match.size, match.b + match.size]
    if (aEnd < aHigh && bEnd < bHigh) search(aEnd, aHigh, bEnd, bHigh)
  }
  search(0, a.length, 0, b.length)
  return joinAdjacent(blocks, a.length, b.length)
}

interface Window {
  readonly aLow: number
  readonly aHigh: number
  readonly bLow: number
  readonly bHigh: number
}

function longestMatch(
  a: readonly string[],
  b: readonly string[],
  where: ReadonlyMap<string, readonly number[]>,
  { aLow, aHigh, bLow, bHigh }: Window,
): Block {
  let [bestA, bestB, size] = [aLow, bLow, 0]
  let lengths = new Map<number, number>()
  for (let i = aLow; i < aHigh; i++) {
    const next = new Map<number, number>()
    for (const j of where.get(a[i]!) ?? []) {
      if (j < bLow) continue
      if (j >= bHigh) break
      const length = (lengths.get(j - 1) ?? 0) + 1
      next.set(j, length)
      if (length > size) [bestA, bestB, size] = [i - length + 1, j - length + 1, length]
    }
    lengths = next
  }
  while (bestA > aLow && bestB > bLow && a[bestA - 1] === b[bestB - 1]) {
    bestA--
    bestB--
    size++
  }
  while (bestA + size < aHigh && bestB + size < bHigh && a[bestA + size] === b[bestB + size]) size++
  return { a: bestA, b: bestB, size }
}

function joinAdjacent(blocks: readonly Block[], aLength: number, bLength: number): readonly Block[] {
  const joined: Block[] = []
  let current: Block = { a: 0, b: 0, size: 0 }
  for (const block of blocks) {
    if (current.a + current.size === block.a && current.b + current.size === block.b) {
      current = { ...current, size: current.size + block.size }
      continue
    }
    if (current.size > 0) joined.push(current)
    current = block
  }
  if (current.size > 0) joined.push(current)
  joined.push({ a: aLength, b: bLength, size: 0 })
  return joined
}

function editsOf(blocks: readonly Block[]): readonly Edit[] {
  const edits: Edit[] = []
  let [i, j] = [0, 0]
  for (const { a, b, size } of blocks) {
    const tag = i < a && j < b ? 'replace' : i < a ? 'delete' : j < b ? 'insert' : undefined
    if (tag !== undefined) edits.push({ tag, a1: i, a2: a, b1: j, b2: b })
    i = a + size
    j = b + size
    if (size > 0) edits.push({ tag: 'equal', a1: a, a2: i, b1: b, b2: j })
  }
  return edits
}

/** Edits with at most three equal lines around them; further ones start a new group. */
function groupEdits(edits: readonly Edit[]): readonly (readonly Edit[])[] {
  const trimmed = [...edits]
  const first = trimmed[0]
  if (first?.tag === 'equal') trimmed[0] = fromEnd(first)
  const last = trimmed[trimmed.length - 1]
  if (last?.tag === 'equal') trimmed[trimmed.length - 1] = fromStart(last)
  const groups: Edit[][] = []
  let group: Edit[] = []
  for (const edit of trimmed) {
    if (edit.tag === 'equal' && edit.a2 - edit.a1 > 2 * CONTEXT) {
      groups.push([...group, fromStart(edit)])
      group = [fromEnd(edit)]
    } else group.push(edit)
  }
  if (group.length > 1 || (group.length === 1 && group[0]!.tag !== 'equal')) groups.push(group)
  return groups
}

const fromStart = (edit: Edit): Edit => ({
  ...edit,
  a2: Math.min(edit.a2, edit.a1 + CONTEXT),
  b2: Math.min(edit.b2, edit.b1 + CONTEXT),
})
const fromEnd = (edit: Edit): Edit => ({
  ...edit,
  a1: Math.max(edit.a1, edit.a2 - CONTEXT),
  b1: Math.max(edit.b1, edit.b2 - CONTEXT),
})
