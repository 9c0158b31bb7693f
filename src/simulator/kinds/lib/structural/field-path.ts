// Paths into a schema: `.spec.replicas`, `.metadata['a.b']`. Upstream: ValidFieldPath in
// apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go.
import { additionalOf, type Schema } from './schema.ts'

/** Where a path leads. */
export interface FoundField {
  /** The path as it is printed. */
  readonly path: string
  /** Its first name. */
  readonly root: string
  readonly schema: Schema
}

const DELIMITERS = new Set(['.', '[', ']'])

/** Delimiters stand alone; a text in single quotes is one token. */
function tokensOf(text: string): string[] {
  const tokens: string[] = []
  let at = 0
  while (at < text.length) {
    let end = at
    if (text[at] === "'") {
      end = at + 1
      while (end < text.length && !(text[end] === "'" && text[end - 1] !== '\\')) end++
      end++
    } else if (DELIMITERS.has(text[at]!)) end = at + 1
    else while (end < text.length && !DELIMITERS.has(text[end]!)) end++
    tokens.push(text.slice(at, end))
    at = end
  }
  return tokens
}

const NO_FIELD = { error: 'does not refer to a valid field' }
const UNEXPECTED_END = { error: 'unexpected end of JSON path' }

/** The field a path names, or what is wrong with it. */
export function fieldAt(text: string, schema: Schema, allowBrackets = true): FoundField | { readonly error: string } {
  const tokens = tokensOf(text)
  let found: FoundField = { path: '', root: '', schema }
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (token !== '.' && token !== '[') return { error: `expected [ or . but got: ${token}` }
    if (token === '[' && !allowBrackets) return { error: 'array notation is not allowed' }
    let name = tokens[++i]
    if (name === undefined) return UNEXPECTED_END
    if (token === '[') {
      if (name.length < 2 || !name.startsWith("'") || !name.endsWith("'")) {
        return { error: `expected single quoted string but got ${name}` }
      }
      name = unescapeQuoted(name.slice(1, -1))
    }
    const next = step(found, name)
    if (next === undefined) return NO_FIELD
    found = next
    if (token === '.') continue
    const close = tokens[++i]
    if (close === undefined) return UNEXPECTED_END
    if (close !== ']') return { error: `expected ] but got ${close}` }
  }
  return found
}

function step({ path, root, schema }: FoundField, name: string): FoundField | undefined {
  if (schema.properties !== undefined) {
    const next = schema.properties[name]
    if (next === undefined) return undefined
    return { path: path === '' ? name : `${path}.${name}`, root: root || name, schema: next }
  }
  const next = additionalOf(schema)
  return next && { path: `${path}[${name}]`, root: root || `[${name}]`, schema: next }
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const unescapeQuoted = (text: string): string => text.replace(/\\(.)/g, (_, c: string) => ESCAPES[c] ?? c)
