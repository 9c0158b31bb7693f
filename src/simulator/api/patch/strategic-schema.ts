// What strategic merge patch knows of a field: its type, how lists are merged and by which key. Also how its messages name types.
// Upstream: strategicpatch/meta.go (PatchMetaFromStruct) and third_party/forked/golang/json/fields.go.
import { fieldsOfType, type SchemaField } from '../../data/schema.ts'
import { PatchFailure } from './values.ts'

/** How a field is patched; `type` is that of the value, or of the items of a list. */
export interface PatchMeta {
  readonly type: string
  readonly strategy: string
  readonly mergeKey: string
}

const RETAIN_KEYS = 'retainKeys'
const fieldsByType = new Map<string, ReadonlyMap<string, SchemaField>>()

/** Structs in Go that read themselves, and show no fields of their own. */
const CLOSED: Readonly<Record<string, string>> = {
  quantity: 'Quantity',
  time: 'Time',
  microtime: 'MicroTime',
  intOrString: 'IntOrString',
}
const CLOSED_PREFIX = 'closed:'

/** The type of a field's objects; of what may be anything Go has three structs. */
function typeOfField(type: string, field: SchemaField): string {
  const any = type.startsWith('apiextensions.') ? 'JSON' : field.name === 'fieldsV1' ? 'FieldsV1' : 'RawExtension'
  const name = field.type === 'any' ? any : CLOSED[field.type]
  return name === undefined ? field.type : CLOSED_PREFIX + name
}

const noField = (struct: string, name: string): PatchFailure =>
  new PatchFailure(`unable to find api field in struct ${struct} for the json field ${JSON.stringify(name)}`)

function fieldOf(type: string, name: string): SchemaField {
  if (type.startsWith(CLOSED_PREFIX)) throw noField(type.slice(CLOSED_PREFIX.length), name)
  let fields = fieldsByType.get(type)
  if (fields === undefined) {
    const declared = fieldsOfType(type)
    if (declared === undefined)
      throw new PatchFailure(`merging an object in json but data type is not struct, instead is: ${kindOfType(type)}`)
    fields = new Map(declared.map((field) => [field.name, field]))
    fieldsByType.set(type, fields)
  }
  const field = fields.get(name) ?? [...fields.values()].find((f) => f.name.toLowerCase() === name.toLowerCase())
  if (field === undefined) throw noField(type.slice(type.lastIndexOf('.') + 1), name)
  return field
}

/** Several strategies stand in one tag; retainKeys is no way to merge. */
function strategyOf(field: SchemaField): string {
  return field.patchStrategy?.split(',').find((strategy) => strategy !== RETAIN_KEYS) ?? ''
}

/** Of a field that holds an object. */
export function metaOfObject(type: string, name: string): PatchMeta {
  const field = fieldOf(type, name)
  return { type: typeOfField(type, field), strategy: strategyOf(field), mergeKey: field.patchMergeKey ?? '' }
}

/** Of a field that holds a list. */
export function metaOfList(type: string, name: string): PatchMeta {
  const field = fieldOf(type, name)
  if (field.type !== 'list') throw new PatchFailure('expected slice or array type, but got: struct')
  return { type: field.of ?? 'any', strategy: strategyOf(field), mergeKey: field.patchMergeKey ?? '' }
}

const KINDS: Readonly<Record<string, string>> = {
  bytes: 'slice',
  list: 'slice',
  any: 'struct',
  quantity: 'struct',
  time: 'struct',
  microtime: 'struct',
  intOrString: 'struct',
}

/** Go's kind of a type of the table. */
export function kindOfType(type: string): string {
  if (type.startsWith('list<')) return 'slice'
  if (type.startsWith(CLOSED_PREFIX)) return 'struct'
  return type.includes('.') ? 'struct' : (KINDS[type] ?? type)
}
