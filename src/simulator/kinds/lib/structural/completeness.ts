// Whatever a junctor of the root restricts must be specified outside of it.
// Upstream: validateStructuralCompleteness in apiextensions-apiserver/pkg/apiserver/schema/complete.go.
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { itemOf, propertiesOf, type Schema } from './schema.ts'

/** Adds what is missing. */
export function completeness(schema: Schema, path: Path, errors: FieldErrors): void {
  junctors(schema, schema, path, path, errors)
}

function junctors(validation: Schema, schema: Schema, at: Path, from: Path, errors: FieldErrors): void {
  if (validation.not) restricted(validation.not, schema, at, from.child('not'), errors)
  for (const junctor of ['allOf', 'anyOf', 'oneOf'] as const) {
    for (const [i, clause] of (validation[junctor] ?? []).entries()) {
      restricted(clause, schema, at, from.child(junctor).index(i), errors)
    }
  }
}

function restricted(clause: Schema, schema: Schema | undefined, at: Path, from: Path, errors: FieldErrors): void {
  if (schema === undefined) {
    errors.required(at, `because it is defined in ${from}`)
    return
  }
  junctors(clause, schema, at, from, errors)
  const item = itemOf(clause)
  if (item) restricted(item, itemOf(schema), at.child('items'), from.child('items'), errors)
  for (const [name, property] of propertiesOf(clause)) {
    const place = from.child('properties').key(name)
    restricted(property, schema.properties?.[name], at.child('properties').key(name), place, errors)
  }
}
