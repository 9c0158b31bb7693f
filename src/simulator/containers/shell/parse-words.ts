// Reads words: quotes, parameters, command and arithmetic substitutions.
import { type Piece, type Script, ShellSyntaxError, type Word } from './syntax.ts'

const name = /[A-Za-z_][A-Za-z0-9_]*/y
const special = /[0-9@*#?$!-]/y
const operator = /:?[-=?+]|%%?|##?/y
const ends = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')'])

/** Where the reading stands; shared by all that read one script. */
export interface Reader {
  readonly text: string
  at: number
  /** The line it stands on. */
  readonly line: number
  /** Parses a whole script. */
  script(text: string): Script
}

/** Does the name of a variable stand at the reader? */
export function nameAt(reader: Reader): string | undefined {
  name.lastIndex = reader.at
  return name.exec(reader.text)?.[0]
}

/** Reads a word up to a blank or an operator. */
export function readWord(reader: Reader): Word {
  const pieces: Piece[] = []
  const { text } = reader
  while (reader.at < text.length) {
    const c = text[reader.at]!
    if (ends.has(c)) break
    if (c === "'") {
      const end = text.indexOf("'", reader.at + 1)
      if (end < 0) throw new ShellSyntaxError({ open: "'" }, reader.line)
      pieces.push({ type: 'text', text: text.slice(reader.at + 1, end), quoted: true })
      reader.at = end + 1
    } else if (c === '"') {
      reader.at++
      readQuoted(reader, pieces, '"')
    } else if (c === '\\') {
      if (text[reader.at + 1] !== '\n') pieces.push({ type: 'text', text: text[reader.at + 1] ?? '\\', quoted: true })
      reader.at += 2
    } else if (c === '$' || c === '`') readDollar(reader, pieces, false)
    else {
      const from = reader.at
      while (reader.at < text.length && !ends.has(text[reader.at]!) && !'\'"\\$`'.includes(text[reader.at]!))
        reader.at++
      pieces.push({ type: 'text', text: text.slice(from, reader.at), quoted: false })
    }
  }
  return pieces
}

const escapable = '$`"\\\n'

/** Reads what stands between double quotes, or all of a here-document (`end` undefined). */
export function readQuoted(reader: Reader, pieces: Piece[], end: '"' | '}' | undefined): void {
  const { text } = reader
  let run = ''
  const flush = (always = false): void => {
    if (run !== '' || always) pieces.push({ type: 'text', text: run, quoted: true })
    run = ''
  }
  const empty = pieces.length
  while (reader.at < text.length) {
    const c = text[reader.at]!
    if (c === end) {
      flush(pieces.length === empty)
      reader.at++
      return
    }
    if (c === '\\' && escapable.includes(text[reader.at + 1] ?? ' ')) {
      if (text[reader.at + 1] !== '\n') run += text[reader.at + 1]
      reader.at += 2
    } else if (c === '$' || c === '`') {
      flush()
      readDollar(reader, pieces, true)
    } else {
      run += c
      reader.at++
    }
  }
  if (end !== undefined) throw new ShellSyntaxError({ open: end }, reader.line)
  flush()
}

function readDollar(reader: Reader, pieces: Piece[], quoted: boolean): void {
  const { text } = reader
  if (text[reader.at] === '`') {
    const end = closingBacktick(reader, reader.at + 1)
    const inner = text.slice(reader.at + 1, end).replaceAll(/\\([`\\$])/g, '$1')
    reader.at = end + 1
    pieces.push({ type: 'command', script: reader.script(inner), quoted })
    return
  }
  if (text.startsWith('$((', reader.at)) {
    const end = closing(reader, reader.at + 1)
    if (text[end - 1] === ')') {
      const expression: Piece[] = []
      readQuoted(
        { text: text.slice(reader.at + 3, end - 1), at: 0, line: reader.line, script: (inner) => reader.script(inner) },
        expression,
        undefined,
      )
      pieces.push({ type: 'arithmetic', expression, quoted })
      reader.at = end + 1
      return
    }
  }
  if (text[reader.at + 1] === '(') {
    const end = closing(reader, reader.at + 1)
    pieces.push({ type: 'command', script: reader.script(text.slice(reader.at + 2, end)), quoted })
    reader.at = end + 1
    return
  }
  if (text[reader.at + 1] === '{') {
    reader.at += 2
    pieces.push(readBraced(reader, quoted))
    return
  }
  reader.at++
  const known = nameAt(reader) ?? specialAt(reader)
  if (known === undefined) pieces.push({ type: 'text', text: '$', quoted })
  else {
    reader.at += known.length
    pieces.push({ type: 'parameter', name: known, quoted })
  }
}

function specialAt(reader: Reader): string | undefined {
  special.lastIndex = reader.at
  return special.exec(reader.text)?.[0]
}

const badBraces = (reader: Reader): ShellSyntaxError =>
  new ShellSyntaxError(reader.at < reader.text.length ? 'bad substitution' : { open: '}' }, reader.line)

function readBraced(reader: Reader, quoted: boolean): Piece {
  const { text } = reader
  const length = text[reader.at] === '#' && text[reader.at + 1] !== '}'
  if (length) reader.at++
  const known = nameAt(reader) ?? specialAt(reader)
  if (known === undefined) throw badBraces(reader)
  reader.at += known.length
  if (text[reader.at] === '}') {
    reader.at++
    return { type: 'parameter', name: known, quoted, ...(length ? { length } : {}) }
  }
  operator.lastIndex = reader.at
  const op = operator.exec(text)?.[0]
  if (op === undefined) throw badBraces(reader)
  reader.at += op.length
  const argument: Piece[] = []
  readArgument(reader, argument)
  return { type: 'parameter', name: known, quoted, operator: op, argument }
}

/** What follows an operator in braces: like a word, up to the closing brace. */
function readArgument(reader: Reader, pieces: Piece[]): void {
  const { text } = reader
  while (reader.at < text.length) {
    const c = text[reader.at]!
    if (c === '}') {
      reader.at++
      return
    }
    if (c === '$' || c === '`') readDollar(reader, pieces, false)
    else if (c === '"') {
      reader.at++
      readQuoted(reader, pieces, '"')
    } else if (c === "'") {
      const end = text.indexOf("'", reader.at + 1)
      pieces.push({ type: 'text', text: text.slice(reader.at + 1, end), quoted: true })
      reader.at = end + 1
    } else if (c === '\\') {
      pieces.push({ type: 'text', text: text[reader.at + 1] ?? '', quoted: true })
      reader.at += 2
    } else {
      pieces.push({ type: 'text', text: c, quoted: false })
      reader.at++
    }
  }
  throw new ShellSyntaxError({ open: '}' }, reader.line)
}

/** The position of the bracket that closes the one at `open`; quotes inside are skipped. */
function closing(reader: Reader, open: number): number {
  const { text } = reader
  let depth = 0
  for (let i = open; i < text.length; i++) {
    const c = text[i]!
    if (c === '\\') i++
    else if (c === "'") i = endOf(reader, "'", i)
    else if (c === '"') i = endOfDouble(reader, i)
    else if (c === '(') depth++
    else if (c === ')' && --depth === 0) return i
  }
  throw new ShellSyntaxError({ unexpected: '', expecting: ')' }, reader.line)
}

function endOf(reader: Reader, quote: string, from: number): number {
  const end = reader.text.indexOf(quote, from + 1)
  if (end < 0) throw new ShellSyntaxError({ open: quote }, reader.line)
  return end
}

function endOfDouble(reader: Reader, from: number): number {
  const { text } = reader
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '"') return i
    else if (text[i] === '$' && text[i + 1] === '(') i = closing(reader, i + 1)
  }
  throw new ShellSyntaxError({ open: '"' }, reader.line)
}

function closingBacktick(reader: Reader, from: number): number {
  const { text } = reader
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '`') return i
  }
  throw new ShellSyntaxError({ open: '`' }, reader.line)
}
