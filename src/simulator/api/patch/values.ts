// The shapes patches work on, and why a patch cannot be applied.
import { LiteralNumber } from '../codec/literal-number.ts'

/** A JSON object. */
export type Json = Record<string, unknown>

/** Why a patch could not be applied. */
export class PatchFailure {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/** A JSON object, not a list and not null. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof LiteralNumber)
}

/** A copy that shares nothing. */
export function copyJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyJson) as T
  if (!isObject(value)) return value
  const copy: Json = {}
  for (const key in value) copy[key] = copyJson(value[key])
  return copy as T
}

const HTML = /[<>&\u2028\u2029]/g

/** A document as encoding/json writes it: HTML characters escaped, numbers as they were written. */
export function jsonText(value: unknown): string {
  if (value instanceof LiteralNumber) return value.text
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (isObject(value)) {
    const fields = Object.keys(value).filter((key) => value[key] !== undefined)
    return `{${fields.map((key) => `${stringText(key)}:${jsonText(value[key])}`).join(',')}}`
  }
  return typeof value === 'string' ? stringText(value) : (JSON.stringify(value) ?? 'null')
}

function stringText(text: string): string {
  return JSON.stringify(text).replace(HTML, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
