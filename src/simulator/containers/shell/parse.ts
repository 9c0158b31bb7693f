// Reads a shell script. Scripts are read once: containers of the same pod template share the tree.
import { nameAt, type Reader, readQuoted, readWord } from './parse-words.ts'
import { type Command, type Piece, type Redirect, type Script, ShellSyntaxError, type Word } from './syntax.ts'

const scripts = new Map<string, Script>()
const KEPT = 500

/** The tree of a script whose first line has that number; throws ShellSyntaxError. */
export function parseScript(text: string, line = 1): Script {
  const key = line === 1 ? text : `${line}\0${text}`
  const known = scripts.get(key)
  if (known !== undefined) return known
  const parser = new Parser(text, line)
  const script = parser.list([])
  if (parser.at < text.length) parser.unexpected()
  if (scripts.size >= KEPT) scripts.clear()
  scripts.set(key, script)
  return script
}

const redirection = /(\d*)(&>|<<-|<<|>>|>&|<&|>\||<|>)/y
const assignment = /([A-Za-z_][A-Za-z0-9_]*)=/y
const functionHead = /([A-Za-z_][A-Za-z0-9_-]*)[ \t]*\([ \t]*\)/y
const reserved = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}', ')', ';;'])

/** What stands where no word does. */
const operators = /^(?:&&|\|\||[;&|()<>\n])/

type Simple = Extract<Command, { type: 'simple' }>

class Parser implements Reader {
  readonly text: string
  at = 0
  readonly #documents: {
    readonly end: string
    readonly raw: boolean
    readonly tabs: boolean
    readonly target: Piece[]
  }[] = []

  /** Up to where lines have been counted, and how many there are up to there. */
  #counted = 0
  #line: number

  constructor(text: string, line: number) {
    this.text = text
    this.#line = line
  }

  script(text: string): Script {
    return parseScript(text, this.line)
  }

  /** The line the reader stands on. */
  get line(): number {
    for (; this.#counted < this.at; this.#counted++) if (this.text[this.#counted] === '\n') this.#line++
    return this.#line
  }

  /** Refuses what stands here. */
  unexpected(expecting?: string): never {
    const word = this.peekWord()
    const unexpected = word === '' ? (operators.exec(this.text.slice(this.at))?.[0] ?? '') : word
    const { line } = this
    throw new ShellSyntaxError(expecting === undefined ? { unexpected } : { unexpected, expecting }, line)
  }

  /** Commands up to one of the closing words, which is left to read. */
  list(closers: readonly string[]): Script {
    const items: { command: Command; background: boolean; text: string }[] = []
    for (;;) {
      this.#newlines()
      if (this.at >= this.text.length) {
        if (closers.length > 0) this.unexpected(closers.at(-1))
        return items
      }
      const word = this.peekWord()
      if (closers.includes(word)) return items
      if (reserved.has(word)) this.unexpected()
      const from = this.at
      const command = this.#andOr()
      const text = this.text.slice(from, this.at)
      this.#blanks()
      const c = this.text[this.at]
      const background = c === '&'
      if (background || (c === ';' && this.text[this.at + 1] !== ';')) this.at++
      else if (c !== undefined && c !== '\n' && c !== ')' && c !== ';' && !closers.includes(this.peekWord())) {
        // A word and a bracket would be a function.
        if (c === '(') this.at++
        this.unexpected(c === '(' ? ')' : undefined)
      }
      items.push({ command, background, text })
    }
  }

  /** The word here, to be compared with reserved words; operators count by themselves. */
  peekWord(): string {
    const { text } = this
    if (text[this.at] === ')') return ')'
    if (text.startsWith(';;', this.at)) return ';;'
    let end = this.at
    while (end < text.length && !' \t\n;&|<>()'.includes(text[end]!)) end++
    return text.slice(this.at, end)
  }

  #andOr(): Command {
    let left = this.#pipeline()
    for (;;) {
      this.#blanks()
      const op = this.text.slice(this.at, this.at + 2)
      if (op !== '&&' && op !== '||') return left
      this.at += 2
      this.#newlines()
      left = { type: op === '&&' ? 'and' : 'or', left, right: this.#pipeline() }
    }
  }

  #pipeline(): Command {
    this.#blanks()
    const not = this.peekWord() === '!'
    if (not) this.at++
    const commands = [this.#command()]
    for (;;) {
      this.#blanks()
      if (this.text[this.at] !== '|' || this.text[this.at + 1] === '|') break
      this.at++
      this.#newlines()
      commands.push(this.#command())
    }
    return commands.length === 1 && !not ? commands[0]! : { type: 'pipeline', commands, not }
  }

  #command(): Command {
    this.#blanks()
    if (this.text[this.at] === '(') {
      this.at++
      const body = this.list([')'])
      this.at++
      return { type: 'subshell', body, redirects: this.#redirects() }
    }
    switch (this.peekWord()) {
      case '{': {
        this.at++
        const body = this.list(['}'])
        this.at++
        return { type: 'group', body, redirects: this.#redirects() }
      }
      case 'if':
        return this.#if()
      case 'while':
      case 'until':
        return this.#while()
      case 'for':
        return this.#for()
      case 'case':
        return this.#case()
      default:
        return this.#function() ?? this.#simple()
    }
  }

  #if(): Command {
    const branches: { condition: Script; body: Script }[] = []
    let otherwise: Script | undefined
    this.#take('if')
    for (;;) {
      const condition = this.list(['then'])
      this.#take('then')
      branches.push({ condition, body: this.list(['elif', 'else', 'fi']) })
      if (this.peekWord() === 'elif') {
        this.#take('elif')
        continue
      }
      if (this.peekWord() === 'else') {
        this.#take('else')
        otherwise = this.list(['fi'])
      }
      this.#take('fi')
      return { type: 'if', branches, otherwise, redirects: this.#redirects() }
    }
  }

  #while(): Command {
    const until = this.peekWord() === 'until'
    this.at += 5
    const condition = this.list(['do'])
    const body = this.#body()
    return { type: 'while', until, condition, body, redirects: this.#redirects() }
  }

  #body(): Script {
    this.#take('do')
    const body = this.list(['done'])
    this.#take('done')
    return body
  }

  #for(): Command {
    this.#take('for')
    this.#blanks()
    const name = nameAt(this)
    if (name === undefined) throw new ShellSyntaxError('bad for loop variable', this.line)
    this.at += name.length
    this.#newlines()
    let words: Word[] | undefined
    if (this.peekWord() === 'in') {
      this.at += 2
      words = []
      for (this.#blanks(); this.at < this.text.length && !'\n;'.includes(this.text[this.at]!); this.#blanks())
        words.push(this.#word())
    }
    this.#blanks()
    if (this.text[this.at] === ';') this.at++
    this.#newlines()
    const body = this.#body()
    return { type: 'for', name, words, body, redirects: this.#redirects() }
  }

  #case(): Command {
    this.#take('case')
    this.#blanks()
    const subject = this.#word()
    this.#newlines()
    this.#take('in')
    const arms: { patterns: Word[]; body: Script }[] = []
    for (;;) {
      this.#newlines()
      if (this.peekWord() === 'esac') break
      if (this.text[this.at] === '(') this.at++
      const patterns: Word[] = []
      do {
        if (this.text[this.at] === '|') this.at++
        this.#blanks()
        patterns.push(this.#word())
        this.#blanks()
      } while (this.text[this.at] === '|')
      if (this.text[this.at] !== ')') this.unexpected(')')
      this.at++
      arms.push({ patterns, body: this.list(['esac', ';;']) })
      if (this.peekWord() === ';;') this.at += 2
    }
    this.#take('esac')
    return { type: 'case', subject, arms, redirects: this.#redirects() }
  }

  #function(): Command | undefined {
    functionHead.lastIndex = this.at
    const head = functionHead.exec(this.text)
    if (head === null) return undefined
    this.at += head[0].length
    this.#newlines()
    return { type: 'function', name: head[1]!, body: this.#command() }
  }

  #simple(): Simple {
    const { line } = this
    const assignments: { name: string; value: Word }[] = []
    const words: Word[] = []
    const redirects: Redirect[] = []
    for (;;) {
      this.#blanks()
      const redirect = this.#redirect()
      if (redirect !== undefined) {
        redirects.push(redirect)
        continue
      }
      const c = this.text[this.at]
      if (c === undefined || '\n;&|()'.includes(c)) break
      assignment.lastIndex = this.at
      const assigned = words.length === 0 ? assignment.exec(this.text) : null
      if (assigned !== null) {
        this.at += assigned[0].length
        assignments.push({ name: assigned[1]!, value: readWord(this) })
      } else words.push(this.#word())
    }
    if (words.length + assignments.length + redirects.length === 0) this.unexpected()
    return { type: 'simple', line, assignments, words, redirects }
  }

  #word(): Word {
    const from = this.at
    const word = readWord(this)
    if (this.at === from) this.unexpected()
    return word
  }

  #redirects(): Redirect[] {
    const redirects: Redirect[] = []
    for (;;) {
      this.#blanks()
      const redirect = this.#redirect()
      if (redirect === undefined) return redirects
      redirects.push(redirect)
    }
  }

  #redirect(): Redirect | undefined {
    redirection.lastIndex = this.at
    const match = redirection.exec(this.text)
    if (match === null) return undefined
    this.at += match[0].length
    const op = match[2]!
    this.#blanks()
    const fd = match[1] === '' ? (op.startsWith('<') ? 0 : 1) : Number(match[1])
    if (op === '<<' || op === '<<-') {
      const end = readWord(this)
      const target: Piece[] = []
      const name = end.map((piece) => (piece.type === 'text' ? piece.text : '')).join('')
      const raw = end.some((piece) => piece.quoted)
      this.#documents.push({ end: name, raw, tabs: op === '<<-', target })
      return { fd, operator: '<<', target }
    }
    return { fd, operator: (op === '>|' ? '>' : op) as Redirect['operator'], target: this.#word() }
  }

  #take(word: string): void {
    this.#newlines()
    if (this.peekWord() !== word) this.unexpected(word)
    this.at += word.length
  }

  #blanks(): void {
    for (;;) {
      const c = this.text[this.at]
      if (c === ' ' || c === '\t') this.at++
      else if (c === '\\' && this.text[this.at + 1] === '\n') this.at += 2
      else if (c === '#') while (this.at < this.text.length && this.text[this.at] !== '\n') this.at++
      else return
    }
  }

  #newlines(): void {
    for (;;) {
      this.#blanks()
      if (this.text[this.at] !== '\n') return
      this.at++
      for (const document of this.#documents.splice(0)) this.#readDocument(document)
    }
  }

  /** The lines of a here-document, which begin where the line of its redirection has ended. */
  #readDocument({ end, raw, tabs, target }: { end: string; raw: boolean; tabs: boolean; target: Piece[] }): void {
    let text = ''
    while (this.at < this.text.length) {
      const stop = this.text.indexOf('\n', this.at)
      let line = this.text.slice(this.at, stop < 0 ? undefined : stop)
      this.at = stop < 0 ? this.text.length : stop + 1
      if (tabs) line = line.replace(/^\t+/, '')
      if (line === end) break
      text += `${line}\n`
    }
    if (raw) target.push({ type: 'text', text, quoted: true })
    else readQuoted({ text, at: 0, line: this.line, script: parseScript }, target, undefined)
  }
}
