// Server-side apply: from a configuration in the body to the object it makes of the stored one, with its owners.
// Upstream: handlers/patch.go (applyPatcher), managedfields/internal/{versioncheck,structuredmerge}.go.
import { decode } from '../codec/decode.ts'
import { kindOf as jsonKind } from '../codec/decode-state.ts'
import { copyJson } from '../codec/scalars.ts'
import { UnreadableBody } from '../codec/unreadable-body.ts'
import type { RequestContext } from '../context.ts'
import { decodeCustom } from '../custom-resource.ts'
import { applyTo } from '../managed-fields/manager.ts'
import { shapeOfResource } from '../managed-fields/shapes.ts'
import { typeProblems } from '../managed-fields/typed-validate.ts'
import { queryFlag } from '../query.ts'
import { badRequest, conflict, StatusError } from '../status/status-error.ts'
import { kindOf, qualifiedResource } from '../stored.ts'
import type { KubeObject } from '../types.ts'
import { isObject, type Json } from './values.ts'

export const APPLY_PATCH = 'application/apply-patch+yaml'

/** The object that applying the request's body to `live` makes; an empty `live` stands for none. */
export function appliedObject(context: RequestContext, live: KubeObject): KubeObject {
  const { info, request } = context
  const configuration = configurationOf(request.body)
  checkHead(context, configuration)
  const named = nameOf(configuration, context)
  const problems = typeProblems(shapeOfResource(info), configuration)
  if (problems !== undefined)
    throw new StatusError(500, '', `failed to create typed patch object (${named}): ${problems}`)
  const applied = applyTo(context, live, configuration, queryFlag(request.query?.['force']) === true)
  const object = decoded(context, applied.object, named)
  if (!applied.same) kindOf(context)?.defaults?.(object)
  if (applied.managedFields !== undefined) object.metadata.managedFields = applied.managedFields
  strictly(context)
  if (object.metadata.uid && !live.metadata.uid)
    throw conflict(
      qualifiedResource(context),
      context.name,
      `uid mismatch: the provided object specified uid ${object.metadata.uid}, and no existing object was found`,
    )
  return object
}

function configurationOf(body: unknown): Json {
  if (body instanceof UnreadableBody)
    throw badRequest(`error decoding YAML: error converting YAML to JSON: ${body.error}`)
  if (body === null || body === undefined) return {}
  if (!isObject(body))
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${jsonKind(body)} into Go value of type map[string]interface {}`,
    )
  return copyJson(body) as Json
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** `apps/v1, Kind=Deployment`; the core group is empty, but stands. */
function gvkText(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`
}

function checkHead({ info }: RequestContext, configuration: Json): void {
  const apiVersion = text(configuration['apiVersion'])
  const kind = text(configuration['kind'])
  if (apiVersion !== info.apiVersion || kind !== info.kind)
    throw badRequest(`invalid object type: ${gvkText(apiVersion, kind)}`)
  const { metadata } = configuration
  if (isObject(metadata) && metadata['managedFields'] !== undefined && metadata['managedFields'] !== null)
    throw badRequest('metadata.managedFields must be nil')
}

/** How errors name the configuration: `namespace/name; group/version, Kind=kind`. */
function nameOf({ metadata }: Json, { info }: RequestContext): string {
  const { namespace, name } = isObject(metadata) ? metadata : {}
  return `${text(namespace)}/${text(name)}; ${gvkText(info.apiVersion, info.kind)}`
}

function decoded(context: RequestContext, value: unknown, named: string): KubeObject {
  const { info } = context
  if (info.custom !== undefined) return decodeCustom(context, info.custom, value)
  const result = decode(value, info.type, { strictness: 'Ignore' })
  if (result.error !== undefined)
    throw new StatusError(500, '', `failed to convert new object (${named}) to proper version: ${result.error}`)
  const object = result.object as unknown as KubeObject
  object.kind = info.kind
  object.apiVersion = info.apiVersion
  return object
}

/** Keys the YAML had twice. */
function strictly(context: RequestContext): void {
  const duplicates = context.request.duplicates ?? []
  if (duplicates.length === 0 || context.fieldValidation === 'Ignore') return
  const lines = duplicates.map((line) =>
    line.startsWith('line ') ? line : `key ${JSON.stringify(line)} already set in map`,
  )
  if (context.fieldValidation === 'Strict') {
    const error = `error converting YAML to JSON: yaml: unmarshal errors:\n${lines.map((line) => `  ${line}`).join('\n')}`
    throw badRequest(`error strict decoding YAML: ${error}`)
  }
  for (const line of lines) context.warn(line)
}
