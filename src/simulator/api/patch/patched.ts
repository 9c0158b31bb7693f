// The stored object with a JSON, merge or strategic merge patch applied, decoded again as its kind; and all that can go wrong
// on the way, each with its code and words. Upstream: handlers/patch.go (jsonPatcher, smpPatcher).
import { sortedJson } from '../../../model/sorted-map.ts'
import { goNameOfType } from '../codec/compile.ts'
import { decode, strictErrorText } from '../codec/decode.ts'
import { kindOf as jsonKind } from '../codec/decode-state.ts'
import { copyJson as plainCopy } from '../codec/scalars.ts'
import { UnreadableBody } from '../codec/unreadable-body.ts'
import type { RequestContext } from '../context.ts'
import { type CustomResource, decodeCustom, readCustom } from '../custom-resource.ts'
import { goValue } from '../managed-fields/typed-validate.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { badRequest, invalid, requestEntityTooLarge, StatusError } from '../status/status-error.ts'
import type { KubeObject } from '../types.ts'
import { inOrder } from '../wire/encode.ts'
import { jsonPatch } from './json-patch.ts'
import { mergePatch } from './merge-patch.ts'
import { operationsOf } from './operations.ts'
import { StrategicFailure } from './strategic-failures.ts'
import { strategicMergePatch } from './strategic-merge-patch.ts'
import { conversionProblem } from './unstructured.ts'
import { isObject, type Json, jsonText, PatchFailure } from './values.ts'

export const JSON_PATCH = 'application/json-patch+json'
export const MERGE_PATCH = 'application/merge-patch+json'
export const STRATEGIC_PATCH = 'application/strategic-merge-patch+json'

const MAX_OPERATIONS = 10_000
const REJECTED = 'the server rejected our request due to an error in our request'

/** A new object of the request's kind: `old` with the request's patch applied. */
export function patchedObject(context: RequestContext, type: string, old: KubeObject): KubeObject {
  return type === STRATEGIC_PATCH ? strategic(context, old, false) : byJson(context, type, old)
}

/**
 * The same for a patch that leaves the spec alone: it is not copied, merged and decoded only to come out the same (a level deep it
 * is a copy, for defaults). Of a strategic merge patch what else it does not reach stays the stored object's own, too.
 */
export function patchedAround(context: RequestContext, type: string, old: KubeObject): KubeObject {
  const { spec, ...rest } = old as KubeObject & { spec?: object }
  const object = type === STRATEGIC_PATCH ? strategic(context, rest, true) : byJson(context, type, rest)
  if (spec !== undefined) (object as KubeObject & { spec?: object }).spec = { ...spec }
  return object
}

function byJson(context: RequestContext, type: string, old: KubeObject): KubeObject {
  const apply = (document: unknown): Outcome =>
    type === JSON_PATCH ? operated(context, document) : merged(context, document)
  const { result, objections } = apply(old)
  const { custom } = context.info
  if (custom !== undefined) return customPatched(context, custom, { result, objections }, () => apply(sortedJson(old)))
  const text = (): string => jsonText(apply(inOrder(old, context.info.type)).result)
  if (isObject(result) && !result['apiVersion']) return asInternal(context, objections, result, text)
  const error = otherKind(context, result)
  const decoded =
    error === undefined ? decode(result, context.info.type, { strictness: context.fieldValidation }) : { error }
  if (decoded.error !== undefined) throw invalidPatch(text(), decoded.error)
  judge(context, [...objections, ...decoded.strictErrors], text)
  return finished(context, decoded.object as unknown as KubeObject, result)
}

/** A document without a version is taken for the internal one, which knows none of the fields: nothing is left, not even a name. */
function asInternal(context: RequestContext, objections: readonly string[], result: Json, text: () => string): never {
  const unknown = Object.keys(result).filter((field) => field !== 'kind' && field !== 'apiVersion')
  const said = unknown.sort().map((field) => `unknown field ${JSON.stringify(field)}`)
  judge(context, context.fieldValidation === 'Ignore' ? objections : [...objections, ...said], text)
  throw badRequest(`the name of the object (${context.name} based on URL) was undeterminable: name must be provided`)
}

/** A custom resource is read again as from a body, but refused as a patch. */
function customPatched(
  context: RequestContext,
  custom: CustomResource,
  { result, objections }: Outcome,
  again: () => Outcome,
): KubeObject {
  const text = (): string => jsonText(again().result)
  const read = readCustom(context, custom, result)
  if (read.error !== undefined) throw invalidPatch(text(), read.error)
  const { apiVersion } = read.object
  judge(context, [...objections, ...read.objections], text)
  if (apiVersion !== context.info.apiVersion) return decodeCustom(context, custom, result)
  return read.object
}

/** What strict decoding objects to refuses or warns. */
function judge(context: RequestContext, objections: readonly string[], text: () => string): void {
  if (objections.length === 0) return
  if (context.fieldValidation === 'Strict') throw invalidPatch(text(), strictErrorText(objections))
  for (const objection of objections) context.warn(objection)
}

/** An object decoded from a patched document: a list of owners that was emptied is told from one that is not there. */
function finished({ info }: RequestContext, decoded: KubeObject, document: unknown): KubeObject {
  decoded.kind = info.kind
  decoded.apiVersion = info.apiVersion
  const owners =
    isObject(document) && isObject(document['metadata']) ? document['metadata']['managedFields'] : undefined
  if (Array.isArray(owners) && owners.length === 0) decoded.metadata.managedFields = []
  return decoded
}

function invalidPatch(value: string, error: string): StatusError {
  const errors = new FieldErrors()
  errors.invalid('patch', value, error)
  return invalid({ group: '', name: '' }, '', errors)
}

interface Outcome {
  readonly result: unknown
  /** Of strict decoding of the patch itself. */
  readonly objections: readonly string[]
}

function operated(context: RequestContext, old: unknown): Outcome {
  const { body, duplicates } = context.request
  if (body instanceof UnreadableBody)
    throw badRequest(`${context.fieldValidation === 'Ignore' ? '' : 'error decoding patch: '}${body.error}`)
  const { operations, objections } = operationsOf(body, duplicates ?? [], context.fieldValidation === 'Ignore')
  if (operations.length > MAX_OPERATIONS)
    throw requestEntityTooLarge(
      `The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${operations.length}`,
    )
  try {
    return { result: jsonPatch(old, operations), objections }
  } catch (failure) {
    if (failure instanceof PatchFailure) throw rejected()
    throw failure
  }
}

const rejected = (): StatusError => new StatusError(422, 'Invalid', REJECTED, {})

function merged(context: RequestContext, old: unknown): Outcome {
  const { body, duplicates } = context.request
  const lax = context.fieldValidation === 'Ignore'
  if (body instanceof UnreadableBody)
    throw badRequest(lax ? 'Invalid JSON Patch' : `error decoding patch: ${body.error}`)
  if (!lax && body !== null && !isObject(body))
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${jsonKind(body)} into Go value of type map[string]interface {}`,
    )
  if (!isObject(body) && !Array.isArray(body)) throw badRequest('Invalid JSON Patch')
  return { result: isObject(body) ? mergePatch(old, body) : body, objections: lax ? [] : repeated(duplicates) }
}

const repeated = (duplicates: readonly string[] | undefined): string[] =>
  [...new Set(duplicates ?? [])].map((path) => `duplicate field ${JSON.stringify(path)}`)

/** The kind that is written in the patch does not matter: the result is made an object of the kind that was asked for. */
function strategic(context: RequestContext, old: KubeObject, shares: boolean): KubeObject {
  const { info, request, fieldValidation } = context
  const { body } = request
  if (body instanceof UnreadableBody) throw badRequest(body.error)
  if (body !== null && !isObject(body))
    throw badRequest(`json: cannot unmarshal ${jsonKind(body)} into Go value of type map[string]interface {}`)
  if (info.type === '') throw badRequest('strategic merge patch format is not supported')
  const patch = plainCopy(body ?? {}) as Json
  const result = tryStrategic(old as unknown as Json, patch, info.type)
  const aside = shares ? setAside(result, old as unknown as Json) : undefined
  // What the patched fields call themselves does not matter: they are read into an object of the kind.
  const decoded = decode(result, info.type, { strictness: fieldValidation })
  if (decoded.error !== undefined)
    throw invalidPatch(goValue(patch), conversionProblem(info.type, result) ?? decoded.error)
  judge(
    context,
    [...(fieldValidation === 'Ignore' ? [] : repeated(request.duplicates)), ...[...decoded.strictErrors].sort()],
    () => goValue(patch),
  )
  const object = finished(context, decoded.object as unknown as KubeObject, result)
  if (aside !== undefined) putBack(object as unknown as Json, aside)
  return object
}

type Aside = Readonly<Record<string, Json>>

/** Takes lists and objects out of the fields of `result` that are `old`'s own: they were decoded when they were stored. */
function setAside(result: Json, old: Json): Aside {
  const aside: Record<string, Json> = {}
  for (const field in result) {
    const now = result[field]
    const was = old[field]
    if (!isObject(now) || !isObject(was)) continue
    const kept: Json = {}
    const left: Json = {}
    for (const key in now) {
      const value = now[key]
      if (typeof value === 'object' && value !== null && value === was[key]) kept[key] = value
      else left[key] = value
    }
    aside[field] = kept
    result[field] = left
  }
  return aside
}

function putBack(object: Json, aside: Aside): void {
  for (const field in aside) {
    const fields = object[field]
    if (isObject(fields)) Object.assign(fields, aside[field])
    else object[field] = aside[field]
  }
}

function tryStrategic(old: Json, patch: Json, type: string): Json {
  try {
    return strategicMergePatch(old, patch, type)
  } catch (failure) {
    if (!(failure instanceof PatchFailure)) throw failure
    const code = failure instanceof StrategicFailure ? failure.code : 500
    if (code === 400) throw badRequest(failure.message)
    if (code === 422) throw rejected()
    throw new StatusError(500, '', failure.message)
  }
}

/** Why a document that calls itself something else is none of this kind. */
function otherKind({ info, parts }: RequestContext, document: unknown): string | undefined {
  if (!isObject(document))
    return `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(document)} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }`
  const { kind, apiVersion } = document
  for (const [field, value] of Object.entries({ apiVersion, kind }))
    if (value !== undefined && value !== null && typeof value !== 'string')
      return `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonKind(value)} into Go struct field .${field} of type string`
  const given = {
    kind: typeof kind === 'string' && kind !== '' ? kind : info.kind,
    apiVersion: typeof apiVersion === 'string' && apiVersion !== '' ? apiVersion : info.apiVersion,
  }
  if (given.kind === info.kind && given.apiVersion === info.apiVersion) return undefined
  const known = parts.resources.byKind(given.apiVersion, given.kind)
  if (known === undefined)
    return `no kind ${JSON.stringify(given.kind)} is registered for version ${JSON.stringify(given.apiVersion)} in scheme "pkg/api/legacyscheme/scheme.go:30"`
  if (known.kind === info.kind && known.group === info.group) return undefined
  return `converting (${goNameOfType(known.type)}) to (${info.type.slice(0, info.type.indexOf('.'))}.${info.kind}): unknown conversion`
}
