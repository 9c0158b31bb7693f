// Compiles the schema table into decoders, one closure per type, each made when its type is first met.
// What comes out is the object as the API writes it: fields in the order of the Go struct, `omitempty` ones left out when
// empty, the others filled with zero values. Upstream: encoding/json's decoder and encoder, taken together.
import { type EmptyCollection, rememberGivenEmpty } from '../../../model/given-empty.ts'
import type { JsonObject, JsonValue } from '../../../model/json.ts'
import { embeddedFields, fieldsOfType, goFieldTypes, kindsOfSchema, type SchemaField } from '../../data/schema.ts'
import { type DecodeState, type FieldFrame, kindOf } from './decode-state.ts'
import { LiteralNumber } from './literal-number.ts'
import {
  boolDecoder,
  type Decode,
  decodeAny,
  decodeBytes,
  decodeIntOrString,
  decodeMicroTime,
  decodeQuantity,
  decodeTime,
  floatDecoder,
  integerDecoder,
  setKey,
  stringDecoder,
} from './scalars.ts'
import { schemaUnionDecoder } from './schema-unions.ts'

const MAX_INT64 = 2 ** 63

/** Decodes one type of the schema table. */
export function decoderOfType(typeName: string): Decode {
  let decode = structs.get(typeName)
  if (decode === undefined) {
    decode = compileType(typeName)
    structs.set(typeName, decode)
  }
  return decode
}

const structs = new Map<string, Decode>()

/** `core.v1.Pod` as Go prints it: `v1.Pod`. */
export function goNameOfType(typeName: string): string {
  return typeName.slice(typeName.indexOf('.') + 1)
}

function compileType(typeName: string): Decode {
  const union = schemaUnionDecoder(typeName, decoderOfType)
  if (union !== undefined) return union
  const fields = fieldsOfType(typeName)
  if (fields === undefined) throw new Error(`no type ${typeName} in the schema`)
  return compileStruct(typeName, fields)
}

/** A field ready to be decoded. */
interface Plan extends FieldFrame {
  readonly index: number
  /** Undefined: nothing is written. */
  decode: (value: unknown, state: DecodeState) => JsonValue | undefined
  /** What is written when the body does not have the field. */
  readonly zero: (() => JsonValue) | undefined
}

/** Stand in a slot for a collection that was given empty: it is left out of the object, and remembered. */
const EMPTY_LIST: JsonValue = Object.freeze([]) as unknown as JsonValue
const EMPTY_MAP: JsonValue = Object.freeze({}) as unknown as JsonValue

function compileStruct(typeName: string, fields: readonly SchemaField[]): Decode {
  const plans = planFields(typeName, fields)
  const byName = new Map(plans.map((plan) => [plan.name, plan]))
  const goName = goNameOfType(typeName)
  const count = plans.length
  const finish = (slots: readonly (JsonValue | undefined)[]): JsonObject => {
    const object: JsonObject = {}
    let given: Map<string, EmptyCollection> | undefined
    for (let at = 0; at < count; at++) {
      let value = slots[at]
      const plan = plans[at] as Plan
      if (value === EMPTY_LIST || value === EMPTY_MAP) {
        given ??= new Map()
        given.set(plan.name, value as unknown as EmptyCollection)
        value = undefined
      }
      if (value === undefined) {
        if (plan.zero === undefined) continue
        value = plan.zero()
      }
      object[plan.name] = value
    }
    if (given !== undefined) rememberGivenEmpty(object, given)
    return object
  }
  return (value, state) => {
    const slots: (JsonValue | undefined)[] = new Array(count)
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof LiteralNumber) {
      if (value !== null) state.wrongType(kindOf(value), goName)
      return finish(slots)
    }
    for (const key of Object.keys(value)) {
      const field = (value as Record<string, unknown>)[key]
      if (field === undefined) continue
      const plan = byName.get(key)
      if (plan === undefined) {
        state.unknownField(key)
        continue
      }
      if (state.checksDuplicates) state.checkDuplicate(key)
      state.frames.push(plan)
      slots[plan.index] = plan.decode(field, state)
      state.frames.pop()
    }
    return finish(slots)
  }
}

function planFields(typeName: string, fields: readonly SchemaField[]): Plan[] {
  const goTypes = goFieldTypes(typeName)
  const embedded = embeddedFields(typeName)
  const structName = typeName.slice(typeName.lastIndexOf('.') + 1)
  const isKind = kindTypes().has(typeName)
  const storedAsProtobuf = !typeName.startsWith('apiextensions.')
  return fields.map((field, index) => {
    const { name } = field
    const inside = isKind && (name === 'kind' || name === 'apiVersion') ? 'TypeMeta' : embedded.get(name)
    const plan: Plan = {
      index,
      name,
      goPath: inside === undefined ? name : `${inside}.${name}`,
      structName,
      zero: zeroOf(field),
      decode: (value, state) => {
        plan.decode = compileField(field, goTypes[name], storedAsProtobuf)
        return plan.decode(value, state)
      },
    }
    return plan
  })
}

let kinds: ReadonlySet<string> | undefined
function kindTypes(): ReadonlySet<string> {
  kinds ??= new Set(Object.values(kindsOfSchema()))
  return kinds
}

function isStruct(type: string): boolean {
  return type.includes('.')
}

/** Types for which Go's `omitempty` does nothing when they are not pointers: structs, and types that are structs in Go. */
function neverEmpty(type: string): boolean {
  return (
    isStruct(type) ||
    type === 'time' ||
    type === 'microtime' ||
    type === 'quantity' ||
    type === 'intOrString' ||
    type === 'any'
  )
}

function zeroOf(field: SchemaField): (() => JsonValue) | undefined {
  if (field.omitzero === true) return undefined
  if (field.pointer === true) return field.omitempty === true ? undefined : () => null
  if (field.omitempty === true && !neverEmpty(field.type)) return undefined
  const { type } = field
  if (type === 'quantity') return () => '0'
  if (isStruct(type)) {
    let decode: Decode | undefined
    return () => {
      decode ??= decoderOfType(type)
      return decode(null, idle)
    }
  }
  const zero = type === 'string' ? '' : type === 'bool' ? false : /^int|float/.test(type) ? 0 : null
  return () => zero
}

/** Decoding null raises nothing, so zero values need no state of their own. */
const idle = { checksDuplicates: false } as DecodeState

/** Protobuf, in which all but CustomResourceDefinitions are stored, has no empty lists: they are read back as null. */
function compileField(field: SchemaField, goType: string | undefined, storedAsProtobuf: boolean): Plan['decode'] {
  const decode = compileValue(field.type, field.of, goType)
  const collection = field.type === 'list' || field.type === 'map'
  if (field.pointer === true) {
    const absent = field.omitempty === true ? undefined : null
    return (value, state) => (value === null ? absent : decode(value, state))
  }
  if (field.omitzero === true && field.type === 'time') return (value, state) => decode(value, state) ?? undefined
  if (neverEmpty(field.type)) return decode
  if (collection) {
    if (field.omitempty !== true && !storedAsProtobuf) return decode
    const nothing = field.omitempty === true ? undefined : null
    const empty = field.type === 'list' ? EMPTY_LIST : EMPTY_MAP
    return (value, state) => {
      const decoded = decode(value, state)
      if (!isEmptyCollection(decoded)) return decoded
      return decoded === null ? nothing : empty
    }
  }
  if (field.omitempty !== true) return decode
  return (value, state) => {
    const decoded = decode(value, state)
    return decoded === '' || decoded === 0 || decoded === false || decoded === null ? undefined : decoded
  }
}

function isEmptyCollection(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0
  for (const _ in value as JsonObject | null) return false
  return true
}

function compileValue(type: string, of: string | undefined, goType: string | undefined): Decode {
  switch (type) {
    case 'string':
      return stringDecoder(goType ?? 'string')
    case 'bool':
      return boolDecoder(goType ?? 'bool')
    case 'int32':
      return integerDecoder(goType ?? 'int32', -2147483648, 2147483647)
    case 'int64':
      return integerDecoder(goType ?? 'int64', -MAX_INT64, MAX_INT64)
    case 'float64':
      return floatDecoder(goType ?? 'float64')
    case 'quantity':
      return decodeQuantity
    case 'time':
      return decodeTime
    case 'microtime':
      return decodeMicroTime
    case 'intOrString':
      return decodeIntOrString
    case 'bytes':
      return decodeBytes
    case 'any':
      return decodeAny
    case 'list':
      return listDecoder(of ?? 'any', goType)
    case 'map':
      return mapDecoder(of ?? 'any', goType)
    default:
      return type.startsWith('list<') ? listDecoder(type.slice(5, -1), goType) : lazyStruct(type)
  }
}

function lazyStruct(type: string): Decode {
  let decode: Decode | undefined
  return (value, state) => {
    decode ??= decoderOfType(type)
    return decode(value, state)
  }
}

const plainNames: Readonly<Record<string, string>> = {
  bytes: '[]uint8',
  time: 'v1.Time',
  microtime: 'v1.MicroTime',
  quantity: 'resource.Quantity',
  intOrString: 'intstr.IntOrString',
}

function goNameOf(type: string): string {
  if (type.startsWith('list<')) return `[]${goNameOf(type.slice(5, -1))}`
  return isStruct(type) ? goNameOfType(type) : (plainNames[type] ?? type)
}

function listDecoder(of: string, goType: string | undefined): Decode {
  const name = goType ?? `[]${goNameOf(of)}`
  const element = compileValue(of, undefined, name.startsWith('[]') ? name.slice(2) : undefined)
  return (value, state) => {
    if (!Array.isArray(value)) {
      if (value !== null) state.wrongType(kindOf(value), name)
      return null
    }
    const list: JsonValue[] = []
    const { frames } = state
    for (let at = 0; at < value.length; at++) {
      frames.push(at)
      list.push(element(value[at] ?? null, state))
      frames.pop()
    }
    return list
  }
}

/** Bytes in a map are never null once they were stored. */
const decodeMapBytes: Decode = (value, state) => decodeBytes(value, state) ?? ''

const mapElement = /^map\[[^\]]*\](.*)$/

function mapDecoder(of: string, goType: string | undefined): Decode {
  const name = goType ?? `map[string]${goNameOf(of)}`
  const element = of === 'bytes' ? decodeMapBytes : compileValue(of, undefined, mapElement.exec(name)?.[1])
  return (value, state) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof LiteralNumber) {
      if (value !== null) state.wrongType(kindOf(value), name)
      return null
    }
    const map: JsonObject = {}
    const { frames } = state
    let previous = ''
    let sorted = true
    for (const key of Object.keys(value)) {
      const inner = (value as Record<string, unknown>)[key]
      if (inner === undefined) continue
      if (state.checksDuplicates) state.checkDuplicate(key)
      frames.push(key)
      setKey(map, key, element(inner, state))
      frames.pop()
      if (key < previous) sorted = false
      previous = key
    }
    return sorted ? map : sortKeys(map)
  }
}

/** Go writes maps in the order of their keys. */
function sortKeys(map: JsonObject): JsonObject {
  const sorted: JsonObject = {}
  for (const key of Object.keys(map).sort()) setKey(sorted, key, map[key] as JsonValue)
  return sorted
}
