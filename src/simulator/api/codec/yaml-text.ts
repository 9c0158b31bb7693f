// Reads YAML bodies as sigs.k8s.io/yaml does: YAML 1.1 words (yes, on, 0777), only the first document, duplicates noted.
// Syntax errors carry go-yaml's commonest texts and line numbers; its rarer ones are not told apart. Aliases that expand too far
// and nesting that is too deep are refused.
import {
  type Document,
  isScalar,
  LineCounter,
  type Pair,
  parseAllDocuments,
  type Tags,
  visit,
  type YAMLError,
} from 'yaml'
import { isJsonObject, type JsonValue } from '../../../model/json.ts'
import { setKey } from './scalars.ts'

/** What a text holds; `duplicates` are go-yaml's lines about keys set twice. */
export interface YamlText {
  readonly value: unknown
  readonly duplicates: readonly string[]
}

const MAX_ALIASES = 1000
const MAX_DEPTH = 1000

/** Dates stay text, and `1:30` too, as in go-yaml's decoding into interface{}. */
const unwanted = new Set(['timestamp', 'intTime', 'floatTime'])
const customTags = (tags: Tags): Tags =>
  tags.filter((tag) => !(typeof tag === 'string' ? unwanted.has(tag) : isTimeTag(tag)))

function isTimeTag(tag: { tag: string; format?: string | undefined }): boolean {
  return tag.tag === 'tag:yaml.org,2002:timestamp' || tag.format === 'TIME'
}

/** Reads a text, or gives go-yaml's error. */
export function parseYamlText(text: string): YamlText | { error: string } {
  const lines = new LineCounter()
  try {
    const documents = parseAllDocuments(text, {
      version: '1.1',
      schema: 'yaml-1.1',
      customTags,
      uniqueKeys: false,
      lineCounter: lines,
      logLevel: 'silent',
    })
    const [document] = 'empty' in documents ? [] : documents
    if (document === undefined) return { value: null, duplicates: [] }
    const [problem] = document.errors
    if (problem !== undefined) return { error: describe(problem, lines) }
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
    return { value: plain(value, 0), duplicates: duplicateKeys(document, lines) }
  } catch (problem) {
    if (problem instanceof RangeError) return { error: 'yaml: exceeded max depth of 10000' }
    if (problem instanceof ReferenceError)
      return {
        error: problem.message.startsWith('Unresolved')
          ? unknownAnchor(problem.message)
          : 'yaml: document contains excessive aliasing',
      }
    throw problem
  }
}

function unknownAnchor(message: string): string {
  return `yaml: unknown anchor '${/: (.*)$/.exec(message)?.[1] ?? ''}' referenced`
}

/** The scanner of go-yaml counts lines from one, its parser from zero. */
function describe(problem: YAMLError, lines: LineCounter): string {
  const { line } = lines.linePos(problem.pos[0])
  const at = (count: number) => (count > 0 ? `line ${count}: ` : '')
  switch (problem.code) {
    case 'TAB_AS_INDENT':
      return `yaml: ${at(line)}found character that cannot start any token`
    case 'UNEXPECTED_TOKEN':
      return problem.message.includes('reserved')
        ? `yaml: ${at(line)}found character that cannot start any token`
        : `yaml: ${at(line - 1)}did not find expected key`
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
      return `yaml: ${at(line)}mapping values are not allowed in this context`
    case 'MULTILINE_IMPLICIT_KEY':
      return `yaml: ${at(line)}could not find expected ':'`
    case 'MISSING_CHAR':
      return problem.message.includes('quote')
        ? `yaml: ${at(line)}found unexpected end of stream`
        : `yaml: ${at(line - 1)}did not find expected ',' or ']'`
    default:
      return `yaml: ${at(line - 1)}did not find expected key`
  }
}

function duplicateKeys(document: Document.Parsed | Document, lines: LineCounter): string[] {
  const found: string[] = []
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>()
      for (const { key } of map.items as Pair[]) {
        if (!isScalar(key)) continue
        if (seen.has(key.value) && key.range)
          found.push(`line ${lines.linePos(key.range[0]).line}: key ${JSON.stringify(key.value)} already set in map`)
        seen.add(key.value)
      }
    },
  })
  return found
}

/** Maps of other things than strings become plain objects; big integers stay. */
function plain(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new RangeError('too deep')
  const inner = (child: unknown) => plain(child, depth + 1)
  if (Array.isArray(value)) return value.map(inner)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, child]) => [String(key), inner(child)]))
  if (value instanceof Set) return Object.fromEntries([...value].map((key) => [String(key), null]))
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (!isJsonObject(value)) return value
  const copy: { [key: string]: JsonValue } = {}
  for (const key of Object.keys(value)) setKey(copy, key, inner(value[key]) as JsonValue)
  return copy
}
