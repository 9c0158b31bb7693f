// What makes a schema structural: every value has one place that says its type, and what is nested only restricts.
// Upstream: ValidateStructural in apiextensions-apiserver/pkg/apiserver/schema/{validation,complete}.go.

import { goRegexpProblem } from '../../../../model/go-regexp.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { completeness } from './completeness.ts'
import { additionalOf, hasDefault, itemOf, propertiesOf, type Schema } from './schema.ts'

type Level = 'root' | 'item' | 'field'

const NO_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
}
const PRESERVE = 'x-kubernetes-preserve-unknown-fields'
const EMBEDDED = 'x-kubernetes-embedded-resource'
const INT_OR_STRING = 'x-kubernetes-int-or-string'

/** ValidateStructural: adds the problems, sorted by their texts. True when there were none. */
export function validateStructural(schema: Schema, path: Path, errors: FieldErrors): boolean {
  const found = new FieldErrors()
  invariants(schema, 'root', path, found)
  completeness(schema, path, found)
  const text = ({ field, body }: FieldErrors['list'][number]): string => `${field}: ${body}`
  found.list.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0))
  errors.list.push(...found.list)
  return found.length === 0
}

function invariants(schema: Schema, level: Level, path: Path, errors: FieldErrors): void {
  const item = itemOf(schema)
  if (schema.type === 'array' && !item) errors.required(path.child('items'), 'must be specified')
  if (item) invariants(item, 'item', path.child('items'), errors)
  for (const [name, property] of propertiesOf(schema)) {
    invariants(property, 'field', path.child('properties').key(name), errors)
  }
  if (schema.additionalProperties !== undefined) {
    if (level === 'root') errors.forbidden(path.child('additionalProperties'), 'must not be used at the root')
    const additional = additionalOf(schema)
    if (additional) invariants(additional, 'field', path.child('additionalProperties'), errors)
  }
  extensions(schema, path, errors)
  const skipFirst = isIntOrString(schema.allOf?.[0]?.anyOf)
  valueValidation(schema, path, errors, isIntOrString(schema.anyOf), skipFirst)
  typeInvariants(schema, level, path, errors)
  metadataInvariants(schema, level, path, errors)
  if (schema[EMBEDDED] && !schema[PRESERVE] && propertiesOf(schema).length === 0) {
    const detail = `must not be empty if ${EMBEDDED} is true without ${PRESERVE}`
    errors.required(path.child('properties'), detail)
  }
}

/** `anyOf: [{type: integer}, {type: string}]` and nothing else. */
function isIntOrString(anyOf: readonly Schema[] | undefined): boolean {
  if (anyOf?.length !== 2) return false
  return ['integer', 'string'].every((type, i) => {
    const option = anyOf[i]!
    const fields = Object.keys(option).filter((field) => option[field as keyof Schema] !== undefined)
    return fields.length === 1 && option.type === type
  })
}

function extensions(schema: Schema, path: Path, errors: FieldErrors): void {
  if (!schema[INT_OR_STRING]) return
  for (const field of [PRESERVE, EMBEDDED] as const) {
    if (schema[field]) errors.invalid(path.child(field), true, `must be false if ${INT_OR_STRING} is true`)
  }
}

function typeInvariants(schema: Schema, level: Level, path: Path, errors: FieldErrors): void {
  const { type = '' } = schema
  const place = path.child('type')
  if (schema[EMBEDDED] && type !== 'object') {
    const detail = `must be object if ${EMBEDDED} is true`
    if (type === '') errors.required(place, detail)
    else errors.invalid(place, type, detail)
  } else if (type === '' && !schema[INT_OR_STRING] && !schema[PRESERVE]) errors.required(place, NO_TYPE[level])
  if (schema[EMBEDDED] && schema.additionalProperties !== undefined) {
    errors.forbidden(path.child('additionalProperties'), `must not be used if ${EMBEDDED} is set`)
  }
  if (level === 'root' && type !== '' && type !== 'object') errors.invalid(place, type, 'must be object at the root')
}

function metadataInvariants(schema: Schema, level: Level, path: Path, errors: FieldErrors): void {
  const { properties = {} } = schema
  const isResource = level === 'root' || schema[EMBEDDED]
  for (const name of ['kind', 'apiVersion']) {
    const property = properties[name]
    if (!property || !isResource || property.type === 'string') continue
    errors.invalid(path.child('properties').key(name).child('type'), property.type ?? '', 'must be string')
  }
  const metadata = properties['metadata']
  if (!metadata) return
  const place = path.child('properties').key('metadata')
  if (isResource && metadata.type !== 'object') {
    errors.invalid(place.child('type'), metadata.type ?? '', 'must be object')
  }
  if (level === 'root' && restrictsMetadata(metadata)) {
    const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified'
    errors.forbidden(place, detail)
  }
}

function restrictsMetadata(metadata: Schema): boolean {
  const named = Object.keys(metadata.properties ?? {})
  if (named.some((name) => name !== 'name' && name !== 'generateName')) return true
  return Object.entries(metadata).some(
    ([field, value]) => value !== undefined && field !== 'type' && field !== 'default' && field !== 'properties',
  )
}

function valueValidation(
  schema: Schema,
  path: Path,
  errors: FieldErrors,
  skipAnyOf: boolean,
  skipFirstAllOf: boolean,
): void {
  if (!skipAnyOf) for (const [i, s] of (schema.anyOf ?? []).entries()) nested(s, path.child('anyOf').index(i), errors)
  for (const [i, s] of (schema.allOf ?? []).entries()) {
    nested(s, path.child('allOf').index(i), errors, skipFirstAllOf && i === 0)
  }
  for (const [i, s] of (schema.oneOf ?? []).entries()) nested(s, path.child('oneOf').index(i), errors)
  if (schema.not) nested(schema.not, path.child('not'), errors)
  const problem = schema.pattern && goRegexpProblem(schema.pattern)
  if (!problem) return
  const detail = `must be a valid regular expression, but isn't: ${problem}`
  errors.invalid(path.child('pattern'), schema.pattern, detail)
}

const FORBIDDEN_BEFORE: readonly (readonly [keyof Schema, string])[] = [
  ['title', 'empty'],
  ['description', 'empty'],
  ['nullable', 'false'],
  [PRESERVE, 'false'],
  [EMBEDDED, 'false'],
  [INT_OR_STRING, 'false'],
  ['x-kubernetes-list-map-keys', 'empty'],
  ['x-kubernetes-list-type', 'undefined'],
  ['x-kubernetes-map-type', 'undefined'],
  ['x-kubernetes-validations', 'empty'],
]

/** A schema in a junctor may only restrict. */
function nested(schema: Schema, path: Path, errors: FieldErrors, skipAnyOf = false): void {
  valueValidation(schema, path, errors, skipAnyOf, false)
  const item = itemOf(schema)
  if (item) nested(item, path.child('items'), errors)
  for (const [name, property] of propertiesOf(schema)) nested(property, path.child('properties').key(name), errors)
  const forbid = (field: string, wanted: string): void =>
    errors.forbidden(path.child(field), `must be ${wanted} to be structural`)
  if (schema.type) forbid('type', 'empty')
  const additional = schema.additionalProperties
  if (additional !== undefined && additional !== false) forbid('additionalProperties', 'undefined')
  if (hasDefault(schema)) forbid('default', 'undefined')
  for (const [field, wanted] of FORBIDDEN_BEFORE) if (schema[field]) forbid(field, wanted)
  if (schema.properties?.['metadata']) {
    errors.forbidden(path.child('properties').key('metadata'), 'must not be specified in a nested context')
  }
}
