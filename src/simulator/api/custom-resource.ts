// What a resource that a CustomResourceDefinition defines brings to the server: rules, coercion, columns, scale.
// Made in custom-resources/, asked where built-in resources have code. Upstream: apiextensions-apiserver/pkg/apiserver/customresource_handler.go.
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { quote } from '../../model/quote.ts'
import type { AnyKind } from '../kinds/contract.ts'
import { decodeErrorMessage, strictErrorText } from './codec/decode.ts'
import { readHead, summarizeText } from './codec/decode-body.ts'
import { copyJson } from './codec/scalars.ts'
import { UnreadableBody } from './codec/unreadable-body.ts'
import type { RequestContext } from './context.ts'
import { badRequest } from './status/status-error.ts'
import type { ScaleView } from './subresources/scale.ts'
import type { KubeObject } from './types.ts'

/** A column of its tables. */
export interface CustomColumn {
  readonly name: string
  readonly type: string
  readonly format: string
  readonly description: string
  readonly priority: number
}

/** The paths that were unknown, or why the object cannot be read. */
export type Coerced =
  | { readonly unknown: readonly string[]; readonly error?: undefined }
  | { readonly error: string; readonly unknown?: undefined }

/** One served version of a custom resource. */
export interface CustomResource {
  readonly kind: AnyKind
  /** Reads metadata, takes unknown fields away and fills in defaults, in place; of another kind only metadata is read. */
  coerce(object: JsonObject, own: boolean): Coerced
  /** Columns after the name. */
  readonly columns: readonly CustomColumn[]
  cells(object: KubeObject, now: number): readonly unknown[]
  readonly scale: ScaleView | undefined
  readonly storageVersionHash: string
  /** For its OpenAPI documents. */
  readonly listKind: string
  readonly schema: Readonly<Record<string, unknown>> | undefined
  readonly selectableFields: readonly string[]
  /** What discovery says; while the definition is being deleted it says less than is served. */
  readonly listedVerbs: readonly string[]
}

const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

/** An object with what strict decoding objects to, or why there is none; `head` where at least its kind is known. */
export type ReadCustom =
  | { readonly object: KubeObject; readonly objections: readonly string[]; readonly error?: undefined }
  | { readonly error: string; readonly head?: { readonly kind: string; readonly version: string } }

/** A body as an object of the resource: nothing is decoded but what every object has. */
export function readCustom(
  { info, fieldValidation }: RequestContext,
  custom: CustomResource,
  body: unknown,
): ReadCustom {
  const head = readHead(body)
  if ('error' in head) return head
  const object = (isJsonObject(body) ? copyJson(body) : {}) as JsonObject
  const kind = head.kind || info.kind
  const apiVersion = head.apiVersion || info.apiVersion
  Object.assign(object, { kind, apiVersion })
  const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
  const same = apiVersion === info.apiVersion
  const coerced = custom.coerce(object, same && kind === info.kind)
  if (coerced.error !== undefined) return { error: coerced.error, head: { kind, version } }
  const unknown = [...coerced.unknown]
  // Of another version nothing is known, so every field is unknown.
  if (!same) unknown.push(...Object.keys(object).filter((field) => !META_FIELDS.has(field)))
  object['metadata'] ??= {}
  const objections = unknown.map((path) => `unknown field ${quote(path)}`)
  return { object: object as unknown as KubeObject, objections: fieldValidation === 'Ignore' ? [] : objections }
}

const groupOf = (apiVersion: string): string => apiVersion.slice(0, apiVersion.indexOf('/'))

/** A body that says its kind, but no version: no version is assumed. */
const isUnversioned = (body: unknown): boolean =>
  isJsonObject(body) &&
  typeof body['kind'] === 'string' &&
  (body['apiVersion'] ?? '') === '' &&
  body['apiVersion'] !== null

/** The object of a body; what strict decoding objects to refuses or warns. */
export function decodeCustom(context: RequestContext, custom: CustomResource, body: unknown): KubeObject {
  const { info, fieldValidation } = context
  const read = readCustom(context, custom, body)
  if (read.error !== undefined) throw badRequest(refusedBody(info.kind, body, read))
  const duplicates = (context.request.duplicates ?? []).map((path) => `duplicate field ${quote(path)}`)
  const objections = [...duplicates, ...read.objections]
  const { kind = '' } = read.object
  const apiVersion = isUnversioned(body) ? '' : (read.object.apiVersion ?? '')
  const same = apiVersion === info.apiVersion
  if (objections.length > 0 && fieldValidation === 'Strict' && same) {
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
    throw badRequest(decodeErrorMessage(kind, version, strictErrorText(objections), info.kind))
  }
  // Of another group's object no field is known to be unknown.
  const ofGroup = groupOf(apiVersion) === groupOf(info.apiVersion)
  if (fieldValidation === 'Warn' && ofGroup) for (const objection of objections) context.warn(objection)
  if (!same)
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${info.apiVersion})`,
    )
  return read.object
}

/** transformDecodeError. */
function refusedBody(
  expected: string,
  body: unknown,
  { error, head }: ReadCustom & { readonly error: string },
): string {
  if (head !== undefined) return decodeErrorMessage(head.kind, head.version, error, expected)
  const summary = body instanceof UnreadableBody ? body.summary : summarizeText(JSON.stringify(body))
  return `the object provided is unrecognized (must be of type ${expected}): ${error} (${summary})`
}
