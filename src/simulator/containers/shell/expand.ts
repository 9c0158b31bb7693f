// Words to texts: parameters, substitutions, splitting at blanks, file names. One word may become none or many.
import type { Co } from '../coroutine.ts'
import { absolute } from '../files/file-system.ts'
import { evaluate } from './arithmetic.ts'
import { isPattern, patternOf, sourceOf } from './patterns.ts'
import type { Shell } from './shell.ts'
import { ArithmeticError, ExpansionError, type Piece, type Word } from './syntax.ts'
import { expansionStatus, notCounted, notSet } from './words.ts'

/** A field under way: its text, the same as a pattern (quoted signs escaped), and whether anything was quoted. */
interface Field {
  text: string
  pattern: string
  quoted: boolean
}

const glob = /[*?[\]\\]/g

/** Expands words to fields. */
export function* expandWords(shell: Shell, words: readonly Word[]): Co<string[]> {
  const fields: string[] = []
  for (const word of words) {
    const only = word.length === 1 ? word[0]! : undefined
    if (only?.type === 'text' && (only.quoted || !(isPattern(only.text) || only.text.startsWith('~')))) {
      fields.push(only.text)
    } else yield* expandWord(shell, word, fields)
  }
  return fields
}

function* expandWord(shell: Shell, word: Word, out: string[]): Co<void> {
  const fields: Field[] = []
  let current: Field | undefined
  const add = (text: string, quoted: boolean): void => {
    current ??= { text: '', pattern: '', quoted: false }
    current.text += text
    current.pattern += quoted ? text.replaceAll(glob, '\\$&') : text
    current.quoted ||= quoted
  }
  const end = (): void => {
    if (current !== undefined) fields.push(current)
    current = undefined
  }
  for (const [i, piece] of word.entries()) {
    if (piece.type === 'text') {
      add(i === 0 && !piece.quoted ? tilde(shell, piece.text) : piece.text, piece.quoted)
      continue
    }
    if (piece.type === 'parameter' && piece.name === '@' && piece.quoted && piece.operator === undefined) {
      for (const [n, each] of shell.positional.entries()) {
        if (n > 0) end()
        add(each, true)
      }
      continue
    }
    const text = yield* expandPiece(shell, piece)
    if (piece.quoted) add(text, true)
    else split(text, shell.variables.get('IFS') ?? ' \t\n', add, end)
  }
  end()
  for (const field of fields) {
    const names = isPattern(field.pattern) ? filesMatching(shell, field.pattern) : []
    if (names.length > 0) out.push(...names)
    else if (field.text !== '' || field.quoted) out.push(field.text)
  }
}

function split(text: string, separators: string, add: (text: string, quoted: boolean) => void, end: () => void): void {
  let from = 0
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && !separators.includes(text[i]!)) continue
    if (i > from) add(text.slice(from, i), false)
    if (i < text.length) end()
    from = i + 1
  }
}

const tilde = (shell: Shell, text: string): string =>
  text === '~' || text.startsWith('~/') ? `${shell.variables.get('HOME') ?? '/root'}${text.slice(1)}` : text

/** Expands a word to one text: assignments, redirections, the subject of `case`. */
export function* expandText(shell: Shell, word: Word): Co<string> {
  let text = ''
  for (const piece of word) text += piece.type === 'text' ? piece.text : yield* expandPiece(shell, piece)
  return text
}

/** Expands a word to a pattern: quoted signs stand for themselves. */
export function* expandPattern(shell: Shell, word: Word): Co<string> {
  let pattern = ''
  for (const piece of word) {
    const text = piece.type === 'text' ? piece.text : yield* expandPiece(shell, piece)
    pattern += piece.quoted ? text.replaceAll(glob, '\\$&') : text
  }
  return pattern
}

function* expandPiece(shell: Shell, piece: Exclude<Piece, { type: 'text' }>): Co<string> {
  switch (piece.type) {
    case 'command':
      return yield* shell.substitute(piece.script)
    case 'arithmetic':
      return counted(shell, yield* expandText(shell, piece.expression))
    default:
      return yield* parameter(shell, piece)
  }
}

const unset = (shell: Shell, name: string, operator: '?' | ':?' | undefined, text: string): ExpansionError =>
  new ExpansionError(notSet(shell, name, operator, text), expansionStatus(shell, false))

function counted(shell: Shell, expression: string): string {
  try {
    return String(evaluate(expression, shell.variables))
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error
    throw new ExpansionError(notCounted(shell, expression, error.message), expansionStatus(shell, true))
  }
}

function* parameter(shell: Shell, piece: Extract<Piece, { type: 'parameter' }>): Co<string> {
  const { name, operator, argument = [] } = piece
  const value = shell.parameter(name)
  if (piece.length === true) return String(value?.length ?? 0)
  if (operator === undefined) {
    if (value === undefined && shell.options.has('u') && name !== '@' && name !== '*')
      throw unset(shell, name, undefined, '')
    return value ?? ''
  }
  if (operator.startsWith('%') || operator.startsWith('#')) {
    return trim(value ?? '', operator, yield* expandPattern(shell, argument))
  }
  const missing = value === undefined || (operator.startsWith(':') && value === '')
  switch (operator.at(-1)) {
    case '-':
      return missing ? yield* expandText(shell, argument) : value
    case '+':
      return missing ? '' : yield* expandText(shell, argument)
    case '=': {
      if (!missing) return value
      const text = yield* expandText(shell, argument)
      shell.variables.set(name, text)
      return text
    }
    default: {
      if (!missing) return value
      throw unset(shell, name, operator === ':?' ? ':?' : '?', yield* expandText(shell, argument))
    }
  }
}

function trim(value: string, operator: string, pattern: string): string {
  const source = sourceOf(pattern)
  if (operator === '##') return value.replace(new RegExp(`^${source}`, 's'), '')
  if (operator === '#') return value.replace(new RegExp(`^${lazy(source)}`, 's'), '')
  if (operator === '%%') return value.replace(new RegExp(`${source}$`, 's'), '')
  for (let i = value.length; i >= 0; i--) if (patternOf(pattern).test(value.slice(i))) return value.slice(0, i)
  return value
}

const lazy = (source: string): string => source.replaceAll('.*', '.*?')

/** The files a pattern names, in order; none: the pattern stays as it is. */
function filesMatching(shell: Shell, pattern: string): string[] {
  const rooted = pattern.startsWith('/')
  let found: string[] = [rooted ? '/' : '']
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    const next: string[] = []
    for (const above of found) {
      const path = above === '' || above.endsWith('/') ? above : `${above}/`
      if (!isPattern(part)) {
        const name = `${path}${part.replaceAll(/\\(.)/g, '$1')}`
        if (shell.files.get(absolute(name, shell.cwd)) !== undefined) next.push(name)
        continue
      }
      const directory = shell.files.get(absolute(path === '' ? '.' : path, shell.cwd))
      if (directory?.kind !== 'directory') continue
      const regex = patternOf(part)
      for (const name of [...directory.entries.keys()].sort())
        if (regex.test(name) && (part.startsWith('.') || !name.startsWith('.'))) next.push(`${path}${name}`)
    }
    found = next
  }
  return found
}
