// Objects as text: fields in the order of the Go structs, as a real server writes them. Stored objects never change, so the
// text of one is kept for the next reader; lists and watches are put together from such texts.
import { stringify } from 'yaml'
import { fieldsOfType } from '../../data/schema.ts'
import type { JsonObject, KubeObject } from '../types.ts'

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

/** Texts that are kept, by the metadata that every stored version has of its own. */
let kept = new WeakMap<object, { readonly type: string; readonly text: string }>()
let count = 0
const MOST_KEPT = 10_000

/** A stored object's JSON without kind and apiVersion and without its outer braces. */
function innerText(object: KubeObject, type: string): string {
  const known = kept.get(object.metadata)
  if (known !== undefined && known.type === type) return known.text
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = inOrder(object, type) as KubeObject
  const text = JSON.stringify(rest).slice(1, -1)
  if (++count > MOST_KEPT) {
    kept = new WeakMap()
    count = 0
  }
  kept.set(object.metadata, { type, text })
  return text
}

/** The JSON of one object of a schema type. */
export function objectText(object: KubeObject, type: string): string {
  const head = `"kind":${JSON.stringify(object.kind)},"apiVersion":${JSON.stringify(object.apiVersion)}`
  return `{${head},${innerText(object, type)}}`
}

/** The JSON of a list of such objects, without line end. */
export function listText(
  { items, ...list }: JsonObject & { readonly items: readonly KubeObject[] },
  type: string,
): string {
  const head = JSON.stringify(list).slice(0, -1)
  return `${head},"items":[${items.map((item) => `{${innerText(item, type)}}`).join(',')}]}`
}
