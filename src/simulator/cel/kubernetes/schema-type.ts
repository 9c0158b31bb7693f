// The type of values of a structural schema, and how large they may become; undefined for what expressions may not look at.
// Upstream: apiserver/pkg/cel/common/schemas.go, apiserver/pkg/cel/types.go.
import type { JSONSchemaProps } from '../../../generated/api/apiextensions.v1.ts'
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  STRING,
  struct,
  TIMESTAMP,
} from '../types.ts'
import { escapeProperty, keywordField } from './escaping.ts'

/** A type with what is known of its values. */
export interface DeclaredType {
  readonly type: CelType
  /** The least its JSON takes. */
  readonly minSize: number
  /** How many items, entries or bytes there may be. */
  readonly maxElements: number
  /** Of lists and maps. */
  readonly element?: DeclaredType
  /** Of maps whose keys are bounded. */
  readonly key?: DeclaredType
  /** Of objects, by their identifiers. */
  readonly fields?: ReadonlyMap<string, DeclaredType>
}

const MAX_REQUEST = 3 * 1024 * 1024
const MAX_TEXT = MAX_REQUEST - 2
const MIN_TEXT = 2
const BYTES_PER_POINT = 4

const isSchema = (value: unknown): value is JSONSchemaProps =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What every resource has, whether its schema says so or not. */
export function withTypeMeta(schema: JSONSchemaProps): JSONSchemaProps {
  const text: JSONSchemaProps = { type: 'string' }
  const { properties = {} } = schema
  const metadata: JSONSchemaProps = { type: 'object', properties: { name: text, generateName: text } }
  return { ...schema, properties: { ...properties, kind: text, apiVersion: text, metadata } }
}

/** The type of a schema; `root`: of a whole resource. `name` is what objects are called. */
export function schemaType(schema: JSONSchemaProps, root: boolean, name = 'selfType'): DeclaredType | undefined {
  if (schema['x-kubernetes-int-or-string']) {
    const { maxLength } = schema
    return { type: DYN, minSize: 1, maxElements: maxLength === undefined ? MAX_TEXT : maxLength * BYTES_PER_POINT }
  }
  switch (schema.type) {
    case 'array':
      return listType(schema, name)
    case 'object':
      return isSchema(schema.additionalProperties)
        ? mapType(schema, schema.additionalProperties, name)
        : objectType(root ? withTypeMeta(schema) : schema, name)
    case 'string':
      return textType(schema)
    case 'boolean':
      return { type: BOOL, minSize: 4, maxElements: 1 }
    case 'number':
      return { type: DOUBLE, minSize: 1, maxElements: 1 }
    case 'integer':
      return { type: INT, minSize: 1, maxElements: 1 }
    default:
      return undefined
  }
}

function listType({ items, maxItems }: JSONSchemaProps, name: string): DeclaredType | undefined {
  const element = isSchema(items)
    ? schemaType(items, items['x-kubernetes-embedded-resource'] === true, `${name}.@idx`)
    : undefined
  if (element === undefined) return undefined
  const maxElements = maxItems ?? Math.floor((MAX_REQUEST - 2) / (element.minSize + 1))
  return { type: listOf(element.type), minSize: 2, maxElements: Math.max(0, maxElements), element }
}

function mapType({ maxProperties }: JSONSchemaProps, values: JSONSchemaProps, name: string): DeclaredType | undefined {
  const element = schemaType(values, values['x-kubernetes-embedded-resource'] === true, `${name}.@elem`)
  if (element === undefined) return undefined
  const maxElements = maxProperties ?? Math.floor((MAX_REQUEST - 2) / (element.minSize + 6))
  return { type: mapOf(STRING, element.type), minSize: 2, maxElements: Math.max(0, maxElements), element }
}

function objectType({ properties = {}, required = [] }: JSONSchemaProps, name: string): DeclaredType {
  const fields = new Map<string, DeclaredType>()
  let minSize = 2
  for (const [property, schema] of Object.entries(properties)) {
    const declared = schemaType(schema, schema['x-kubernetes-embedded-resource'] === true, `${name}.${property}`)
    if (declared === undefined) continue
    const identifier = escapeProperty(property)
    if (identifier !== undefined) fields.set(identifier, declared)
    if (required.includes(property) && schema.default === undefined) minSize += property.length + declared.minSize + 4
  }
  const types = new Map([...fields].map(([field, { type }]) => [field, type]))
  const typeOfField = (field: string): CelType | undefined => types.get(field) ?? types.get(keywordField(field))
  return { type: struct(name, typeOfField), minSize, maxElements: MAX_REQUEST, fields }
}

function textType({ format, maxLength, enum: values }: JSONSchemaProps): DeclaredType {
  switch (format) {
    case 'byte':
      return { type: BYTES, minSize: MIN_TEXT, maxElements: maxLength ?? MAX_TEXT }
    case 'duration':
      return { type: DURATION, minSize: 4, maxElements: 32 }
    case 'date':
      return { type: TIMESTAMP, minSize: 12, maxElements: 12 }
    case 'date-time':
      return { type: TIMESTAMP, minSize: 22, maxElements: 37 }
    default:
  }
  const longest = values?.length
    ? Math.max(...values.map((value) => (typeof value === 'string' ? value.length : 0)))
    : MAX_TEXT
  return {
    type: STRING,
    minSize: MIN_TEXT,
    maxElements: maxLength === undefined ? longest : maxLength * BYTES_PER_POINT,
  }
}
