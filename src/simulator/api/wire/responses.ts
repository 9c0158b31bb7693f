// What goes out over the wire, and the answers that are the same everywhere: a Status, plain text, a JSON document.

import type { Forward, PodConnection } from '../request.ts'
import type { Status, StatusError } from '../status/status-error.ts'
import type { JsonObject } from '../types.ts'
import { negotiate, type Representation } from './accept.ts'
import { encodeText } from './encode.ts'
import { encodeProtobuf, PROTOBUF } from './protobuf/envelope.ts'

/** Sends one piece of a stream. */
export type Send = (chunk: string | Uint8Array) => void

/** A stream's events: `end` is called when there is nothing more to come. */
export interface WireStream {
  start(send: Send, end: () => void): void
  stop(): void
  /** Lasts until its end or the client's: no time is set. */
  readonly unlimited?: boolean
}

/** The answer to send. */
export interface WireResponse {
  readonly code: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
  /** Stands for `body` where the answer is no text. */
  readonly bytes?: Uint8Array
  readonly stream?: WireStream
  /** What a client that upgrades is connected to instead. */
  readonly connect?: PodConnection
  /** Who answers instead. */
  readonly forward?: Forward
  /** The answer itself, where what it is made from must be loaded first. */
  readonly later?: () => Promise<WireResponse>
  /** With `later`: who asked has gone. */
  readonly giveUp?: () => void
}

/** The media types of the formats. */
export const CONTENT_TYPES = { json: 'application/json', yaml: 'application/yaml', protobuf: PROTOBUF } as const

/** Text as it is. */
export function textResponse(code: number, body: string, contentType = 'text/plain; charset=utf-8'): WireResponse {
  return { code, headers: { 'content-type': contentType, 'x-content-type-options': 'nosniff' }, body }
}

/** A JSON document that is no object of the API. */
export function jsonResponse(code: number, body: JsonObject, contentType: string = CONTENT_TYPES.json): WireResponse {
  return { code, headers: { 'content-type': contentType }, body: encodeText(body, 'json', false) }
}

/** An object of the API in the form that was negotiated. */
export function objectResponse(
  code: number,
  object: JsonObject,
  { format, pretty }: Pick<Representation, 'format' | 'pretty'>,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): WireResponse {
  const all = { 'content-type': CONTENT_TYPES[format], ...headers }
  if (format === 'protobuf') return { code, headers: all, body: '', bytes: encodeProtobuf(object) }
  return { code, headers: all, body: encodeText(object, format, pretty) }
}

/** A refusal, as the client can read it: JSON when it asked for nothing the server has. */
export function refusalResponse({ code, status }: StatusError, accept?: string): WireResponse {
  return objectResponse(code, status as unknown as JsonObject, errorRepresentation(accept), statusHeaders(status))
}

function errorRepresentation(accept: string | undefined): Pick<Representation, 'format' | 'pretty'> {
  try {
    return negotiate(accept)
  } catch {
    return { format: 'json', pretty: false }
  }
}

/** A Status that says when to come back says so in a header too. */
export function statusHeaders(status: Status): Readonly<Record<string, string>> {
  const seconds = status.details?.retryAfterSeconds
  return seconds === undefined || seconds <= 0 ? {} : { 'retry-after': String(seconds) }
}
