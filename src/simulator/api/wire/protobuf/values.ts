// How the values of fields stand in protobuf: scalars, and the small messages behind what JSON writes as one text or number
// (Time, MicroTime, Quantity, IntOrString, and RawExtension, FieldsV1 and JSON, which carry JSON as bytes).
// Upstream: apimachinery's {time,micro_time}_proto.go, resource/quantity_proto.go, util/intstr, runtime/types.go.
import { parseGoTime } from '../../../../model/go-time.ts'
import { formatTime } from '../../../../model/time.ts'
import { ProtobufFault, type Reader, WIRE } from './reader.ts'
import type { ReverseWriter } from './writer.ts'

/** One sort of value; `write` includes the length where there is one. */
export interface ValueCodec {
  readonly wire: number
  /** What a field that is no pointer holds when JSON leaves it out; undefined writes nothing. */
  readonly zero: unknown
  write(out: ReverseWriter, value: unknown): void
  /** Undefined for what JSON leaves out. */
  read(from: Reader): unknown
}

const GO_ZERO_SECONDS = -62_135_596_800
const tag = (number: number, wire: number): number => number * 8 + wire

/** Writes a message: `fields` writes what is in it, last field first. */
export function writeMessage(out: ReverseWriter, fields: () => void): void {
  const before = out.size
  fields()
  out.varint(out.size - before)
}

/** Reads a message field by field; `field` says whether it knew the number. */
export function readMessage(from: Reader, field: (number: number, wire: number) => boolean): void {
  from.within(() => readFields(from, field))
}

/** The same for a message that goes to the end of its bytes. */
export function readFields(from: Reader, field: (number: number, wire: number) => boolean): void {
  while (!from.done) {
    const head = from.varint()
    const wire = head & 7
    const number = Math.floor(head / 8)
    if (number < 1) throw new ProtobufFault(`proto: illegal tag ${number} (wire type ${wire})`)
    if (!field(number, wire)) from.skip(wire)
  }
}

const string: ValueCodec = {
  wire: WIRE.block,
  zero: '',
  write: (out, value) => out.string(value as string),
  read: (from) => from.string(),
}

const integer: ValueCodec = {
  wire: WIRE.varint,
  zero: 0,
  write: (out, value) => out.varint(value as number),
  read: (from) => from.varint(),
}

const bool: ValueCodec = {
  wire: WIRE.varint,
  zero: false,
  write: (out, value) => out.varint(value === true ? 1 : 0),
  read: (from) => from.varint() !== 0,
}

const double: ValueCodec = {
  wire: WIRE.fixed64,
  zero: 0,
  write: (out, value) => out.double(value as number),
  read: (from) => from.double(),
}

const bytes: ValueCodec = {
  wire: WIRE.block,
  zero: undefined,
  write: (out, value) => out.block(Buffer.from(value as string, 'base64')),
  read: (from) => from.block().toString('base64'),
}

/** Seconds since 1970 and nanoseconds; a zero time is an empty message and null in JSON. */
function timeCodec(layout: 'seconds' | 'micros'): ValueCodec {
  return {
    wire: WIRE.block,
    zero: null,
    write: (out, value) =>
      writeMessage(out, () => {
        if (value === null) return
        const moment = parseGoTime(value as string, layout)
        if ('error' in moment) throw new Error(moment.error)
        if (moment.seconds === GO_ZERO_SECONDS && moment.nanos === 0) return
        out.varint(layout === 'seconds' ? 0 : Math.floor(moment.nanos / 1000) * 1000)
        out.varint(tag(2, WIRE.varint))
        out.varint(moment.seconds)
        out.varint(tag(1, WIRE.varint))
      }),
    read: (from) => {
      let seconds: number | undefined
      let nanos = 0
      readMessage(from, (number) => {
        if (number === 1) seconds = from.varint()
        else if (number === 2) nanos = from.varint()
        else return false
        seconds ??= 0
        return true
      })
      if (seconds === undefined) return undefined
      const text = formatTime(seconds * 1000)
      if (layout === 'seconds') return text
      return `${text.slice(0, -1)}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`
    },
  }
}

const quantity: ValueCodec = {
  wire: WIRE.block,
  zero: '0',
  write: (out, value) =>
    writeMessage(out, () => {
      out.string(String(value))
      out.varint(tag(1, WIRE.block))
    }),
  read: (from) => {
    let text = '0'
    readMessage(from, (number) => {
      if (number !== 1) return false
      text = from.string()
      return true
    })
    return text
  },
}

const intOrString: ValueCodec = {
  wire: WIRE.block,
  zero: 0,
  write: (out, value) =>
    writeMessage(out, () => {
      const isText = typeof value === 'string'
      out.string(isText ? value : '')
      out.varint(tag(3, WIRE.block))
      out.varint(isText ? 0 : (value as number))
      out.varint(tag(2, WIRE.varint))
      out.varint(isText ? 1 : 0)
      out.varint(tag(1, WIRE.varint))
    }),
  read: (from) => {
    let isText = false
    let number = 0
    let text = ''
    readMessage(from, (field) => {
      if (field === 1) isText = from.varint() === 1
      else if (field === 2) number = from.varint()
      else if (field === 3) text = from.string()
      else return false
      return true
    })
    return isText ? text : number
  },
}

/** Any JSON, as its text in field 1. */
const json: ValueCodec = {
  wire: WIRE.block,
  zero: undefined,
  write: (out, value) =>
    writeMessage(out, () => {
      out.string(JSON.stringify(value))
      out.varint(tag(1, WIRE.block))
    }),
  read: (from) => {
    let text = ''
    readMessage(from, (number) => {
      if (number !== 1) return false
      text = from.string()
      return true
    })
    if (text === '') return undefined
    try {
      return JSON.parse(text) as unknown
    } catch (error) {
      throw new ProtobufFault((error as Error).message)
    }
  },
}

/** A list of texts that is a message of its own: the values of a user's extra, the verbs of a resource. */
export const textList: ValueCodec = {
  wire: WIRE.block,
  zero: undefined,
  write: (out, value) =>
    writeMessage(out, () => {
      for (const text of (value as readonly string[]).toReversed()) {
        out.string(text)
        out.varint(tag(1, WIRE.block))
      }
    }),
  read: (from) => {
    const texts: string[] = []
    readMessage(from, (number) => {
      if (number !== 1) return false
      texts.push(from.string())
      return true
    })
    return texts
  },
}

/** By the schema's names of types; structs are not among them. */
export const VALUES: Readonly<Record<string, ValueCodec>> = {
  string,
  bool,
  int32: integer,
  int64: integer,
  float64: double,
  bytes,
  time: timeCodec('seconds'),
  microtime: timeCodec('micros'),
  quantity,
  intOrString,
  any: json,
  'list<string>': textList,
}
