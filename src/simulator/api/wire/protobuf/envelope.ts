// An object as `application/vnd.kubernetes.protobuf`: four magic bytes and a runtime.Unknown that says which kind its raw
// bytes are. Watches send frames, a length in four bytes and then a WatchEvent whose object is such an envelope.
// Upstream: apimachinery/pkg/runtime/serializer/protobuf/protobuf.go, runtime/types_proto.go, util/framer.
import { typeOfKind } from '../../../data/schema.ts'
import { type Message, messageOf } from './message.ts'
import { ProtobufFault, Reader } from './reader.ts'
import { readFields, readMessage, writeMessage } from './values.ts'
import { ReverseWriter } from './writer.ts'

type Json = Record<string, unknown>

/** The media type of bodies and answers. */
export const PROTOBUF = 'application/vnd.kubernetes.protobuf'

const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00])
const META = 'meta.k8s.io/v1'
const tag = (number: number): number => number * 8 + 2

/** The message of an apiVersion and kind, undefined where there is none (custom resources, tables). */
function messageOfKind(apiVersion: string, kind: string): Message | undefined {
  if (kind === 'Status') return messageOf('meta.v1.Status')
  if (apiVersion === META && kind === 'PartialObjectMetadata') return messageOf('meta.v1.PartialObjectMetadata')
  // The oldest discovery documents say no version.
  const type = typeOfKind(apiVersion || 'v1', kind)
  return type === undefined ? undefined : messageOf(type)
}

/** Whether objects of this kind have a protobuf form. */
export function hasProtobuf(apiVersion: string, kind: string): boolean {
  return kind === 'PartialObjectMetadataList' || messageOfKind(apiVersion, kind) !== undefined
}

/** An object with its kind and apiVersion as bytes. */
export function encodeProtobuf(object: Json): Uint8Array {
  const out = new ReverseWriter()
  writeEnvelope(out, object)
  return out.bytes()
}

function writeEnvelope(out: ReverseWriter, object: Json): void {
  const kind = String(object['kind'] ?? '')
  const apiVersion = String(object['apiVersion'] ?? '')
  out.string('')
  out.varint(tag(4))
  out.string('')
  out.varint(tag(3))
  writeMessage(out, () => writeRaw(out, apiVersion, kind, object))
  out.varint(tag(2))
  writeMessage(out, () => {
    out.string(kind)
    out.varint(tag(2))
    out.string(apiVersion)
    out.varint(tag(1))
  })
  out.varint(tag(1))
  out.raw(MAGIC)
}

function writeRaw(out: ReverseWriter, apiVersion: string, kind: string, object: Json): void {
  if (kind === 'PartialObjectMetadataList') {
    const item = messageOf('meta.v1.PartialObjectMetadata')!
    for (const one of (object['items'] as Json[]).toReversed()) {
      item.write(out, one)
      out.varint(tag(2))
    }
    messageOf('meta.v1.ListMeta')!.write(out, object['metadata'] ?? {})
    out.varint(tag(1))
    return
  }
  const message = messageOfKind(apiVersion, kind)
  if (message === undefined) throw new Error(`protobuf: no message for ${apiVersion} ${kind}`)
  message.writeFields(out, object)
}

/** A watch event as one frame; `object` has its kind and apiVersion. */
export function encodeWatchFrame(type: string, object: Json): Uint8Array {
  const out = new ReverseWriter()
  writeMessage(out, () => {
    writeMessage(out, () => writeEnvelope(out, object))
    out.varint(tag(1))
  })
  out.varint(tag(2))
  out.string(type)
  out.varint(tag(1))
  const length = Buffer.allocUnsafe(4)
  length.writeUInt32BE(out.size)
  out.raw(length)
  return out.bytes()
}

/** The object in a body, as JSON would have it; throws a ProtobufFault. What the envelope does not say `expected` does. */
export function decodeProtobuf(
  body: Uint8Array,
  expected: { readonly apiVersion: string; readonly kind: string },
): Json {
  if (body.length === 0) throw new ProtobufFault('empty data')
  if (!MAGIC.equals(body.subarray(0, MAGIC.length))) {
    const prefix = [...MAGIC].join(' ')
    throw new ProtobufFault(`provided data does not appear to be a protobuf message, expected prefix [${prefix}]`)
  }
  if (body.length === MAGIC.length) throw new ProtobufFault('empty body')
  const { raw, ...head } = readEnvelope(new Reader(body.subarray(MAGIC.length)))
  const kind = head.kind === '' ? expected.kind : head.kind
  const apiVersion = head.apiVersion === '' ? expected.apiVersion : head.apiVersion
  const object: Json = { kind, apiVersion }
  const message = messageOfKind(apiVersion, kind)
  if (message === undefined) return object
  const from = new Reader(raw)
  readFields(from, (number, wire) => message.readField(from, number, wire, object))
  return object
}

function readEnvelope(from: Reader): { apiVersion: string; kind: string; raw: Uint8Array } {
  const found = { apiVersion: '', kind: '', raw: new Uint8Array() as Uint8Array }
  readFields(from, (number) => {
    if (number === 2) found.raw = from.block()
    else if (number !== 1) return false
    else
      readMessage(from, (inner) => {
        if (inner === 1) found.apiVersion = from.string()
        else if (inner === 2) found.kind = from.string()
        else return false
        return true
      })
    return true
  })
  return found
}
