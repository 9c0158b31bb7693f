// Lists that are sets or maps hold nothing twice. Upstream: ValidateListSetsAndMaps in
// apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go.
import type { JSONSchemaProps } from '../../generated/api/apiextensions.v1.ts'
import { isJsonObject } from '../../model/json.ts'
import type { FieldErrors } from '../api/status/field-errors.ts'
import { Path } from '../api/status/path.ts'
import { additionalOf, itemOf } from '../kinds/lib/structural/schema.ts'

/** Adds what is there twice. */
export function validateListTypes(
  value: unknown,
  schema: JSONSchemaProps,
  path: Path | undefined,
  errors: FieldErrors,
): void {
  if (Array.isArray(value)) {
    const type = schema['x-kubernetes-list-type']
    if (path !== undefined && (type === 'set' || type === 'map')) repeated(value, schema, type, path, errors)
    const item = itemOf(schema)
    if (item === undefined || path === undefined) return
    for (const [i, element] of value.entries()) validateListTypes(element, item, path.index(i), errors)
    return
  }
  if (!isJsonObject(value)) return
  const additional = additionalOf(schema)
  for (const name of Object.keys(value)) {
    const property = schema.properties?.[name]
    const known = property ?? additional
    if (known === undefined) continue
    const place = path === undefined ? Path.of(name) : property === undefined ? path.key(name) : path.child(name)
    validateListTypes(value[name], known, place, errors)
  }
}

/** The second appearance of each. */
function repeated(
  list: readonly unknown[],
  schema: JSONSchemaProps,
  type: 'set' | 'map',
  path: Path,
  errors: FieldErrors,
): void {
  const odd = type === 'map' ? list.findIndex((element) => element !== null && !isJsonObject(element)) : -1
  if (odd !== -1) {
    errors.invalid(path.index(odd), list[odd], 'must be an object for an array of list-type map')
    return
  }
  const seen = new Map<string, number>()
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const item = itemOf(schema)
  for (const [i, element] of list.entries()) {
    const shown = type === 'set' ? element : keysOf(element, keys, item)
    const text = JSON.stringify(shown)
    const before = seen.get(text) ?? 0
    seen.set(text, before + 1)
    if (before === 1) errors.duplicate(path.index(i), shown)
  }
}

function keysOf(item: unknown, keys: readonly string[], schema: JSONSchemaProps | undefined): unknown {
  if (!isJsonObject(item)) return {}
  const found: Record<string, unknown> = {}
  for (const key of keys.toSorted()) {
    const value = item[key] ?? schema?.properties?.[key]?.default
    if (value !== undefined) found[key] = value
  }
  return found
}
