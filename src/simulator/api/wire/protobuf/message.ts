// Messages: which field has which number, compiled from the schema table when a type is first met. Writing puts down what
// upstream's generated code does: fields by number, maps by key, and zeros too where the Go field is no pointer.
import { embeddedFields, fieldsOfType, type SchemaField } from '../../../data/schema.ts'
import { EMBEDDED } from './embedded.ts'
import { ProtobufFault, type Reader, WIRE } from './reader.ts'
import { schemaUnion } from './schema-unions.ts'
import { readMessage, textList, VALUES, type ValueCodec, writeMessage } from './values.ts'
import type { ReverseWriter } from './writer.ts'

type Json = Record<string, unknown>

interface Field {
  readonly number: number
  /** '' for an embedded struct, whose fields are the object's own. */
  readonly name: string
  readonly tag: number
  readonly shape: 'one' | 'list' | 'map'
  readonly pointer: boolean
  readonly codec: ValueCodec
}

/** A struct's fields by number. */
export class Message implements ValueCodec {
  readonly wire = WIRE.block
  readonly zero: unknown = {}
  readonly #fields: Field[] = []
  readonly #byNumber = new Map<number, Field>()

  add(number: number, name: string, codec: ValueCodec, shape: Field['shape'], pointer: boolean): void {
    const wire = shape === 'map' ? WIRE.block : codec.wire
    const field = { number, name, tag: number * 8 + wire, shape, pointer, codec }
    this.#fields.push(field)
    this.#fields.sort((a, b) => a.number - b.number)
    this.#byNumber.set(number, field)
  }

  write(out: ReverseWriter, value: unknown): void {
    writeMessage(out, () => this.writeFields(out, value as Json))
  }

  /** The fields without the message's length. */
  writeFields(out: ReverseWriter, object: Json): void {
    for (let i = this.#fields.length - 1; i >= 0; i--) writeField(out, this.#fields[i]!, object)
  }

  read(from: Reader): unknown {
    const into: Json = {}
    readMessage(from, (number, wire) => this.readField(from, number, wire, into))
    return into
  }

  /** Reads a field into `into`; false when the message has none of this number. */
  readField(from: Reader, number: number, wire: number, into: Json): boolean {
    const field = this.#byNumber.get(number)
    if (field === undefined) return false
    const { codec, name } = field
    const packed = field.shape === 'list' && wire === WIRE.block
    if (wire !== field.tag % 8 && !packed) {
      throw new ProtobufFault(`proto: wrong wireType = ${wire} for field ${goName(name)}`)
    }
    if (name === '') readMessage(from, (n, w) => (codec as Message).readField(from, n, w, into))
    else if (field.shape === 'list') readElements(from, codec, wire, listOf(into, name))
    else if (field.shape === 'map') readEntry(from, codec, mapOf(into, name))
    else keep(into, field, codec.read(from))
    return true
  }
}

const goName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

function writeField(out: ReverseWriter, { name, tag, shape, pointer, codec }: Field, object: Json): void {
  if (name === '') {
    codec.write(out, object)
    out.varint(tag)
    return
  }
  const value = object[name] ?? undefined
  if (shape === 'list') {
    if (value === undefined) return
    for (const element of (value as unknown[]).toReversed()) {
      codec.write(out, element)
      out.varint(tag)
    }
  } else if (shape === 'map') {
    if (value !== undefined) writeMap(out, tag, codec, value as Json)
  } else {
    const written = value === undefined && !pointer ? codec.zero : value
    if (written === undefined) return
    codec.write(out, written)
    out.varint(tag)
  }
}

const KEY_TAG = 0x0a

function writeMap(out: ReverseWriter, tag: number, codec: ValueCodec, map: Json): void {
  const valueTag = 2 * 8 + codec.wire
  for (const key of Object.keys(map).sort().reverse()) {
    writeMessage(out, () => {
      codec.write(out, map[key])
      out.varint(valueTag)
      out.string(key)
      out.varint(KEY_TAG)
    })
    out.varint(tag)
  }
}

/** What JSON of the same Go value would leave out is left out: zeros of fields that are no pointers. */
function keep(into: Json, { name, pointer, codec }: Field, value: unknown): void {
  if (value === undefined) return
  if (!pointer && (value === '' || value === false || (value === 0 && codec.wire === WIRE.varint))) return
  if (!pointer && codec instanceof Message && Object.keys(value as Json).length === 0) return
  into[name] = value
}

const listOf = (into: Json, name: string): unknown[] => {
  into[name] ??= []
  return into[name] as unknown[]
}

const mapOf = (into: Json, name: string): Json => {
  into[name] ??= {}
  return into[name] as Json
}

/** One element, or several numbers packed together. */
function readElements(from: Reader, codec: ValueCodec, wire: number, list: unknown[]): void {
  if (wire !== WIRE.block || codec.wire === WIRE.block) {
    list.push(codec.read(from) ?? null)
    return
  }
  from.within(() => {
    while (!from.done) list.push(codec.read(from))
  })
}

function readEntry(from: Reader, codec: ValueCodec, map: Json): void {
  let key = ''
  let value = codec.zero
  readMessage(from, (number) => {
    if (number === 1) key = from.string()
    else if (number === 2) value = codec.read(from)
    else return false
    return true
  })
  Object.defineProperty(map, key, { value: value ?? null, enumerable: true, configurable: true, writable: true })
}

const compiled = new Map<string, ValueCodec>()

/** The codec of a schema type: a struct or one of the plain ones. */
export function codecOf(type: string): ValueCodec {
  const known = VALUES[type] ?? compiled.get(type)
  if (known !== undefined) return known
  const union = schemaUnion(type, codecOf)
  if (union !== undefined) {
    compiled.set(type, union)
    return union
  }
  const message = new Message()
  compiled.set(type, message)
  compile(type, message)
  return message
}

/** The message of a struct of the schema table, or undefined for a type it has not. */
export function messageOf(type: string): Message | undefined {
  return fieldsOfType(type) === undefined ? undefined : (codecOf(type) as Message)
}

function compile(type: string, message: Message): void {
  const fields = fieldsOfType(type)
  if (fields === undefined) throw new Error(`protobuf: no type ${type}`)
  const structs = embeddedFields(type)
  const numbers = EMBEDDED[type] ?? {}
  const inner = new Map<string, Message>()
  const structMessage = (path: string): Message => {
    if (path === '') return message
    const known = inner.get(path)
    if (known !== undefined) return known
    const made = new Message()
    inner.set(path, made)
    const number = numbers[path]
    if (number === undefined) throw new Error(`protobuf: no number for ${path} embedded in ${type}`)
    structMessage(path.slice(0, Math.max(0, path.lastIndexOf('.')))).add(number, '', made, 'one', false)
    return made
  }
  for (const field of hasTypeMeta(fields) ? fields.slice(2) : fields) {
    if (field.protobuf === undefined) continue
    addField(structMessage(structs.get(field.name) ?? ''), type, field)
  }
}

const numberOf = ({ protobuf }: SchemaField): number => Number(protobuf?.split(',', 2)[1])

/** TypeMeta comes first, and other fields begin at 1 again; a struct's own kind and apiVersion do not leave that room. */
function hasTypeMeta(fields: readonly SchemaField[]): boolean {
  const [kind, apiVersion, ...rest] = fields
  return kind?.name === 'kind' && apiVersion?.name === 'apiVersion' && rest.some((field) => numberOf(field) === 1)
}

function addField(message: Message, type: string, field: SchemaField): void {
  const { name, of = '', pointer = false } = field
  const shape = field.type === 'list' || field.type === 'map' ? field.type : 'one'
  if (type === 'meta.v1.APIResource' && name === 'verbs') {
    message.add(numberOf(field), name, textList, 'one', true)
    return
  }
  message.add(numberOf(field), name, codecOf(shape === 'one' ? field.type : of), shape, pointer)
}
