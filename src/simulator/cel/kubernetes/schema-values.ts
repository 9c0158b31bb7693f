// Values of custom resources, seen through their schema: what is declared can be looked at, lists that are sets or maps compare as such.
// Upstream: apiserver/pkg/cel/common/valuesunstructured.go.
import type { JSONSchemaProps } from '../../../generated/api/apiextensions.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { equal } from '../values/equality.ts'
import { fail } from '../values/failure.ts'
import { fromJson } from '../values/json.ts'
import { parseDuration, parseTimestamp } from '../values/time.ts'
import { type CelValue, ListValue, MapValue, StructValue } from '../values/value.ts'
import { escapeProperty, keywordField } from './escaping.ts'
import { withTypeMeta } from './schema-type.ts'

const isSchema = (value: unknown): value is JSONSchemaProps =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const invalid = (wanted: string): never => fail(`invalid data, expected ${wanted}`)

/** A value as its schema declares it; `root`: a whole resource. */
export function fromSchema(value: unknown, schema: JSONSchemaProps, root = false): CelValue {
  if (value === null || value === undefined) {
    return schema.nullable ? null : fail('invalid data, got null for schema with nullable=false')
  }
  if (schema['x-kubernetes-int-or-string']) {
    if (typeof value === 'string') return value
    return typeof value === 'number' ? fromJson(value) : invalid('XIntOrString value to be either a string or integer')
  }
  switch (schema.type) {
    case 'object':
      return objectValue(value, root || schema['x-kubernetes-embedded-resource'] ? withTypeMeta(schema) : schema)
    case 'array':
      if (!Array.isArray(value)) return invalid('an array for the provided schema with type=array')
      return isSchema(schema.items)
        ? new SchemaList(value, schema, schema.items)
        : fail('invalid array type, expected Items with a non-empty Schema')
    case 'string':
      return typeof value === 'string' ? textValue(value, schema.format) : invalid(`string, got ${goType(value)}`)
    case 'number':
      return typeof value === 'number' ? value : invalid(`float, got ${goType(value)}`)
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : invalid(`int, got ${goType(value)}`)
    case 'boolean':
      return typeof value === 'boolean' ? value : invalid(`bool, got ${goType(value)}`)
    default:
      return new Unknown(value)
  }
}

function goType(value: unknown): string {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}'
}

function textValue(text: string, format: string | undefined): CelValue {
  switch (format) {
    case 'duration':
      return parseDuration(text) ?? fail(`Invalid duration ${text}: unable to parse`)
    case 'date':
      return parseTimestamp(`${text}T00:00:00Z`) ?? fail(`Invalid date formatted string ${text}: unable to parse`)
    case 'date-time':
      return parseTimestamp(text) ?? fail(`Invalid date-time formatted string ${text}: unable to parse`)
    case 'byte':
      return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
    default:
      return text
  }
}

function objectValue(value: unknown, schema: JSONSchemaProps): CelValue {
  if (typeof value !== 'object' || Array.isArray(value))
    return invalid('a map for the provided schema with type=object')
  const object = value as Record<string, unknown>
  if (isSchema(schema.additionalProperties) && schema.properties === undefined) {
    return new SchemaMap(object, schema.additionalProperties)
  }
  return new SchemaObject(object, schema)
}

/** Data nothing is declared of: only its equality can be asked. */
class Unknown extends StructValue {
  readonly #value: unknown
  constructor(value: unknown) {
    super()
    this.#value = value
  }
  get typeName(): string {
    return 'unknown'
  }
  get(): undefined {
    return undefined
  }
  fields(): Iterable<string> {
    return []
  }
  override get source(): unknown {
    return this.#value
  }
  override sameAs(other: StructValue): boolean {
    return deepEqual(this.#value, other.source)
  }
}

const escapes = new WeakMap<object, ReadonlyMap<string, string>>()

/** Properties by their identifiers; worked out once per schema. */
function propertiesByIdentifier(properties: Readonly<Record<string, JSONSchemaProps>>): ReadonlyMap<string, string> {
  let known = escapes.get(properties)
  if (known === undefined) {
    known = new Map(Object.keys(properties).map((name) => [escapeProperty(name) ?? '', name]))
    escapes.set(properties, known)
  }
  return known
}

class SchemaObject extends StructValue {
  readonly #object: Readonly<Record<string, unknown>>
  readonly #schema: JSONSchemaProps
  constructor(object: Readonly<Record<string, unknown>>, schema: JSONSchemaProps) {
    super()
    this.#object = object
    this.#schema = schema
  }
  get typeName(): string {
    return 'map'
  }
  get(field: string): CelValue | undefined {
    const { properties = {} } = this.#schema
    const known = propertiesByIdentifier(properties)
    const name = known.get(field) ?? known.get(keywordField(field))
    if (name === undefined || !Object.hasOwn(this.#object, name)) return undefined
    return fromSchema(this.#object[name], properties[name]!)
  }
  *fields(): Iterable<string> {
    const { properties = {} } = this.#schema
    for (const [field, name] of propertiesByIdentifier(properties)) if (Object.hasOwn(this.#object, name)) yield field
  }
  override get source(): unknown {
    return this.#object
  }
}

class SchemaMap extends MapValue {
  readonly #object: Readonly<Record<string, unknown>>
  readonly #values: JSONSchemaProps
  constructor(object: Readonly<Record<string, unknown>>, values: JSONSchemaProps) {
    super()
    this.#object = object
    this.#values = values
  }
  get size(): number {
    return Object.keys(this.#object).length
  }
  get(key: CelValue): CelValue | undefined {
    return this.has(key) ? fromSchema(this.#object[key as string], this.#values) : undefined
  }
  has(key: CelValue): boolean {
    return typeof key === 'string' && Object.hasOwn(this.#object, key)
  }
  keys(): Iterable<CelValue> {
    return Object.keys(this.#object)
  }
  override get source(): unknown {
    return this.#object
  }
}

class SchemaList extends ListValue {
  readonly #items: readonly unknown[]
  readonly #schema: JSONSchemaProps
  readonly #itemSchema: JSONSchemaProps
  constructor(items: readonly unknown[], schema: JSONSchemaProps, itemSchema: JSONSchemaProps) {
    super()
    this.#items = items
    this.#schema = schema
    this.#itemSchema = itemSchema
  }
  get length(): number {
    return this.#items.length
  }
  at(index: number): CelValue {
    return fromSchema(this.#items[index], this.#itemSchema)
  }
  override get source(): unknown {
    return this.#items
  }

  #key(item: unknown): string {
    const keys = this.#schema['x-kubernetes-list-map-keys'] ?? []
    return JSON.stringify(keys.map((key) => (item as Record<string, unknown>)[key] ?? null))
  }

  /** Sets and maps do not care for the order of their items. */
  override sameAs(other: ListValue): boolean | undefined {
    const type = this.#schema['x-kubernetes-list-type']
    if (type === 'set')
      return this.length === other.length && [...other].every((item) => [...this].some((own) => equal(own, item)))
    if (type !== 'map') return undefined
    if (this.length !== other.length) return false
    const own = new Map(this.#items.map((item, i) => [this.#key(item), i]))
    return [...other].every((item) => {
      const at = own.get(this.#key((item as StructValue).source))
      return at !== undefined && equal(this.at(at), item)
    })
  }

  /** Items of a set that are there are not added; items of a map that are there are replaced. */
  override plus(other: ListValue): readonly CelValue[] | undefined {
    const type = this.#schema['x-kubernetes-list-type']
    if (type === 'set') {
      const items = [...this]
      for (const item of other) if (!items.some((own) => equal(own, item))) items.push(item)
      return items
    }
    if (type !== 'map') return undefined
    const items: CelValue[] = [...this]
    const places = new Map(this.#items.map((item, i) => [this.#key(item), i]))
    for (const item of other) {
      const key = this.#key((item as StructValue).source)
      const at = places.get(key)
      if (at !== undefined) items[at] = item
      else {
        places.set(key, items.length)
        items.push(item)
      }
    }
    return items
  }
}
