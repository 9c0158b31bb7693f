// `--tags '@slow and not (@net or @disk)'`: Cucumber's tag expressions. `not` binds tightest, then `and`, then `or`; a
// backslash takes the next character as it is (`@a\(b\)`). Grammar: https://github.com/cucumber/tag-expressions
import { UsageError } from './usage-error.ts'

/** Judges the tags of a scenario; names keep their `@`. */
export type TagFilter = (tags: ReadonlySet<string>) => boolean

const TOKEN = /\s*(?:(\(|\))|((?:\\.|[^\s()\\])+))/y

/** Reads a tag expression; the empty one takes everything. */
export function parseTagExpression(text: string): TagFilter {
  const reader = new Reader(text)
  if (reader.next === undefined) return () => true
  const filter = either(reader)
  if (reader.next !== undefined) throw reader.fault(`expected "and", "or" or the end, found "${reader.next}"`)
  return filter
}

class Reader {
  next: string | undefined
  /** Where `next` begins, 0-based. */
  at = 0
  #end = 0
  readonly #text: string

  constructor(text: string) {
    this.#text = text.trimEnd()
    this.advance()
  }

  advance(): void {
    TOKEN.lastIndex = this.#end
    const token = TOKEN.exec(this.#text)
    if (token === null && this.#end < this.#text.length) throw this.fault('a backslash must have a character after it')
    this.next = token === null ? undefined : (token[1] ?? token[2])
    this.at = token === null ? this.#text.length : TOKEN.lastIndex - (this.next ?? '').length
    if (token !== null) this.#end = TOKEN.lastIndex
  }

  fault(message: string): UsageError {
    return new UsageError(`--tags: ${message}\n  ${this.#text}\n  ${' '.repeat(this.at)}^`)
  }
}

function either(reader: Reader): TagFilter {
  let left = both(reader)
  while (reader.next === 'or') {
    reader.advance()
    const [first, second] = [left, both(reader)]
    left = (tags) => first(tags) || second(tags)
  }
  return left
}

function both(reader: Reader): TagFilter {
  let left = term(reader)
  while (reader.next === 'and') {
    reader.advance()
    const [first, second] = [left, term(reader)]
    left = (tags) => first(tags) && second(tags)
  }
  return left
}

function term(reader: Reader): TagFilter {
  const token = reader.next
  if (token === 'not') {
    reader.advance()
    const inner = term(reader)
    return (tags) => !inner(tags)
  }
  if (token === '(') {
    reader.advance()
    const inner = either(reader)
    if (reader.next !== ')') throw reader.fault('expected ")"')
    reader.advance()
    return inner
  }
  if (token === undefined || token === ')' || token === 'and' || token === 'or') {
    throw reader.fault(`expected a tag, found ${token === undefined ? 'the end' : `"${token}"`}`)
  }
  const name = token.replace(/\\(.)/g, '$1')
  if (!name.startsWith('@')) throw reader.fault(`a tag begins with "@": "@${name}"`)
  reader.advance()
  return (tags) => tags.has(name)
}
