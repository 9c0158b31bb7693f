// What structured-merge-diff knows of a type: which lists and maps are one value, which lists are found by keys.
// Compiled from the schema table when a type is first met. Upstream: kube-openapi schemaconv, structured-merge-diff schema/.
import { fieldsOfType, goFieldTypes, isAtomicType, type SchemaField } from '../../data/schema.ts'

/** Kinds of leaves. */
export type ScalarKind = 'numeric' | 'string' | 'boolean' | 'untyped'

/** A list: one value, or items found by keys (without keys: a set). */
export interface ListShape {
  readonly atomic: boolean
  /** In the order of their names. */
  readonly keys: readonly string[]
  readonly declaredKeys: readonly string[]
  readonly element: ShapeReference
}

/** A declared field. */
export interface FieldShape {
  readonly name: string
  /** `f:` and the name. */
  readonly path: string
  readonly reference: ShapeReference
  readonly default: unknown
}

/** A map or struct. */
export interface MapShape {
  readonly atomic: boolean
  readonly fields: ReadonlyMap<string, FieldShape>
  /** In the order of names; empty for maps. */
  readonly sorted: readonly FieldShape[]
  /** What undeclared keys hold; undefined where there may be none. */
  readonly element: ShapeReference | undefined
}

/** What a value of a type may be; only types of free form have more than one. */
export interface Shape {
  readonly scalar?: ScalarKind
  readonly list?: ListShape
  readonly map?: MapShape
}

/** A type that is looked up when it is needed: types may hold themselves. */
export interface ShapeReference {
  shape: Shape | undefined
  readonly make: () => Shape
}

/** The shape behind a reference. */
export function resolve(reference: ShapeReference): Shape {
  reference.shape ??= reference.make()
  return reference.shape
}

const refer = (make: () => Shape): ShapeReference => ({ shape: undefined, make })
/** A reference to a shape that is at hand. */
export const known = (shape: Shape): ShapeReference => ({ shape, make: () => shape })

const NO_FIELDS: ReadonlyMap<string, FieldShape> = new Map()
const scalars: Readonly<Record<ScalarKind, Shape>> = {
  numeric: { scalar: 'numeric' },
  string: { scalar: 'string' },
  boolean: { scalar: 'boolean' },
  untyped: { scalar: 'untyped' },
}

/** Values whose type says nothing: maps merge, lists are replaced. */
export const DEDUCED: Shape = {
  scalar: 'untyped',
  list: { atomic: true, keys: [], declaredKeys: [], element: refer(() => DEDUCED) },
  map: { atomic: false, fields: NO_FIELDS, sorted: [], element: refer(() => DEDUCED) },
}

/** Raw objects are one value, whatever is in them. */
const RAW_EXTENSION = 'runtime.RawExtension'
const RAW: Shape = {
  scalar: 'untyped',
  list: { atomic: true, keys: [], declaredKeys: [], element: refer(() => DEDUCED) },
  map: { atomic: true, fields: NO_FIELDS, sorted: [], element: refer(() => DEDUCED) },
}

const SCALARS: Readonly<Record<string, ScalarKind>> = {
  string: 'string',
  bytes: 'string',
  bool: 'boolean',
  int32: 'numeric',
  int64: 'numeric',
  float64: 'numeric',
  quantity: 'untyped',
  time: 'untyped',
  microtime: 'untyped',
  duration: 'untyped',
  intOrString: 'untyped',
}

const structs = new Map<string, Shape>()

/** The shape of a type such as `core.v1.Pod`. */
export function shapeOfType(typeName: string): Shape {
  let shape = structs.get(typeName)
  if (shape === undefined) {
    shape = compileStruct(typeName)
    structs.set(typeName, shape)
  }
  return shape
}

/** Metadata, as every object has it. */
export const metadataReference = (): ShapeReference => referTo('meta.v1.ObjectMeta')

/** The shape of a resource's objects; custom resources bring theirs along. */
export function shapeOfResource({ type, shape }: { readonly type: string; readonly shape?: Shape }): Shape {
  return shape ?? (type === '' ? shapeOfUntyped() : shapeOfType(type))
}

/** The shape of objects whose type is not in the table: metadata as everywhere, the rest of free form. */
function shapeOfUntyped(): Shape {
  const metadata: FieldShape = {
    name: 'metadata',
    path: 'f:metadata',
    reference: metadataReference(),
    default: undefined,
  }
  untyped ??= {
    map: { atomic: false, fields: new Map([['metadata', metadata]]), sorted: [metadata], element: known(DEDUCED) },
  }
  return untyped
}

let untyped: Shape | undefined

/** JSON schema's fields that are either one thing or another. */
const freeForm = /\.(JSON|JSONSchemaPropsOr\w+)$/

function compileStruct(typeName: string): Shape {
  const declared = freeForm.test(typeName) ? undefined : fieldsOfType(typeName)
  if (declared === undefined) return DEDUCED
  const goTypes = goFieldTypes(typeName)
  const fields = new Map<string, FieldShape>()
  for (const field of declared) {
    if (typeName === 'meta.v1.ObjectMeta' && field.name === 'managedFields') continue
    fields.set(field.name, {
      name: field.name,
      path: `f:${field.name}`,
      reference: shapeOfField(field, goTypes[field.name] === RAW_EXTENSION),
      default: field.default,
    })
  }
  const sorted = [...fields.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  return { map: { atomic: isAtomicType(typeName), fields, sorted, element: undefined } }
}

function shapeOfField(field: SchemaField, raw: boolean): ShapeReference {
  const atomic = field['map-type'] === 'atomic'
  if (field.type === 'list')
    return known({ list: listShape(field.of ?? 'any', field['list-type'], field['list-map-keys'] ?? []) })
  if (field.type === 'map')
    return known({ map: { atomic, fields: NO_FIELDS, sorted: [], element: referTo(field.of ?? 'any') } })
  if (raw) return known(RAW)
  // What the field says goes before what its type says.
  if (field['map-type'] === undefined) return referTo(field.type)
  return refer(() => {
    const shape = resolve(referTo(field.type))
    return shape.map === undefined ? shape : { map: { ...shape.map, atomic } }
  })
}

function listShape(of: string, type: string | undefined, declaredKeys: readonly string[]): ListShape {
  return {
    atomic: type !== 'map' && type !== 'set',
    keys: [...declaredKeys].sort(),
    declaredKeys,
    element: referTo(of),
  }
}

function referTo(type: string): ShapeReference {
  const scalar = SCALARS[type]
  if (scalar !== undefined) return known(scalars[scalar])
  if (type.startsWith('list<')) return known({ list: listShape(type.slice(5, -1), undefined, []) })
  return type === 'any' ? known(DEDUCED) : refer(() => shapeOfType(type))
}
