// What a resource that a CustomResourceDefinition defines brings to the server: rules, coercion, columns, scale.
// Made in custom-resources/, asked where built-in resources have code. Upstream: apiextensions-apiserver/pkg/apiserver/customresource_handler.go.
import { isJsonObject, type JsonObject } from '../../model/json.ts'
import { quote } from '../../model/quote.ts'
import type { AnyKind } from '../kinds/contract.ts'
import { copyJson } from './codec/scalars.ts'
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

/** One served version of a custom resource. */
export interface CustomResource {
  readonly kind: AnyKind
  /** Takes unknown fields away and fills in defaults, in place; answers the paths that were unknown. */
  coerce(object: JsonObject): readonly string[]
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

/** A body as an object of the resource: nothing is decoded but what every object has. */
export function decodeCustom(context: RequestContext, custom: CustomResource, body: unknown): KubeObject {
  const { info, fieldValidation } = context
  if (!isJsonObject(body)) throw badRequest(`couldn't get version/kind; json parse error: ${shownKind(body)}`)
  const object = copyJson(body) as JsonObject
  const { kind, apiVersion } = object
  if (typeof kind !== 'string' || kind === '') object['kind'] = info.kind
  if (typeof apiVersion !== 'string' || apiVersion === '') object['apiVersion'] = info.apiVersion
  if (object['apiVersion'] !== info.apiVersion) {
    // Of another version nothing is known, so every field is unknown.
    const fields = Object.keys(object).filter((field) => !META_FIELDS.has(field))
    if (fieldValidation === 'Warn') for (const field of fields) context.warn(`unknown field ${quote(field)}`)
    throw badRequest(
      `the API version in the data (${String(object['apiVersion'])}) does not match the expected API version (${info.apiVersion})`,
    )
  }
  if (!isJsonObject(object['metadata'])) object['metadata'] = {}
  const unknown = object['kind'] === info.kind ? custom.coerce(object) : []
  const objections = [
    ...(context.request.duplicates ?? []).map((path) => `duplicate field ${quote(path)}`),
    ...unknown.map((path) => `unknown field ${quote(path)}`),
  ]
  if (objections.length > 0 && fieldValidation === 'Strict') {
    const why = `strict decoding error: ${objections.join(', ')}`
    throw badRequest(`${info.kind} in version ${quote(info.version)} cannot be handled as a ${info.kind}: ${why}`)
  }
  if (fieldValidation === 'Warn') for (const objection of objections) context.warn(objection)
  return object as unknown as KubeObject
}

const shownKind = (body: unknown): string =>
  `json: cannot unmarshal ${Array.isArray(body) ? 'array' : typeof body} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`
