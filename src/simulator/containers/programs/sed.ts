// sed's commands s, d, p and q with addresses (line numbers, `$` excepted, and expressions).
import { regexOf } from './regex.ts'

/** What becomes of one line. */
export interface SedResult {
  /** Undefined: it was deleted. */
  readonly line: string | undefined
  /** Lines printed besides. */
  readonly print: readonly string[]
  readonly quit: boolean
}

interface SedCommand {
  readonly applies: (line: string, n: number) => boolean
  readonly act: 's' | 'd' | 'p' | 'q'
  readonly regex?: RegExp
  readonly replacement?: string
  readonly print?: boolean
}

const command = /^\s*(?:(\d+)(?:,(\d+|\$))?|\/((?:[^/\\]|\\.)*)\/)?\s*([sdpq])(.*)$/s

/** Compiles a script; commands are separated by `;`. */
export function sedScript(script: string, extended: boolean): (line: string, n: number) => SedResult {
  const commands = splitCommands(script).map((text) => read(text, extended))
  return (first, n) => {
    let line = first
    const print: string[] = []
    for (const { applies, act, regex, replacement = '', print: show } of commands) {
      if (!applies(line, n)) continue
      if (act === 'd') return { line: undefined, print, quit: false }
      if (act === 'q') return { line, print, quit: true }
      if (act === 'p') print.push(line)
      else {
        const next = line.replace(regex!, replacement)
        if (show === true && next !== line) print.push(next)
        line = next
      }
    }
    return { line, print, quit: false }
  }
}

function splitCommands(script: string): string[] {
  const parts: string[] = []
  let current = ''
  let delimiters = 0
  let delimiter = ''
  for (let i = 0; i < script.length; i++) {
    const c = script[i]!
    if (delimiter === '' && c === 's' && /^[\d,$/\s]*$/.test(current.replace(/\/.*\//, ''))) {
      delimiter = script[i + 1] ?? ''
      delimiters = 0
    } else if (c === delimiter && script[i - 1] !== '\\') {
      if (++delimiters === 3) delimiter = ''
    } else if ((c === ';' || c === '\n') && delimiter === '') {
      parts.push(current)
      current = ''
      continue
    }
    current += c
  }
  parts.push(current)
  return parts.filter((part) => part.trim() !== '')
}

function read(text: string, extended: boolean): SedCommand {
  const [, from, to, pattern, act = 'p', rest = ''] = command.exec(text) ?? []
  const regex = pattern === undefined ? undefined : regexOf(pattern, extended)
  const applies = (line: string, n: number): boolean => {
    if (regex !== undefined) return regex.test(line)
    if (from === undefined) return true
    if (to === undefined) return n === Number(from)
    return n >= Number(from) && (to === '$' || n <= Number(to))
  }
  if (act !== 's') return { applies, act: act as 'd' | 'p' | 'q' }
  const delimiter = rest[0] ?? '/'
  const parts: string[] = ['']
  const last = (text: string): void => {
    parts[parts.length - 1] = `${parts.at(-1)}${text}`
  }
  for (let i = 1; i < rest.length; i++) {
    if (rest[i] === '\\' && rest[i + 1] === delimiter) last(rest[++i] ?? '')
    else if (rest[i] === '\\') last(`\\${rest[++i] ?? ''}`)
    else if (rest[i] === delimiter) parts.push('')
    else last(rest[i] ?? '')
  }
  const [search = '', replace = '', flags = ''] = parts
  return {
    applies,
    act: 's',
    regex: regexOf(search, extended, `${flags.includes('g') ? 'g' : ''}${/i/i.test(flags) ? 'i' : ''}`),
    replacement: replace
      .replaceAll('$', '$$$$')
      .replaceAll(/\\([1-9])/g, '$$$1')
      .replaceAll(/(^|[^\\])&/g, '$1$$&')
      .replaceAll('\\n', '\n')
      .replaceAll('\\&', '&'),
    print: flags.includes('p'),
  }
}
