// The shape of a custom resource from the schema of its definition. Upstream: kube-openapi schemaconv over the OpenAPI that
// apiextensions-apiserver builds from structural schemas.
import {
  DEDUCED,
  type FieldShape,
  known,
  type MapShape,
  metadataReference,
  type Shape,
  type ShapeReference,
} from './shapes.ts'

/** The parts of a JSONSchemaProps that matter here. */
export interface StructuralSchema {
  readonly type?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, StructuralSchema>>
  readonly items?: StructuralSchema
  readonly additionalProperties?: StructuralSchema | boolean
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-embedded-resource'?: boolean
  readonly 'x-kubernetes-list-type'?: string
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-map-type'?: string
}

const TEXT: StructuralSchema = { type: 'string' }

/** The shape of a whole resource: what its schema says, with kind, apiVersion and metadata as everywhere. */
export function shapeOfResourceSchema(schema: StructuralSchema): Shape {
  const shape = structuralShape({ ...schema, properties: { ...schema.properties, apiVersion: TEXT, kind: TEXT } })
  if (shape.map === undefined) return shape
  const metadata: FieldShape = {
    name: 'metadata',
    path: 'f:metadata',
    reference: metadataReference(),
    default: undefined,
  }
  const fields = new Map(shape.map.fields).set('metadata', metadata)
  return { map: { ...shape.map, fields, sorted: sortedFields(fields) } }
}

function structuralShape(schema: StructuralSchema): Shape {
  if (schema['x-kubernetes-int-or-string']) return { scalar: 'untyped' }
  switch (schema.type) {
    case 'string':
      return { scalar: 'string' }
    case 'boolean':
      return { scalar: 'boolean' }
    case 'integer':
    case 'number':
      return { scalar: 'numeric' }
    case 'array':
      return listShape(schema)
    case 'object':
      return { map: mapShape(schema) }
    default:
      return DEDUCED
  }
}

function listShape({ items, ...schema }: StructuralSchema): Shape {
  const type = schema['x-kubernetes-list-type']
  const declaredKeys = schema['x-kubernetes-list-map-keys'] ?? []
  return {
    list: {
      atomic: type !== 'map' && type !== 'set',
      keys: [...declaredKeys].sort(),
      declaredKeys,
      element: referTo(items ?? {}),
    },
  }
}

function mapShape(schema: StructuralSchema): MapShape {
  const fields = new Map<string, FieldShape>()
  for (const [name, property] of Object.entries(schema.properties ?? {}))
    fields.set(name, { name, path: `f:${name}`, reference: referTo(property), default: property.default })
  const { additionalProperties } = schema
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true || additionalProperties === true
  return {
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    fields,
    sorted: sortedFields(fields),
    element: open
      ? known(DEDUCED)
      : typeof additionalProperties === 'object'
        ? referTo(additionalProperties)
        : undefined,
  }
}

const sortedFields = (fields: ReadonlyMap<string, FieldShape>): FieldShape[] =>
  [...fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1))

function referTo(schema: StructuralSchema): ShapeReference {
  return known(schema['x-kubernetes-embedded-resource'] ? shapeOfResourceSchema(schema) : structuralShape(schema))
}
