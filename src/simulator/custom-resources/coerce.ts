// A body made to fit its schema: unknown fields taken away (and told of), defaults filled in, nulls that may not be dropped.
// Upstream: apiextensions-apiserver/pkg/apiserver/schema/{pruning,defaulting}/algorithm.go, unstructuredSchemaCoercer.
import type { JSONSchemaProps } from '../../generated/api/apiextensions.v1.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts'
import type { Coerced } from '../api/custom-resource.ts'
import { additionalOf, hasDefault, itemOf } from '../kinds/lib/structural/schema.ts'
import { readEmbedded, readObjectMeta } from './object-meta.ts'

const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])
const PRESERVE = 'x-kubernetes-preserve-unknown-fields'
const EMBEDDED = 'x-kubernetes-embedded-resource'

/** Coerces a whole resource in place; answers the paths of what was unknown, or why it is none. `own`: of this very kind. */
export function coerceResource(object: JsonObject, schema: JSONSchemaProps, own: boolean): Coerced {
  const unknown: string[] = []
  const unread = readObjectMeta(object, undefined, unknown)
  if (!own) return unread === undefined ? { unknown } : { error: unread }
  const pruned: string[] = []
  prune(object, schema, true, '', pruned)
  dropNulls(object, schema)
  const within: string[] = []
  const wrong = unread ?? readEmbedded(object, schema, undefined, within)
  applyDefaults(object, schema)
  return wrong === undefined ? { unknown: [...unknown, ...pruned.sort(), ...within.sort()] } : { error: wrong }
}

/** Only prunes: what an older or newer schema knows and this one does not. */
export function pruneResource(object: JsonObject, schema: JSONSchemaProps): void {
  prune(object, schema, true, '', [])
}

function prune(
  value: unknown,
  schema: JSONSchemaProps | undefined,
  isResource: boolean,
  path: string,
  unknown: string[],
): void {
  const keeps = schema?.[PRESERVE] === true
  if (Array.isArray(value)) {
    const item = schema && itemOf(schema)
    if (item === undefined && keeps) return
    for (const [i, element] of value.entries())
      prune(element, item, item?.[EMBEDDED] === true, `${path}[${i}]`, unknown)
    return
  }
  if (!isJsonObject(value)) return
  const additional = schema && additionalOf(schema)
  const free = keeps || schema?.additionalProperties === true
  for (const name of Object.keys(value)) {
    if (isResource && META_FIELDS.has(name)) continue
    const known = schema?.properties?.[name] ?? additional
    const at = path === '' ? name : `${path}.${name}`
    if (known !== undefined) prune(value[name], known, known[EMBEDDED] === true, at, unknown)
    else if (!free) {
      delete value[name]
      unknown.push(at)
    }
  }
}

const isMissing = (value: unknown, { nullable }: JSONSchemaProps): boolean =>
  value === undefined || (value === null && !nullable)

/** Default. */
export function applyDefaults(value: unknown, schema: JSONSchemaProps): void {
  if (Array.isArray(value)) {
    const item = itemOf(schema)
    if (item === undefined) return
    for (const [i, element] of value.entries()) {
      if (element === null && !item.nullable && hasDefault(item)) value[i] = structuredClone(item.default) as JsonValue
      applyDefaults(value[i], item)
    }
    return
  }
  if (!isJsonObject(value)) return
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (hasDefault(property) && isMissing(value[name], property))
      value[name] = structuredClone(property.default) as JsonValue
  }
  const additional = additionalOf(schema)
  for (const name of Object.keys(value)) {
    const known = schema.properties?.[name] ?? additional
    if (known === undefined) continue
    if (value[name] === null && !known.nullable && hasDefault(known))
      value[name] = structuredClone(known.default) as JsonValue
    applyDefaults(value[name], known)
  }
}

/** PruneNonNullableNullsWithoutDefaults. */
function dropNulls(value: unknown, schema: JSONSchemaProps): void {
  if (Array.isArray(value)) {
    const item = itemOf(schema)
    if (item !== undefined) for (const element of value) dropNulls(element, item)
    return
  }
  if (!isJsonObject(value)) return
  const additional = additionalOf(schema)
  for (const name of Object.keys(value)) {
    const known = schema.properties?.[name] ?? additional
    if (known === undefined) continue
    if (value[name] === null && !known.nullable && !hasDefault(known)) delete value[name]
    else dropNulls(value[name], known)
  }
}
