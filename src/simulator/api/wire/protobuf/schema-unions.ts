// The three types of CustomResourceDefinition schemas that JSON writes as one of two things and protobuf as a message with both.
// Upstream: apiextensions-apiserver/pkg/apis/apiextensions/v1/{types_jsonschema,marshal}.go.
import { type Reader, WIRE } from './reader.ts'
import { readMessage, type ValueCodec, writeMessage } from './values.ts'
import type { ReverseWriter } from './writer.ts'

const PROPS = 'apiextensions.v1.JSONSchemaProps'
const tag = (number: number, wire: number): number => number * 8 + wire

/** The codec of one of these types; undefined for any other. */
export function schemaUnion(type: string, codecOf: (type: string) => ValueCodec): ValueCodec | undefined {
  switch (type) {
    case 'apiextensions.v1.JSONSchemaPropsOrBool':
      return schemaOrBool(codecOf)
    case 'apiextensions.v1.JSONSchemaPropsOrArray':
      return schemaOrList(codecOf, PROPS)
    case 'apiextensions.v1.JSONSchemaPropsOrStringArray':
      return schemaOrList(codecOf, 'string')
    default:
      return undefined
  }
}

function schemaOrBool(codecOf: (type: string) => ValueCodec): ValueCodec {
  const write = (out: ReverseWriter, value: unknown): void =>
    writeMessage(out, () => {
      const isSchema = typeof value === 'object'
      if (isSchema) {
        codecOf(PROPS).write(out, value)
        out.varint(tag(2, WIRE.block))
      }
      out.varint(isSchema || value === true ? 1 : 0)
      out.varint(tag(1, WIRE.varint))
    })
  const read = (from: Reader): unknown => {
    let found: unknown = false
    readMessage(from, (number) => {
      if (number === 2) found = codecOf(PROPS).read(from)
      else if (number !== 1) return false
      else {
        const allows = from.varint() !== 0
        if (typeof found === 'boolean') found = allows
      }
      return true
    })
    return found
  }
  return { wire: WIRE.block, zero: undefined, write, read }
}

function schemaOrList(codecOf: (type: string) => ValueCodec, element: string): ValueCodec {
  const write = (out: ReverseWriter, value: unknown): void =>
    writeMessage(out, () => {
      const elements = Array.isArray(value) ? value.toReversed() : []
      for (const one of elements) {
        codecOf(element).write(out, one)
        out.varint(tag(2, WIRE.block))
      }
      if (Array.isArray(value) || value === null) return
      codecOf(PROPS).write(out, value)
      out.varint(tag(1, WIRE.block))
    })
  const read = (from: Reader): unknown => {
    let schema: unknown
    const list: unknown[] = []
    readMessage(from, (number) => {
      if (number === 1) schema = codecOf(PROPS).read(from)
      else if (number === 2) list.push(codecOf(element).read(from))
      else return false
      return true
    })
    return schema ?? (list.length === 0 ? null : list)
  }
  return { wire: WIRE.block, zero: undefined, write, read }
}
