// The v2 document as gnostic's protobuf, the only form in which kubectl and client-go ask for it. Only what our documents hold is
// written. Upstream: github.com/google/gnostic, openapiv2/OpenAPIv2.proto.
import { WIRE } from '../protobuf/reader.ts'
import { writeMessage } from '../protobuf/values.ts'
import { ReverseWriter } from '../protobuf/writer.ts'
import type { Json } from './schemas.ts'

type Write = (out: ReverseWriter, value: never) => void

/** One field: its number, the name in JSON, how its value is written, and whether it is a list. */
type Field = readonly [number: number, name: string, write: Write, list?: 'list']

const string: Write = (out, value: string) => out.string(value)
const bool: Write = (out, value: boolean) => out.varint(value ? 1 : 0)
/** Any JSON, as YAML text. */
const anyYaml: Write = (out, value: unknown) => fields(out, [[2, 'yaml', string]], { yaml: JSON.stringify(value) })

/** Writes a message; keys beginning with `x-` go to its list of vendor extensions where it has one. */
function fields(out: ReverseWriter, table: readonly Field[], object: Json, extensions?: number): void {
  writeMessage(out, () => {
    if (extensions !== undefined) {
      named(
        out,
        extensions,
        anyYaml,
        Object.entries(object).filter(([key]) => key.startsWith('x-')),
      )
    }
    for (const [number, name, write, list] of table.toReversed()) {
      const value = object[name]
      if (value === undefined) continue
      for (const one of list === undefined ? [value] : (value as unknown[]).toReversed()) {
        write(out, one as never)
        out.varint(number * 8 + (write === bool ? WIRE.varint : WIRE.block))
      }
    }
  })
}

/** A map as a list of names with values. */
function named(
  out: ReverseWriter,
  number: number,
  write: Write,
  entries: readonly (readonly [string, unknown])[],
): void {
  for (const [name, value] of entries.toReversed()) {
    fields(
      out,
      [
        [1, 'name', string],
        [2, 'value', write],
      ],
      { name, value },
    )
    out.varint(number * 8 + WIRE.block)
  }
}

const map =
  (number: number, write: Write): Write =>
  (out, value: Json) =>
    writeMessage(out, () => named(out, number, write, Object.entries(value)))

/** A message around one value, as oneof and list wrappers are. */
const within =
  (number: number, write: Write): Write =>
  (out, value: unknown) =>
    fields(out, [[number, 'value', write]], { value })

const schema: Write = (out, value: Json) => fields(out, SCHEMA, value, 31)
const SCHEMA: readonly Field[] = [
  [1, '$ref', string],
  [2, 'format', string],
  [4, 'description', string],
  [5, 'default', anyYaml],
  [19, 'required', string, 'list'],
  [20, 'enum', anyYaml, 'list'],
  [21, 'additionalProperties', within(1, schema)],
  [22, 'type', within(1, string)],
  [23, 'items', within(1, schema)],
  [25, 'properties', map(1, schema)],
]

const BODY: readonly Field[] = [
  [1, 'description', string],
  [2, 'name', string],
  [3, 'in', string],
  [4, 'required', bool],
  [5, 'schema', schema],
]
const QUERY: readonly Field[] = [
  [1, 'required', bool],
  [2, 'in', string],
  [3, 'description', string],
  [4, 'name', string],
  [6, 'type', string],
  [20, 'uniqueItems', bool],
]
const PATH: readonly Field[] = [
  [1, 'required', bool],
  [2, 'in', string],
  [3, 'description', string],
  [4, 'name', string],
  [5, 'type', string],
  [19, 'uniqueItems', bool],
]
const body: Write = (out, value: Json) => fields(out, BODY, value)
const query: Write = (out, value: Json) => fields(out, QUERY, value)
const path: Write = (out, value: Json) => fields(out, PATH, value)

const parameter: Write = (out, value: Json) => {
  const plain = value['in'] === 'query' ? within(3, query) : within(4, path)
  const write = value['in'] === 'body' ? within(1, body) : within(2, plain)
  within(1, write)(out, value as never)
}

const response: Write = (out, value: Json) =>
  fields(
    out,
    [
      [1, 'description', string],
      [2, 'schema', within(1, schema)],
    ],
    value,
  )

const OPERATION: readonly Field[] = [
  [1, 'tags', string, 'list'],
  [3, 'description', string],
  [5, 'operationId', string],
  [6, 'produces', string, 'list'],
  [7, 'consumes', string, 'list'],
  [8, 'parameters', parameter, 'list'],
  [9, 'responses', map(1, within(1, response))],
  [10, 'schemes', string, 'list'],
]
const operation: Write = (out, value: Json) => fields(out, OPERATION, value, 13)

const ITEM: readonly Field[] = [
  [2, 'get', operation],
  [3, 'put', operation],
  [4, 'post', operation],
  [5, 'delete', operation],
  [6, 'options', operation],
  [7, 'head', operation],
  [8, 'patch', operation],
  [9, 'parameters', parameter, 'list'],
]
const item: Write = (out, value: Json) => fields(out, ITEM, value)
const info: Write = (out, value: Json) =>
  fields(
    out,
    [
      [1, 'title', string],
      [2, 'version', string],
    ],
    value,
  )

const DOCUMENT: readonly Field[] = [
  [1, 'swagger', string],
  [2, 'info', info],
  [8, 'paths', map(2, item)],
  [9, 'definitions', map(1, schema)],
]

/** The document's bytes. */
export function swaggerBytes(document: Json): Uint8Array {
  const out = new ReverseWriter()
  for (const [number, name, write] of DOCUMENT.toReversed()) {
    write(out, document[name] as never)
    out.varint(number * 8 + WIRE.block)
  }
  return out.bytes()
}
