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

function fieldOf(type: string, name: string): SchemaField {
  let fields = fieldsByType.get(type)
  if (fields === undefined) {
    const declared = fieldsOfType(type)
    if (declared === undefined)
      throw new PatchFailure(`merging an object in json but data type is not struct, instead is: ${kindOfType(type)}`)
    fields = new Map(declared.map((field) => [field.name, field]))
    fieldsByType.set(type, fields)
  }
  const field = fields.get(name) ?? [...fields.values()].find((f) => f.name.toLowerCase() === name.toLowerCase())
  if (field === undefined)
    throw new PatchFailure(
      `unable to find api field in struct ${type.slice(type.lastIndexOf('.') + 1)} for the json field ${JSON.stringify(name)}`,
    )
  return field
}

/** Several strategies stand in one tag; retainKeys is no way to merge. */
function strategyOf(field: SchemaField): string {
  return field.patchStrategy?.split(',').find((strategy) => strategy !== RETAIN_KEYS) ?? ''
}

/** Of a field that holds an object. */
export function metaOfObject(type: string, name: string): PatchMeta {
  const field = fieldOf(type, name)
  return { type: field.type, strategy: strategyOf(field), mergeKey: field.patchMergeKey ?? '' }
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
  return type.includes('.') ? 'struct' : (KINDS[type] ?? type)
}
