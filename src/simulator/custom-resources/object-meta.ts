// The metadata of a custom resource and of the objects within it (x-kubernetes-embedded-resource), read and judged as that of
// every object. Upstream: apiextensions-apiserver/pkg/apiserver/schema/objectmeta/{algorithm,coerce,validation}.go.
import type { JSONSchemaProps } from '../../generated/api/apiextensions.v1.ts'
import type { ObjectMeta } from '../../generated/api/meta.v1.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts'
import { decode } from '../api/codec/decode.ts'
import { FieldErrors } from '../api/status/field-errors.ts'
import { Path } from '../api/status/path.ts'
import { additionalOf, itemOf } from '../kinds/lib/structural/schema.ts'
import { validateObjectMeta, validatePathSegmentName } from '../kinds/lib/validation/metadata.ts'
import { isDNS1035Label } from '../kinds/lib/validation/names.ts'

const EMBEDDED = 'x-kubernetes-embedded-resource'
const NOT_TEXT = 'must be a string'

const below = (path: Path | undefined, name: string): Path => (path === undefined ? Path.of(name) : path.child(name))

/** Reads an object's metadata in place, and puts the paths of what is unknown there to the others; answers why it cannot be read. */
export function readObjectMeta(object: JsonObject, path: Path | undefined, unknown: string[]): string | undefined {
  const { metadata } = object
  if (metadata === undefined) return undefined
  const decoded = decode(metadata ?? {}, 'meta.v1.ObjectMeta', { strictness: 'Warn' })
  if (decoded.error !== undefined) return decoded.error
  object['metadata'] = decoded.object
  for (const objection of decoded.strictErrors) {
    const field = /^unknown field "(.*)"$/.exec(objection)?.[1]
    if (field !== undefined) unknown.push(`${below(path, 'metadata')}.${field}`)
  }
  return undefined
}

/** Reads the objects within a value in place; answers what is wrong with the first that is none. */
export function readEmbedded(
  value: unknown,
  schema: JSONSchemaProps,
  path: Path | undefined,
  unknown: string[],
): string | undefined {
  if (isJsonObject(value) && schema[EMBEDDED]) {
    const wrong = readHead(value, path, unknown)
    if (wrong !== undefined) return wrong
  }
  for (const [inner, known, place] of innerValues(value, schema, path)) {
    const wrong = readEmbedded(inner, known, place, unknown)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function readHead(object: JsonObject, path: Path | undefined, unknown: string[]): string | undefined {
  const refused = (name: string, value: JsonValue | undefined, why: string): string => {
    const errors = new FieldErrors()
    errors.invalid(below(path, name), value, why)
    return `${errors.list[0]!.field}: ${errors.list[0]!.body}`
  }
  for (const name of ['apiVersion', 'kind']) {
    const value = object[name]
    if (value !== undefined && typeof value !== 'string') return refused(name, value, NOT_TEXT)
  }
  const { metadata } = object
  const wrong = readObjectMeta(object, path, unknown)
  return wrong === undefined ? undefined : refused('metadata', metadata, wrong)
}

/** What a value holds that its schema knows. */
function* innerValues(
  value: unknown,
  schema: JSONSchemaProps,
  path: Path | undefined,
): Iterable<readonly [value: unknown, schema: JSONSchemaProps, path: Path]> {
  if (Array.isArray(value)) {
    const item = itemOf(schema)
    if (item !== undefined && path !== undefined)
      for (const [i, element] of value.entries()) yield [element, item, path.index(i)]
  } else if (isJsonObject(value)) {
    const additional = additionalOf(schema)
    for (const name of Object.keys(value)) {
      const property = schema.properties?.[name]
      if (property !== undefined) yield [value[name], property, below(path, name)]
      else if (additional !== undefined)
        yield [value[name], additional, path === undefined ? Path.of(`[${name}]`) : path.key(name)]
    }
  }
}

/** Judges the objects within a value. */
export function validateEmbedded(
  value: unknown,
  schema: JSONSchemaProps,
  path: Path | undefined,
  errors: FieldErrors,
): void {
  if (isJsonObject(value) && schema[EMBEDDED]) validateObject(value, path, errors)
  for (const [inner, known, place] of innerValues(value, schema, path)) validateEmbedded(inner, known, place, errors)
}

/** An object has a version and a kind; metadata is as everywhere, but names only fit into paths. */
function validateObject(object: JsonObject, path: Path | undefined, errors: FieldErrors): void {
  for (const name of ['apiVersion', 'kind'] as const) {
    const place = below(path, name)
    const value = object[name]
    if (value === undefined) errors.required(place)
    else if (typeof value !== 'string') errors.invalid(place, value, NOT_TEXT)
    else if (value === '') errors.invalid(place, value, 'must not be empty')
    else if (name === 'kind') validateKind(value, place, errors)
    else if (value.split('/').length > 2) errors.invalid(place, value, `unexpected GroupVersion string: ${value}`)
  }
  const { metadata } = object
  if (metadata === undefined) return
  const place = below(path, 'metadata')
  const decoded = decode(metadata ?? {}, 'meta.v1.ObjectMeta', { strictness: 'Ignore' })
  if (decoded.error !== undefined) {
    errors.invalid(place, metadata, decoded.error)
    return
  }
  const meta = decoded.object as ObjectMeta
  const named = meta.name ? meta : { ...meta, name: 'fakename' }
  validateObjectMeta(named, { namespaced: Boolean(meta.namespace), name: validatePathSegmentName }, place, errors)
}

function validateKind(kind: string, path: Path, errors: FieldErrors): void {
  const wrong = isDNS1035Label(kind.toLowerCase())
  if (wrong.length > 0)
    errors.invalid(path, kind, `may have mixed case, but should otherwise match: ${wrong.join(',')}`)
}
