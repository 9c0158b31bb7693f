// Which element of a field set an item of a list is: by its keys, or by its value in a set. Also which of a type's forms a value has.
// Upstream: structured-merge-diff typed/helpers.go.
import { keyElement, type PathElement, valueElement } from './path-elements.ts'
import { type ListShape, resolve, type Shape } from './shapes.ts'

/** A value does not fit its type; `path` grows on the way out. */
export class TypedProblem {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

/** An object of JSON. */
export type JsonMap = { [field: string]: unknown }

/** Whether a value is a JSON object. */
export const isMap = (value: unknown): value is JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Null, missing or without content: then lists and maps count as leaves. */
export function isBare(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  if (typeof value !== 'object') return false
  for (const _ in value) return false
  return true
}

/** The form of a type that a value takes; for null and values that do not fit, the type's first: map, scalar, list. */
export function formOf(shape: Shape, value: unknown): 'map' | 'scalar' | 'list' {
  if (shape.list !== undefined && Array.isArray(value)) return 'list'
  if (shape.scalar !== undefined && value !== null && typeof value !== 'object') return 'scalar'
  return shape.map !== undefined ? 'map' : shape.scalar !== undefined ? 'scalar' : 'list'
}

/** The element of an item of an associative list; throws TypedProblem where there is none. */
export function itemElement(shape: ListShape, item: unknown): PathElement {
  if (shape.keys.length === 0) return setElement(item)
  if (item === null || item === undefined)
    throw new TypedProblem('associative list with keys may not have a null element')
  if (!isMap(item)) throw new TypedProblem('associative list with keys may not have non-map elements')
  const { keys } = shape
  const values: unknown[] = new Array(keys.length)
  let found = false
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] as string
    const value = item[key] ?? (key in item ? null : resolve(shape.element).map?.fields.get(key)?.default)
    if (value !== undefined) found = true
    values[at] = value
  }
  if (!found)
    throw new TypedProblem(
      `associative list with keys has an element that omits all key fields [${shape.declaredKeys.map((k) => JSON.stringify(k)).join(' ')}] (and doesn't have default values for any key fields)`,
    )
  return keyElement(keys, values)
}

function setElement(item: unknown): PathElement {
  if (item === null || item === undefined)
    throw new TypedProblem("associative list without keys has an element that's an explicit null")
  if (Array.isArray(item)) throw new TypedProblem('not supported: associative list with lists as elements')
  if (isMap(item)) throw new TypedProblem("associative list without keys has an element that's a map type")
  return valueElement(item)
}
