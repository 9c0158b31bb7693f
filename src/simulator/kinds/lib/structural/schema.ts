// The schema of a custom resource, and how to walk it. The unions of its JSON form (a schema or a list, a schema or a boolean)
// are told apart here. Upstream: apiextensions-apiserver/pkg/apis/apiextensions/types_jsonschema.go, SchemaHas in the validation.
import type { JSONSchemaProps } from '../../../../generated/api/apiextensions.v1.ts'

/** A schema. */
export type Schema = JSONSchemaProps

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The one schema of a list's items, where there is one. */
export const itemOf = ({ items }: Schema): Schema | undefined => (isSchema(items) ? items : undefined)

/** The schemas of a list's items by position; upstream refuses them. */
export const itemsByPosition = ({ items }: Schema): readonly Schema[] => (Array.isArray(items) ? items : [])

/** The schema of what a map holds, where there is one. */
export const additionalOf = ({ additionalProperties }: Schema): Schema | undefined =>
  isSchema(additionalProperties) ? additionalProperties : undefined

/** The properties in the order of their names; an empty list where there are none. */
export const propertiesOf = ({ properties }: Schema): readonly (readonly [string, Schema])[] =>
  Object.entries(properties ?? {})

/** Whether a schema has a default; null is none. */
export const hasDefault = (schema: Schema): boolean => schema.default !== undefined && schema.default !== null

/** Every schema directly below one. */
export function* schemasBelow(schema: Schema): Iterable<Schema> {
  const item = itemOf(schema)
  if (item) yield item
  yield* itemsByPosition(schema)
  for (const list of [schema.allOf, schema.anyOf, schema.oneOf]) if (list) yield* list
  if (schema.not) yield schema.not
  yield* Object.values(schema.properties ?? {})
  const additional = additionalOf(schema)
  if (additional) yield additional
  yield* Object.values(schema.patternProperties ?? {})
  if (isSchema(schema.additionalItems)) yield schema.additionalItems
  yield* Object.values(schema.definitions ?? {})
  for (const dependency of Object.values(schema.dependencies ?? {})) if (isSchema(dependency)) yield dependency
}

/** Whether `test` holds for the schema or one below it. */
export function someSchema(schema: Schema | undefined, test: (schema: Schema) => boolean): boolean {
  if (schema === undefined) return false
  if (test(schema)) return true
  for (const below of schemasBelow(schema)) if (someSchema(below, test)) return true
  return false
}

const UNSUPPORTED: readonly (readonly [keyof Schema, string])[] = [
  ['id', 'id'],
  ['$schema', 'schema'],
  ['$ref', '$ref'],
  ['patternProperties', 'patternProperties'],
  ['dependencies', 'dependencies'],
  ['additionalItems', 'additionalItems'],
  ['definitions', 'definitions'],
]

/** What keeps a schema from being structural at all (NewStructural); undefined when nothing does. */
export function structuralProblem(schema: Schema): string | undefined {
  for (const [field, name] of UNSUPPORTED) {
    if (schema[field] !== undefined) return `OpenAPIV3Schema '${name}' is not supported`
  }
  for (const below of [schema.not, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    const problem = below && structuralProblem(below)
    if (problem !== undefined) return problem
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined"
  }
  if (itemsByPosition(schema).length > 0) return "OpenAPIV3Schema 'items' must be a schema, but is an array"
  const more = [itemOf(schema), ...Object.values(schema.properties ?? {}), additionalOf(schema)]
  for (const below of more) {
    const problem = below && structuralProblem(below)
    if (problem !== undefined) return problem
  }
  return undefined
}
