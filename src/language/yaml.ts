// YAML as kubectl reads it: several documents, YAML 1.1's words for true and false and its octals, merge keys, and no
// guessing of dates. Faults are data with their line and column. Input is bounded: aliases may not multiply (a "billion
// laughs" ends as an error) and nesting may not exhaust the stack.
import { type Document, LineCounter, parseAllDocuments, type ScalarTag, visit } from 'yaml'

/** One document of a YAML text. */
export interface YamlDocument {
  readonly value: unknown
  /** Where it begins in the text. */
  readonly line: number
  readonly column: number
  /** Where the node at this path begins: of a map's entry its key. */
  locate(path: readonly (string | number)[]): { readonly line: number; readonly column: number }
}

/** A fault in a YAML text. */
export interface YamlFault {
  readonly message: string
  readonly line: number
  readonly column: number
}

/** What a YAML text holds; empty documents are left out. */
export interface YamlText {
  readonly documents: readonly YamlDocument[]
  readonly faults: readonly YamlFault[]
}

const MAX_ALIASES = 1000
const MAX_DEPTH = 500

const boolean: ScalarTag = {
  identify: (value) => typeof value === 'boolean',
  default: true,
  tag: 'tag:yaml.org,2002:bool',
  test: /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^[yY]|^[oO][nN]$/.test(text),
}

const octal: ScalarTag = {
  identify: () => false,
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?0[0-7_]+$/,
  resolve: (text) => Number.parseInt(text.replaceAll('_', ''), 8),
}

const CACHE_LIMIT = 500
const CACHED_LENGTH = 10_000
const cache = new Map<string, YamlText>()

/** Reads a YAML (or JSON) text. The values are shared by all who read the same text: nobody changes them. */
export function readYaml(text: string): YamlText {
  const known = cache.get(text)
  if (known !== undefined) return known
  const read = parseText(text)
  if (text.length <= CACHED_LENGTH) {
    if (cache.size >= CACHE_LIMIT) cache.clear()
    cache.set(text, read)
  }
  return read
}

function parseText(text: string): YamlText {
  const depth = bracketDepth(text)
  if (depth !== undefined)
    return { documents: [], faults: [{ message: `nested deeper than ${MAX_DEPTH} levels`, ...depth }] }
  const counter = new LineCounter()
  const faults: YamlFault[] = []
  const parsed = parseAllDocuments(text, {
    lineCounter: counter,
    merge: true,
    prettyErrors: false,
    customTags: (tags) => [boolean, octal, ...tags],
  })
  const documents: YamlDocument[] = []
  const list: readonly Document.Parsed[] = Array.isArray(parsed) ? parsed : []
  for (const document of list) {
    for (const error of document.errors) faults.push({ message: error.message, ...place(counter, error.pos[0]) })
    if (document.errors.length > 0 || document.contents === null) continue
    const read = plainOf(document, counter)
    if ('fault' in read) faults.push(read.fault)
    else if (read.value !== null) documents.push(documentOf(document, read.value, counter))
  }
  return { documents, faults }
}

function plainOf(document: Document.Parsed, counter: LineCounter): { value: unknown } | { fault: YamlFault } {
  const start = place(counter, document.contents?.range[0] ?? 0)
  try {
    if (tooDeep(document)) return { fault: { message: `nested deeper than ${MAX_DEPTH} levels`, ...start } }
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return { fault: { message: error.message, ...start } }
  }
}

function tooDeep(document: Document.Parsed): boolean {
  let deep = false
  visit(document, {
    Collection(_key, _node, path) {
      if (path.length <= MAX_DEPTH * 2) return undefined
      deep = true
      return visit.BREAK
    },
  })
  return deep
}

// The parser recurses into flow collections: counted beforehand, brackets in texts included, which only makes it stricter.
function bracketDepth(text: string): { line: number; column: number } | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x5b || code === 0x7b) depth++
    else if (code === 0x5d || code === 0x7d) depth--
    if (depth > MAX_DEPTH) return { line: text.slice(0, i).split('\n').length, column: i - text.lastIndexOf('\n', i) }
  }
  return undefined
}

function documentOf(document: Document.Parsed, value: unknown, counter: LineCounter): YamlDocument {
  return {
    value,
    ...place(counter, document.contents?.range[0] ?? 0),
    locate(path) {
      for (let length = path.length; length > 0; length--) {
        const node = document.getIn(path.slice(0, length), true)
        const range = (node as { range?: readonly number[] } | undefined)?.range
        if (range?.[0] !== undefined) return place(counter, range[0])
      }
      return place(counter, document.contents?.range[0] ?? 0)
    },
  }
}

function place(counter: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = counter.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}
