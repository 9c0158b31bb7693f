// The defaults in a schema must themselves fit it, and say nothing it does not know.
// Upstream: ValidateDefaults in apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go. Limit: metadata within
// embedded resources, and rules in CEL, are not judged.
import { deepEqual } from '../../../../model/deep-equal.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { pruned } from './prune.ts'
import { hasDefault, itemOf, propertiesOf, type Schema } from './schema.ts'
import { validateValue } from './value.ts'

const EMBEDDED = 'x-kubernetes-embedded-resource'
const META_FIELDS: ReadonlySet<string> = new Set(['metadata', 'apiVersion', 'kind'])

/** Adds what is wrong with the defaults of a whole resource's schema; true when nothing is. */
export function validateDefaults(schema: Schema, path: Path, errors: FieldErrors, requirePruned: boolean): boolean {
  const before = errors.length
  judge(schema, true, false, path, errors, requirePruned)
  return errors.length === before
}

function judge(
  schema: Schema,
  isResource: boolean,
  insideMeta: boolean,
  path: Path,
  errors: FieldErrors,
  requirePruned: boolean,
): void {
  const inMeta = insideMeta && !isResource
  if (hasDefault(schema)) {
    const place = path.child('default')
    if (!inMeta && requirePruned && !deepEqual(pruned(schema.default, schema, isResource), schema.default)) {
      errors.invalid(place, schema.default, 'must not have unknown fields')
    }
    validateValue(schema.default, schema, place, errors)
  }
  const item = itemOf(schema)
  if (item) judge(item, item[EMBEDDED] === true, inMeta, path.child('items'), errors, requirePruned)
  for (const [name, property] of propertiesOf(schema)) {
    const meta = inMeta || (isResource && META_FIELDS.has(name))
    judge(property, property[EMBEDDED] === true, meta, path.child('properties').key(name), errors, requirePruned)
  }
}

/** Whether a schema's defaults hold fields it does not know. */
export const hasUnprunedDefaults = (schema: Schema): boolean =>
  (hasDefault(schema) && !deepEqual(pruned(schema.default, schema, schema[EMBEDDED] === true), schema.default)) ||
  [itemOf(schema), ...Object.values(schema.properties ?? {})].some((below) => below && hasUnprunedDefaults(below))
