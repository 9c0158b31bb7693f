// JSON in annotations, as Go writes it and reads it back.
import type { JsonObject } from '../../../api/types.ts'

const ESCAPED = /[<>&\u2028\u2029]/g

/** JSON as Go's encoding/json writes it: `<`, `>` and `&` escaped. */
export const goJsonText = (value: unknown): string =>
  JSON.stringify(value).replace(ESCAPED, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A JSON object in text; undefined when it is none. */
export function readObject(text: string | undefined): JsonObject | undefined {
  const value = readJson(text)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

/** A JSON list of objects in text, each converted; undefined when it is none or an item cannot be. */
export function readList<T>(text: string | undefined, convert: (item: JsonObject) => T | undefined): T[] | undefined {
  const value = readJson(text)
  if (!Array.isArray(value)) return undefined
  const items: T[] = []
  for (const item of value) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined
    const converted = convert(item as JsonObject)
    if (converted === undefined) return undefined
    items.push(converted)
  }
  return items
}

function readJson(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
