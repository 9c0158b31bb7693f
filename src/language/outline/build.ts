// Makes the tree of an outline out of line indexes: the actions of grammar/feature.peggy, by name. The grammar says which
// lines belong together; what a line holds (title, sentence, cells, tags) is read here, once, when its place is known.
import { readCells } from './cells.ts'
import type { Place, StepPlace } from './expectations.ts'
import { hasFullWidthColon, type Lines, skipSpace, skipSpaceBack, stepKeywordAt, titleWordAt } from './lines.ts'
import { countPoints } from './points.ts'
import type { Report } from './report.ts'
import type {
  Background,
  Comment,
  DataTable,
  DocString,
  Examples,
  Feature,
  Location,
  Row,
  Rule,
  Scenario,
  Step,
  Tag,
} from './tree.ts'

/** What may follow a step; the order on the page is told by the locations. */
interface Argument {
  readonly table: DataTable | null
  readonly text: DocString | null
}

/** A run of lines, as peggy gives it: from the first to before `end`. */
interface LineRange {
  readonly start: number
  readonly end: number
}

interface Title {
  readonly keyword: string
  readonly name: string
  readonly location: Location
}

/** The actions of the outline's grammar over one text. */
export class OutlineBuilder {
  readonly comments: Comment[] = []
  private readonly lines: Lines
  private readonly report: Report

  constructor(lines: Lines, report: Report) {
    this.lines = lines
    this.report = report
  }

  feature(
    tagLines: readonly (number | undefined)[],
    line: number | null,
    description: string,
    background: Background | null,
    scenarios: readonly Scenario[],
    rules: readonly (Rule | undefined)[],
  ): Feature | undefined {
    if (line === null) return this.missing('header', tagLines)
    const children = [...scenarios, ...rules.filter((rule) => rule !== undefined)]
    const tags = this.tags(tagLines)
    const language = this.lines.dialect.code
    return { type: 'feature', language, tags, ...this.title(line), description, ...having(background), children }
  }

  rule(
    tagLines: readonly (number | undefined)[],
    line: number | null,
    description: string,
    background: Background | null,
    children: readonly Scenario[],
  ): Rule | undefined {
    if (line === null) return this.missing('rule', tagLines)
    const tags = this.tags(tagLines)
    return { type: 'rule', tags, ...this.title(line), description, ...having(background), children }
  }

  background(line: number, description: string, steps: readonly Step[]): Background {
    return { type: 'background', ...this.title(line), description, steps }
  }

  scenario(
    tagLines: readonly (number | undefined)[],
    line: number,
    description: string,
    steps: readonly Step[],
    examples: readonly Examples[],
  ): Scenario {
    return { type: 'scenario', tags: this.tags(tagLines), ...this.title(line), description, steps, examples }
  }

  examples(
    tagLines: readonly (number | undefined)[],
    line: number,
    description: string,
    table: DataTable | null,
  ): Examples {
    const tags = this.tags(tagLines)
    const [header, ...body] = table?.rows ?? []
    return { type: 'examples', tags, ...this.title(line), description, ...(header && { header }), body }
  }

  step(index: number, argument: Argument | null): Step {
    const { text, starts, ats, ends, dialect } = this.lines
    const start = starts[index]!
    const at = ats[index]!
    const end = ends[index]!
    const { keyword, type } = stepKeywordAt(text, at, end, dialect)!
    const after = at + keyword.length
    const first = skipSpace(text, after, end)
    const column = at - start + 1
    // Without a sentence, the place right after the keyword.
    const textColumn = column + countPoints(text.slice(at, first < end ? first : after))
    const step: { -readonly [K in keyof Step]: Step[K] } = {
      keyword,
      keywordType: type,
      text: text.slice(first, skipSpaceBack(text, first, end)),
      textColumn,
      location: { line: index + 1, column },
    }
    if (argument?.text != null) step.docString = argument.text
    if (argument?.table != null) step.dataTable = argument.table
    return step
  }

  row(index: number): Row {
    const { text, ats, ends } = this.lines
    const location = this.location(index)
    return { cells: readCells(text.slice(ats[index], ends[index]), location.line, location.column), location }
  }

  table(rows: readonly Row[]): DataTable {
    const first = rows[0]!
    const width = first.cells.length
    const odd = rows.find((row) => row.cells.length !== width)
    if (odd !== undefined) {
      this.report.inconsistentCells(odd.location.line, odd.location.column, width, odd.cells.length)
    }
    return { rows, location: first.location }
  }

  /** `end` is after the closing fence, or the end of the file if there is none. */
  docString(index: number, end: number, closed: boolean): DocString {
    const { text, starts, ats, ends } = this.lines
    const at = ats[index]!
    const delimiter = text.charAt(at) === '`' ? '```' : '"""'
    const from = skipSpace(text, at + delimiter.length, ends[index]!)
    const mediaType = text.slice(from, skipSpaceBack(text, from, ends[index]!))
    const indent = at - starts[index]!
    const escaped = delimiter === '```' ? '\\`\\`\\`' : '\\"\\"\\"'
    const content: string[] = []
    for (let i = index + 1; i < (closed ? end - 1 : end); i++) {
      // A line less indented than the fence loses what indent it has.
      const line = text.slice(Math.min(starts[i]! + indent, ats[i]!), ends[i])
      content.push(line.includes(escaped) ? line.replace(escaped, delimiter) : line)
    }
    if (!closed) this.report.endOfFile('docString', index)
    const location = this.location(index)
    return { ...(mediaType !== '' && { mediaType }), content: content.join('\n'), delimiter, location }
  }

  /** Free text: comments within it are taken out, blank lines at its end do not count. */
  prose({ start, end }: LineRange): string {
    const { text, kinds, starts, ends } = this.lines
    const found: string[] = []
    let length = 0
    for (let i = start; i < end; i++) {
      if (kinds[i] === '#') {
        this.comment(i)
        continue
      }
      this.report.tagFault(i)
      found.push(text.slice(starts[i], ends[i]))
      if (kinds[i] !== '_') length = found.length
    }
    found.length = length
    return found.join('\n')
  }

  comment(index: number): void {
    const { text, starts, ends } = this.lines
    this.comments.push({ text: text.slice(starts[index], ends[index]), location: { line: index + 1, column: 1 } })
  }

  unknownLanguage(index: number): void {
    this.report.unknownLanguage(index)
    this.comment(index)
  }

  stray(index: number, place: Place): void {
    this.report.stray(index, place)
  }

  strayInSteps(index: number, place: StepPlace, inBackground: boolean): void {
    this.report.stray(index, inBackground ? `background ${place}` : place)
  }

  private title(index: number): Title {
    const { text, ats, ends, dialect } = this.lines
    const at = ats[index]!
    const end = ends[index]!
    const { word } = titleWordAt(text, at, end, dialect)!
    if (hasFullWidthColon(text, at, word)) this.report.fullWidthColon(index, word)
    const from = skipSpace(text, at + word.length + 1, end)
    return { keyword: word, name: text.slice(from, skipSpaceBack(text, from, end)), location: this.location(index) }
  }

  /** Blank lines and comments between tag lines come as -1 or nothing. */
  private tags(tagLines: readonly (number | undefined)[]): Tag[] {
    const found: Tag[] = []
    for (const index of tagLines) {
      const tags = index === undefined ? undefined : this.lines.tags.get(index)
      if (index === undefined || tags === undefined) continue
      const { line, column } = this.location(index)
      for (const { name, offset } of tags.tags) found.push({ name, location: { line, column: column + offset } })
    }
    return found
  }

  private missing(place: 'header' | 'rule', tagLines: readonly (number | undefined)[]): undefined {
    const last = tagLines.filter((line) => line !== undefined).at(-1) ?? -1
    this.report.endOfFile(place, Math.max(0, last))
    return undefined
  }

  private location(index: number): Location {
    return { line: index + 1, column: this.lines.ats[index]! - this.lines.starts[index]! + 1 }
  }
}

function having(background: Background | null): { readonly background?: Background } {
  return background === null ? {} : { background }
}
