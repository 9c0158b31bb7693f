// Collects what is wrong with an outline, as the reference parser does: in its wording, each thing once, and at the eleventh
// error the rest of the file is left unread. Advice (expected, nearest, hint) is ours.
import type { Diagnostic, DiagnosticCode } from '../diagnostic.ts'
import { adviseOnStray } from './advice.ts'
import { expectedTokens, expectedWords, type Place } from './expectations.ts'
import { type Lines, skipSpaceBack } from './lines.ts'
import { nearestLanguage } from './nearest.ts'
import { countPoints } from './points.ts'

const ERROR_LIMIT = 10

/** Thrown to leave the parser when there are too many errors; never leaves this folder. */
export class TooManyErrors extends Error {}

/** The diagnostics of one parse. */
export class Report {
  readonly diagnostics: Diagnostic[] = []
  private readonly lines: Lines
  private readonly file: string
  private readonly seen = new Set<string>()

  constructor(lines: Lines, file: string) {
    this.lines = lines
    this.file = file
  }

  /** A line that may not stand where it stands. */
  stray(index: number, place: Place): void {
    this.tagFault(index)
    this.error('gherkin/unexpected', `expected: ${expectedTokens(place)}, got '${this.shown(index)}'`, index, {
      expected: expectedWords(place, this.lines.dialect),
      endColumn: this.endColumn(index),
      ...adviseOnStray(this.lines, index, place),
    })
  }

  /** White space within a tag, if the line has it; such a line is then met as a line without meaning. */
  tagFault(index: number): void {
    if (this.lines.kinds[index] !== '!') return
    const offset = this.lines.tags.get(index)?.faultyAt ?? 0
    this.error('gherkin/tag-whitespace', 'A tag may not contain whitespace', index, {
      column: this.column(index) + offset,
      endColumn: this.endColumn(index),
      hint: 'separate tags with ` @`; a comment after tags begins with ` #`',
    })
  }

  /** `# language:` with a code Gherkin does not know. */
  unknownLanguage(index: number): void {
    const code = this.lines.unknownLanguages.get(index) ?? ''
    const nearest = nearestLanguage(code)
    this.error('gherkin/unknown-language', `Language not supported: ${code}`, index, {
      endColumn: this.endColumn(index),
      ...(nearest === undefined ? {} : { nearest: `# language: ${nearest}` }),
    })
  }

  /** A row with more or fewer cells than the first of its table. */
  inconsistentCells(line: number, column: number, expected: number, got: number): void {
    this.error('gherkin/inconsistent-cell-count', 'inconsistent cell count within the table', line - 1, {
      column,
      endColumn: this.endColumn(line - 1),
      hint: `the first row has ${count(expected)}, this one ${count(got)}; a pipe within a cell is written \`\\|\``,
    })
  }

  /** The file ends where something is still owed; `opened` is the line that began it. */
  endOfFile(place: Place, opened: number): void {
    const line = this.lines.kinds.length + 1
    this.error('gherkin/unexpected-end', `unexpected end of file, expected: ${expectedTokens(place)}`, line - 1, {
      column: 1,
      expected: expectedWords(place, this.lines.dialect),
      hint: `what began on line ${opened + 1} is not complete`,
    })
  }

  /** A title that ends in the full-width colon: understood by us alone. */
  fullWidthColon(index: number, word: string): void {
    const column = this.column(index) + countPoints(word)
    this.diagnostics.push({
      code: 'gherkin/full-width-colon',
      severity: 'warning',
      message: `\`${word}：\` ends in a full-width colon; other Gherkin tools do not read it as a title`,
      file: this.file,
      line: index + 1,
      column,
      endColumn: column + 1,
      nearest: `${word}:`,
      hint: '`kabuki fmt` writes the ASCII colon',
    })
  }

  private error(code: DiagnosticCode, message: string, index: number, rest: Partial<Diagnostic>): void {
    const column = rest.column ?? this.column(index)
    const key = `${index}:${column}:${message}`
    if (this.seen.has(key)) return
    this.seen.add(key)
    this.diagnostics.push({ code, severity: 'error', message, file: this.file, line: index + 1, column, ...rest })
    if (this.seen.size > ERROR_LIMIT) throw new TooManyErrors()
  }

  private shown(index: number): string {
    const { text, ats, ends } = this.lines
    return text.slice(ats[index], skipSpaceBack(text, ats[index]!, ends[index]!))
  }

  private column(index: number): number {
    return this.lines.ats[index]! - this.lines.starts[index]! + 1
  }

  private endColumn(index: number): number {
    return this.column(index) + countPoints(this.shown(index))
  }
}

function count(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`
}
