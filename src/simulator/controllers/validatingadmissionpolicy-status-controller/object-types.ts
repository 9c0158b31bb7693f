// The built-in kinds as types of expressions: fields and what is in them. Of what can be written in several ways (quantities,
// ports by number or name) and of custom resources nothing is said. Upstream: apiserver/pkg/cel/openapi/resolver,
// apiserver/pkg/cel/common/schemas.go.
import {
  BOOL,
  BYTES,
  type CelType,
  DOUBLE,
  DYN,
  INT,
  listOf,
  mapOf,
  STRING,
  struct,
  TIMESTAMP,
} from '../../cel/types.ts'
import { fieldsOfType, type SchemaField, typeOfKind } from '../../data/schema.ts'

const PLAIN: Readonly<Record<string, CelType>> = {
  string: STRING,
  bool: BOOL,
  int32: INT,
  int64: INT,
  float64: DOUBLE,
  bytes: BYTES,
  time: TIMESTAMP,
  microtime: TIMESTAMP,
}
const known = new Map<string, CelType>()

/** The type of a kind's objects; undefined where nothing is known of them. */
export function objectType(apiVersion: string, kind: string): CelType | undefined {
  const type = typeOfKind(apiVersion, kind)
  return type === undefined ? undefined : structType(type, kind, true)
}

function structType(type: string, name: string, root: boolean): CelType {
  const found = known.get(`${name} ${type}`)
  if (found !== undefined) return found
  const fields = new Map((fieldsOfType(type) ?? []).map((field) => [field.name, field]))
  const made = struct(name, (field) => {
    const declared = fields.get(field)
    if (declared !== undefined) return fieldType(declared, `${name}.${field}`)
    return root && (field === 'kind' || field === 'apiVersion') ? STRING : undefined
  })
  known.set(`${name} ${type}`, made)
  return made
}

function fieldType({ type, of = '' }: SchemaField, name: string): CelType {
  if (type === 'list') return listOf(elementType(of, `${name}.@idx`))
  if (type === 'map') return mapOf(STRING, elementType(of, `${name}.@elem`))
  return elementType(type, name)
}

function elementType(type: string, name: string): CelType {
  const plain = PLAIN[type]
  if (plain !== undefined) return plain
  return fieldsOfType(type) === undefined ? DYN : structType(type, name, false)
}
