// The table of API types: every field of every Go struct, and which struct a kind is. The one place that imports it.
// go-types.json adds what the table does not say and decoding errors print: Go's names of the fields' types where they are
// not the plain ones ("v1.RestartPolicy"), and which embedded struct a field comes from ("VolumeSource").
// older-kinds.json lists the kinds the server knows in versions it does not serve any more.
import goTypes from './go-types.json' with { type: 'json' }
import olderKinds from './older-kinds.json' with { type: 'json' }
import schema from './schema.json' with { type: 'json' }

/** One field of a Go struct as JSON sees it. */
export interface SchemaField {
  readonly name: string
  readonly go: string
  /** `string bool int32 int64 float64 list map quantity time microtime intOrString bytes any`, or the name of a struct. */
  readonly type: string
  /** What a list or map holds: a type, or `list<type>`. */
  readonly of?: string
  readonly pointer?: boolean
  readonly omitempty?: boolean
  readonly omitzero?: boolean
  readonly required?: boolean
  readonly default?: unknown
  readonly enum?: readonly string[]
  readonly format?: string
  readonly patchStrategy?: string
  readonly patchMergeKey?: string
  readonly 'list-type'?: string
  readonly 'list-map-keys'?: readonly string[]
  readonly 'map-type'?: string
  readonly protobuf?: string
}

interface SchemaTable {
  readonly kinds: Readonly<Record<string, string>>
  readonly types: Readonly<Record<string, readonly SchemaField[]>>
  readonly atomicTypes: readonly string[]
}

interface GoTypes {
  readonly fields: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly embedded: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

const table = schema as unknown as SchemaTable
const go = goTypes as unknown as GoTypes
const older = olderKinds as unknown as Readonly<Record<string, readonly string[]>>
const none: Readonly<Record<string, string>> = {}

/** The fields of a type such as `core.v1.Pod`, in the order of the Go struct; undefined for an unknown type. */
export function fieldsOfType(typeName: string): readonly SchemaField[] | undefined {
  return table.types[typeName]
}

/** The type behind `apiVersion` and `kind`, such as `core.v1.Pod`; undefined when the server has no such kind. */
export function typeOfKind(apiVersion: string, kind: string): string | undefined {
  return table.kinds[`${apiVersion}/${kind}`]
}

/** Every `apiVersion/kind` with its type. */
export function kindsOfSchema(): Readonly<Record<string, string>> {
  return table.kinds
}

/** Whether server-side apply treats the whole struct as one value. */
export function isAtomicType(typeName: string): boolean {
  return table.atomicTypes.includes(typeName)
}

/** Go's names for the types of a struct's fields, where they are not what the schema type says. */
export function goFieldTypes(typeName: string): Readonly<Record<string, string>> {
  return go.fields[typeName] ?? none
}

/** The embedded struct (or dotted structs) a field is promoted from, by field name. */
export function embeddedFields(typeName: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [struct, fields] of Object.entries(go.embedded[typeName] ?? {}))
    for (const field of fields) found.set(field, struct)
  return found
}

/** Whether the server knows a kind in a version it does not serve. */
export function isOlderKind(apiVersion: string, kind: string): boolean {
  return older[apiVersion]?.includes(kind) === true
}
