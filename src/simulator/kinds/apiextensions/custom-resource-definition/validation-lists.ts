// Lists that are sets or maps, and maps that are one value, in a schema.
// Upstream: the x-kubernetes-list-type parts of ValidateCustomResourceDefinitionOpenAPISchema, validateMapListKeysMapSet.
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { hasDefault, itemOf, type Schema } from '../../lib/structural/schema.ts'
import { internalItems } from './internal-form.ts'
import type { DefinitionOptions } from './options.ts'

/** The types a schema may name. */
export const SCHEMA_TYPES: readonly string[] = ['array', 'boolean', 'integer', 'number', 'object', 'string']

const LIST_TYPE = 'x-kubernetes-list-type'
const MAP_TYPE = 'x-kubernetes-map-type'
const MAP_KEYS = 'x-kubernetes-list-map-keys'
const LIST_TYPES = ['atomic', 'set', 'map']
const MAP_TYPES = ['atomic', 'granular']

/** The type a schema must have for an extension. */
function requireType(schema: Schema, type: string, extension: string, path: Path, errors: FieldErrors): boolean {
  if (schema.type === type) return true
  const detail = `must be ${type} if ${extension} is specified`
  if (!schema.type) errors.required(path.child('type'), detail)
  else errors.invalid(path.child('type'), schema.type, detail)
  return false
}

/** All that is said of list and map types at one schema. */
export function validateListAndMapTypes(
  schema: Schema,
  path: Path,
  errors: FieldErrors,
  options: DefinitionOptions,
): void {
  const mapType = schema[MAP_TYPE]
  if (mapType !== undefined) {
    requireType(schema, 'object', MAP_TYPE, path, errors)
    if (!MAP_TYPES.includes(mapType)) errors.notSupported(path.child(MAP_TYPE), mapType, MAP_TYPES)
  }
  const listType = schema[LIST_TYPE]
  if (listType !== undefined) {
    const isArray = requireType(schema, 'array', LIST_TYPE, path, errors)
    if (isArray && options.requireAtomicSetType && listType === 'set') validateSet(schema, path.child('items'), errors)
    if (!LIST_TYPES.includes(listType)) errors.notSupported(path.child(LIST_TYPE), listType, LIST_TYPES)
  }
  if (schema[MAP_KEYS]?.length && listType !== 'map') {
    const detail = `must be map if ${MAP_KEYS} is non-empty`
    if (listType === undefined) errors.required(path.child(LIST_TYPE), detail)
    else errors.invalid(path.child(LIST_TYPE), listType, detail)
  }
  if (listType === 'map') validateMap(schema, path, errors)
  if (options.requireMapListKeys) validateKeys(schema, path, errors)
}

function validateSet(schema: Schema, path: Path, errors: FieldErrors): void {
  const item = itemOf(schema)
  if (item === undefined || !isNonAtomic(item)) return
  const field = item.type === 'array' ? LIST_TYPE : MAP_TYPE
  const detail = `must be atomic as item of a list with ${LIST_TYPE}=set`
  errors.invalid(path.child(field), item[LIST_TYPE], detail)
}

const isNonAtomic = (item: Schema): boolean =>
  (item.type === 'array' && item[LIST_TYPE] !== undefined && item[LIST_TYPE] !== 'atomic') ||
  (item.type === 'object' && item[MAP_TYPE] !== 'atomic')

/** A set of items that are not one value each. */
export function hasNonAtomicSet(schema: Schema): boolean {
  const item = itemOf(schema)
  return schema[LIST_TYPE] === 'set' && item !== undefined && isNonAtomic(item)
}

function validateMap(schema: Schema, path: Path, errors: FieldErrors): void {
  const keys = schema[MAP_KEYS] ?? []
  const keysPath = path.child(MAP_KEYS)
  const place = path.child('items')
  if (keys.length === 0) errors.required(keysPath, `must not be empty if ${LIST_TYPE} is map`)
  if (schema.items === undefined) errors.required(place, `must have a schema if ${LIST_TYPE} is map`)
  const item = itemOf(schema)
  if (item === undefined) {
    if (schema.items === undefined) return
    const detail = `must only have a single schema if ${LIST_TYPE} is map`
    errors.invalid(place, internalItems(schema.items), detail)
    return
  }
  if (item.type !== 'object') {
    const detail = `must be object if parent array's ${LIST_TYPE} is map`
    errors.invalid(place.child('type'), item.type ?? '', detail)
    return
  }
  const seen = new Set<string>()
  for (const key of keys) {
    const property = item.properties?.[key]
    if (property === undefined) errors.invalid(keysPath, keys, 'entries must all be names of item properties')
    else if (property.type === 'array' || property.type === 'object') {
      const detail = `must be a scalar type if parent array's ${LIST_TYPE} is map`
      errors.invalid(place.child('properties').key(key).child('type'), item.type, detail)
    }
    if (seen.has(key)) errors.invalid(keysPath, keys, 'must not contain duplicate entries')
    seen.add(key)
  }
}

/** validateMapListKeysMapSet: items are never null, and keys always there. */
function validateKeys(schema: Schema, path: Path, errors: FieldErrors): void {
  const item = itemOf(schema)
  const type = schema[LIST_TYPE]
  if (item === undefined || (type !== 'set' && type !== 'map')) return
  const place = path.child('items')
  if (item.nullable) errors.forbidden(place.child('nullable'), `cannot be nullable when ${LIST_TYPE} is ${type}`)
  if (type === 'set') return
  for (const key of schema[MAP_KEYS] ?? []) {
    const property = item.properties?.[key]
    if (property === undefined) continue
    const at = place.child('properties').key(key)
    if (!item.required?.includes(key) && !hasDefault(property)) {
      const why = 'so it must have a default or be a required property'
      errors.required(at.child('default'), `this property is in ${MAP_KEYS}, ${why}`)
    }
    if (property.nullable) {
      errors.forbidden(at.child('nullable'), `this property is in ${MAP_KEYS}, so it cannot be nullable`)
    }
  }
}

const NOWHERE = Path.of('')

/** A list whose keys or items may be missing. */
export function hasInvalidMapKeys(schema: Schema): boolean {
  const errors = new FieldErrors()
  validateKeys(schema, NOWHERE, errors)
  return errors.length > 0
}
