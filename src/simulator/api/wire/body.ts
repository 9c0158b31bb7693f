// A request's body as a value, by its content type. Upstream: handlers/{create,update,delete}.go, negotiation/negotiate.go.
import { isReadableContentType, parseBody } from '../codec/text.ts'
import { UnreadableBody } from '../codec/unreadable-body.ts'
import { parsePatch } from '../patch/body.ts'
import { unsupportedMediaType } from '../status/status-error.ts'
import type { ResourceInfo } from '../types.ts'
import { decodeProtobuf, PROTOBUF } from './protobuf/envelope.ts'
import { ProtobufFault } from './protobuf/reader.ts'

const TEXT_TYPES = ['application/json', 'application/yaml']
const SHOWN_BYTES = 30
const OPENING_BRACE = 0x7b

/** What a handler gets of a body. */
export interface ReadBody {
  readonly body?: unknown
  readonly duplicates?: readonly string[]
  readonly contentType?: string
}

/** Reads the body of a request to a resource; refuses a content type the resource does not take. */
export function readBody(
  method: string,
  contentType: string | undefined,
  body: Uint8Array,
  info: ResourceInfo,
): ReadBody {
  const typed = contentType === undefined ? {} : { contentType }
  // Only a deletion may go without.
  if (method === 'GET' || (method === 'DELETE' && body.length === 0)) return typed
  if (method === 'PATCH') return { ...parsed(parsePatch(body, contentType ?? '')), ...typed }
  if (isProtobuf(contentType) && info.type !== '') return { body: protobufValue(method, body, info), ...typed }
  if (!isReadableContentType(contentType)) {
    throw unsupportedMediaType(info.type === '' ? TEXT_TYPES : [...TEXT_TYPES, PROTOBUF])
  }
  return { ...parsed(parseBody(body, contentType)), ...typed }
}

const parsed = ({ value, duplicates }: { value: unknown; duplicates: readonly string[] }): ReadBody => ({
  body: value,
  duplicates,
})

const isProtobuf = (contentType: string | undefined): boolean =>
  contentType !== undefined && contentType.split(';', 1)[0]!.trim() === PROTOBUF

/** How a body begins, for a message: as it is where it looks like JSON, else in hexadecimal. */
function shownStart(body: Uint8Array): string {
  if (body.length === 0) return '<empty>'
  const start = Buffer.from(body.subarray(0, SHOWN_BYTES)).toString(body[0] === OPENING_BRACE ? 'utf8' : 'hex')
  return body.length > SHOWN_BYTES ? `${start} ...` : start
}

/** A deletion's body is its options, whatever the resource. */
function protobufValue(method: string, body: Uint8Array, { apiVersion, kind }: ResourceInfo): unknown {
  try {
    return decodeProtobuf(
      body,
      method === 'DELETE' ? { apiVersion: 'v1', kind: 'DeleteOptions' } : { apiVersion, kind },
    )
  } catch (error) {
    if (!(error instanceof ProtobufFault)) throw error
    return new UnreadableBody(error.message, shownStart(body))
  }
}
