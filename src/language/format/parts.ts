// What the lines of a feature are, by the outline's tree: each line that begins something with its indentation and its new
// text. Lines that no part owns are blank lines, comments and descriptions; assemble.ts places those.
import { type Lines, trimmedLine } from '../outline/lines.ts'
import type { DocString, Feature, Row, Rule, Scenario, Step, Tag } from '../outline/tree.ts'
import { docStringLines } from './doc-string.ts'
import { tableLines } from './table.ts'

/** What a part is, as far as the space around it depends on it. */
export type PartKind = 'tags' | 'feature' | 'block' | 'step' | 'text' | 'row'

/** A piece of the file that stays together: one line, or the lines of a doc string. */
export interface Part {
  readonly kind: PartKind
  readonly indent: number
  readonly lines: readonly string[]
  /** How many lines of the file it takes. */
  readonly taken: number
}

const STEP = 2

/** The parts of a feature by the index of their first line. */
export function partsOf(feature: Feature, lines: Lines): ReadonlyMap<number, Part> {
  const reader = new PartReader(lines)
  reader.feature(feature)
  return reader.parts
}

class PartReader {
  readonly parts = new Map<number, Part>()
  readonly #lines: Lines

  constructor(lines: Lines) {
    this.#lines = lines
  }

  feature(feature: Feature): void {
    this.#title(feature, 0, 'feature')
    this.#children(feature, STEP)
  }

  #children(parent: Feature | Rule, indent: number): void {
    const { background, children } = parent
    if (background !== undefined) {
      this.#title({ ...background, tags: [] }, indent, 'block')
      this.#steps(background.steps, indent + STEP)
    }
    for (const child of children) {
      this.#title(child, indent, 'block')
      if (child.type === 'rule') this.#children(child, indent + STEP)
      else this.#scenario(child, indent)
    }
  }

  #scenario({ steps, examples }: Scenario, indent: number): void {
    this.#steps(steps, indent + STEP)
    for (const example of examples) {
      this.#title(example, indent + STEP, 'block')
      const rows = example.header === undefined ? [] : [example.header, ...example.body]
      this.#table(rows, indent + STEP + STEP)
    }
  }

  #title(
    titled: { tags: readonly Tag[]; keyword: string; name: string; location: { line: number } },
    indent: number,
    kind: PartKind,
  ): void {
    for (const line of new Set(titled.tags.map((tag) => tag.location.line))) {
      const names = titled.tags.filter((tag) => tag.location.line === line).map((tag) => tag.name)
      this.#add(line, 'tags', indent, [names.join(' ') + tagComment(trimmedLine(this.#lines, line - 1))])
    }
    const { keyword, name, location } = titled
    this.#add(location.line, kind, indent, [`${keyword}:${name === '' ? '' : ` ${name}`}`])
  }

  #steps(steps: readonly Step[], indent: number): void {
    for (const step of steps) {
      this.#add(step.location.line, 'step', indent, [stepLine(step)])
      if (step.docString !== undefined) this.#docString(step.docString, indent + STEP)
      if (step.dataTable !== undefined) this.#table(step.dataTable.rows, indent + STEP)
    }
  }

  #docString(docString: DocString, indent: number): void {
    const first = docString.location.line - 1
    const lines = docStringLines(docString, this.#lines)
    this.parts.set(first, { kind: 'text', indent, lines, taken: lines.length })
  }

  #table(rows: readonly Row[], indent: number): void {
    const texts = tableLines(rows.map((row) => ({ row, source: trimmedLine(this.#lines, row.location.line - 1) })))
    rows.forEach((row, i) => {
      this.#add(row.location.line, 'row', indent, [texts[i]!])
    })
  }

  #add(line: number, kind: PartKind, indent: number, lines: readonly string[]): void {
    this.parts.set(line - 1, { kind, indent, lines, taken: 1 })
  }
}

// A keyword that is a step by its space alone keeps it where no sentence follows; one that elides its vowel keeps close.
function stepLine({ keyword, text }: Step): string {
  if (text === '') return keyword
  return keyword.endsWith("'") ? keyword + text : `${keyword.trimEnd()} ${text}`
}

const COMMENT = /\s(#.*)$/

function tagComment(line: string): string {
  const comment = COMMENT.exec(line)?.[1]
  return comment === undefined ? '' : ` ${comment.trimEnd()}`
}
