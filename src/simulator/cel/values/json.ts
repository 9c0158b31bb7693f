// JSON as values, and values as JSON. What is in a list or a map is turned into a value when it is asked for.
// Upstream: cel-go common/types/{json_value,provider}.go, UnstructuredToVal with a dynamic schema.
import { formatDuration, formatTimestamp } from './time.ts'
import {
  type CelValue,
  Duration,
  EntryMap,
  ListValue,
  MapValue,
  OpaqueValue,
  Optional,
  StructValue,
  Timestamp,
  TypeValue,
  Uint,
} from './value.ts'

/** A JSON value whose type nothing is known of. */
export function fromJson(value: unknown): CelValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isInteger(value) ? BigInt(value) : value
    case 'bigint':
      return value
    default:
  }
  if (value === null || value === undefined) return null
  return Array.isArray(value) ? new JsonList(value) : new JsonMap(value as Record<string, unknown>)
}

/** A list of JSON values. */
export class JsonList extends ListValue {
  readonly #items: readonly unknown[]
  constructor(items: readonly unknown[]) {
    super()
    this.#items = items
  }
  get length(): number {
    return this.#items.length
  }
  at(index: number): CelValue {
    return fromJson(this.#items[index])
  }
  override get source(): unknown {
    return this.#items
  }
}

/** An object of JSON values. */
export class JsonMap extends MapValue {
  readonly #object: Readonly<Record<string, unknown>>
  constructor(object: Readonly<Record<string, unknown>>) {
    super()
    this.#object = object
  }
  get size(): number {
    return Object.keys(this.#object).length
  }
  get(key: CelValue): CelValue | undefined {
    if (typeof key !== 'string') return undefined
    const value = this.#object[key]
    return value === undefined || !Object.hasOwn(this.#object, key) ? undefined : fromJson(value)
  }
  has(key: CelValue): boolean {
    return typeof key === 'string' && Object.hasOwn(this.#object, key) && this.#object[key] !== undefined
  }
  *keys(): Iterable<CelValue> {
    for (const key of Object.keys(this.#object)) if (this.#object[key] !== undefined) yield key
  }
  override get source(): unknown {
    return this.#object
  }
}

/** A value as JSON; undefined for what has no form there. */
export function toJson(value: CelValue): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Uint) return Number(value.value)
  if (value instanceof Uint8Array) return btoa(String.fromCharCode(...value))
  if (value instanceof Timestamp) return formatTimestamp(value)
  if (value instanceof Duration) return formatDuration(value)
  if (value instanceof Optional) return value.value === undefined ? null : toJson(value.value)
  if (value instanceof TypeValue) return value.name
  if (value instanceof OpaqueValue) return undefined
  if (value.source !== undefined) return value.source
  if (value instanceof ListValue) return [...value].map(toJson)
  if (value instanceof StructValue) {
    return Object.fromEntries([...value.fields()].map((field) => [field, toJson(value.get(field)!)]))
  }
  if (value instanceof EntryMap) {
    return Object.fromEntries([...value.entries.values()].map(([key, inner]) => [String(toJson(key)), toJson(inner)]))
  }
  return Object.fromEntries([...value.keys()].map((key) => [String(toJson(key)), toJson(value.get(key)!)]))
}
