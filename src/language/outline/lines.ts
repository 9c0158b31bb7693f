// Tells the lines of a feature file apart: one letter per line for grammar/feature.peggy (its head lists them), and where
// each line starts. A line's letter says what the line could be; what it is, is for the grammar to say: inside a doc string
// every letter is text. Only `# language:` depends on what came before, so the keywords of the rest can depend on it.
import { type Dialect, dialect, type StepKeyword, type TitleWord } from './dialects.ts'
import { readTags, type TagLine } from './tags.ts'

/** The lines of a text with their letters; indexes are zero-based, offsets are UTF-16 units of `text`. */
export interface Lines {
  readonly text: string
  /** One letter per line. */
  readonly kinds: string
  readonly dialect: Dialect
  /** Where each line starts, */
  readonly starts: readonly number[]
  /** where its first character that is no white space stands (the end, if there is none), */
  readonly ats: readonly number[]
  /** and where it ends, without its line break. */
  readonly ends: readonly number[]
  readonly tags: ReadonlyMap<number, TagLine>
  /** Where a `# language:` of no known language stands. */
  readonly unknownLanguages: ReadonlyMap<number, string>
}

const LANGUAGE = /^#\s*language\s*:\s*([a-zA-Z\-_]+)\s*$/
const COLON = 0x3a
const FULL_WIDTH_COLON = 0xff1a
const RETURN = 13

/** Splits a text at `\n` and `\r\n` (a lone `\r` is no break) and gives every line its letter. */
export function readLines(text: string): Lines {
  const reader = new LineReader(text)
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start)
    const stop = newline === -1 ? text.length : newline
    const end = newline !== -1 && stop > start && text.charCodeAt(stop - 1) === RETURN ? stop - 1 : stop
    const at = skipSpace(text, start, end)
    // What follows the last line break is a line only if something stands there.
    if (newline === -1 && at === end) break
    reader.add(start, at, end)
    start = stop + 1
  }
  return reader.finish()
}

/** The line without the white space before it. */
export function trimmedLine(lines: Lines, index: number): string {
  return lines.text.slice(lines.ats[index], lines.ends[index])
}

/** The first offset from `at` that is no white space (as JavaScript's `\s` has it), or `end`. */
export function skipSpace(text: string, at: number, end: number): number {
  let i = at
  while (i < end && isSpace(text.charCodeAt(i))) i++
  return i
}

/** The offset after the last character before `end` that is no white space, or `at`. */
export function skipSpaceBack(text: string, at: number, end: number): number {
  let i = end
  while (i > at && isSpace(text.charCodeAt(i - 1))) i--
  return i
}

/** The step keyword at an offset, the longest there is. */
export function stepKeywordAt(text: string, at: number, end: number, language: Dialect): StepKeyword | undefined {
  const candidates = language.steps.get(text.charCodeAt(at))
  if (candidates === undefined) return undefined
  for (const candidate of candidates) {
    if (at + candidate.keyword.length <= end && text.startsWith(candidate.keyword, at)) return candidate
  }
  return undefined
}

/** The word of a title line: what stands before its colon. */
export function titleWordAt(text: string, at: number, end: number, language: Dialect): TitleWord | undefined {
  const candidates = language.titles.get(text.charCodeAt(at))
  if (candidates === undefined) return undefined
  for (const candidate of candidates) {
    const after = at + candidate.word.length
    if (after < end && isColon(text.charCodeAt(after)) && text.startsWith(candidate.word, at)) return candidate
  }
  return undefined
}

/** Whether the title at an offset ends in the full-width colon, which only we accept. */
export function hasFullWidthColon(text: string, at: number, word: string): boolean {
  return text.charCodeAt(at + word.length) === FULL_WIDTH_COLON
}

class LineReader {
  private readonly text: string
  private readonly kinds: string[] = []
  private readonly starts: number[] = []
  private readonly ats: number[] = []
  private readonly ends: number[] = []
  private readonly tags = new Map<number, TagLine>()
  private readonly unknownLanguages = new Map<number, string>()
  private language = dialect('en')!
  /** Until the first tags or feature line, `# language:` still counts. */
  private opening = true
  /** A full-width `例：` waits for the table that proves it is no prose. */
  private waiting = -1

  constructor(text: string) {
    this.text = text
  }

  add(start: number, at: number, end: number): void {
    const waited = this.waiting
    const kind = this.classify(at, end)
    if (waited !== -1 && kind !== '_' && kind !== '#') {
      if (kind !== '|') this.kinds[waited] = '.'
      if (this.waiting === waited) this.waiting = -1
    }
    this.starts.push(start)
    this.ats.push(at)
    this.ends.push(end)
    this.kinds.push(kind)
  }

  finish(): Lines {
    if (this.waiting !== -1) this.kinds[this.waiting] = '.'
    const { text, language, starts, ats, ends, tags, unknownLanguages } = this
    return { text, kinds: this.kinds.join(''), dialect: language, starts, ats, ends, tags, unknownLanguages }
  }

  private classify(at: number, end: number): string {
    if (at === end) return '_'
    switch (this.text.charCodeAt(at)) {
      case 0x23:
        return this.opening ? this.comment(at, end) : '#'
      case 0x40:
        return this.tagLine(at, end)
      case 0x7c:
        return '|'
      case 0x22:
        return this.fence('"""', at, end)
      case 0x60:
        return this.fence('```', at, end)
      default:
        return this.keywordLine(at, end)
    }
  }

  private fence(fence: string, at: number, end: number): string {
    return end - at >= 3 && this.text.startsWith(fence, at) ? fence.charAt(0) : '.'
  }

  private comment(at: number, end: number): string {
    const code = LANGUAGE.exec(this.text.slice(at, end))?.[1]
    if (code === undefined) return '#'
    const found = dialect(code)
    if (found === undefined) {
      this.unknownLanguages.set(this.kinds.length, code)
      return 'u'
    }
    this.language = found
    this.opening = false
    return 'l'
  }

  private tagLine(at: number, end: number): string {
    const found = readTags(this.text.slice(at, end))
    this.tags.set(this.kinds.length, found)
    if (found.faultyAt !== undefined) return '!'
    this.opening = false
    return '@'
  }

  private keywordLine(at: number, end: number): string {
    const { text, language } = this
    const isStep = stepKeywordAt(text, at, end, language) !== undefined
    const title = titleWordAt(text, at, end, language)
    if (title === undefined) return isStep ? 's' : '.'
    const fullWidth = hasFullWidthColon(text, at, title.word)
    if (fullWidth && isStep) return 's'
    switch (title.kind) {
      case 'feature':
        this.opening = false
        return 'F'
      case 'rule':
        return 'R'
      case 'background':
        return isStep ? 'b' : 'B'
      case 'scenario':
        return 'S'
      case 'examples':
        if (fullWidth) this.waiting = this.kinds.length
        return 'X'
    }
  }
}

/** Whether a character code is one of JavaScript's `\s`. */
function isSpace(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= RETURN)
  if (code < 0xa0) return false
  return (
    code === 0xa0 ||
    code === 0x3000 ||
    code === 0xfeff ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f
  )
}

function isColon(code: number): boolean {
  return code === COLON || code === FULL_WIDTH_COLON
}
