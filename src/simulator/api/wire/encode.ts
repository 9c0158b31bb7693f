// Objects as bytes: fields in the order of the Go structs, as a real server writes them.
import { stringify } from 'yaml'
import { fieldsOfType } from '../../data/schema.ts'

type Json = Record<string, unknown>

/** Any answer whose type is not in the table (a Status, a list's envelope, a Table): as it is. */
export const UNTYPED = ''

/** `value` with the fields of schema type `type` in their order; unknown fields last. */
export function inOrder(value: unknown, type: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  const fields = type === UNTYPED ? undefined : fieldsOfType(type)
  if (Array.isArray(value) || fields === undefined || fields.length === 0) return value
  const source = value as Json
  const out: Json = {}
  for (const field of fields) {
    const inner = source[field.name]
    if (inner === undefined) continue
    if (field.type === 'list')
      out[field.name] = Array.isArray(inner) ? inner.map((item) => inOrder(item, field.of ?? UNTYPED)) : inner
    else if (field.type === 'map') out[field.name] = sortedMap(inner, field.of ?? UNTYPED)
    else out[field.name] = inOrder(inner, field.type)
  }
  for (const key of Object.keys(source)) if (!(key in out)) out[key] = source[key]
  return out
}

/** Go writes the keys of a map in order. */
function sortedMap(value: unknown, of: string): unknown {
  if (typeof value !== 'object' || value === null) return value
  const source = value as Json
  return Object.fromEntries(
    Object.keys(source)
      .sort()
      .map((key) => [key, inOrder(source[key], of)]),
  )
}

/** The text of an answer. */
export function encodeText(value: unknown, format: 'json' | 'yaml', pretty: boolean): string {
  if (format === 'yaml') return stringify(value, { sortMapEntries: true, lineWidth: 0, indentSeq: false })
  return `${pretty ? JSON.stringify(value, null, 2) : JSON.stringify(value)}\n`
}
