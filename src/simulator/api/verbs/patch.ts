// PATCH: the stored object in its version, changed as the patch says, then decoded again and updated like a PUT.
// Upstream: handlers/patch.go.
import { decodeAs } from '../body.ts'
import type { RequestContext } from '../context.ts'
import { dedupOwnerReferences, matchNamespace } from '../metadata.ts'
import { readWriteOptions } from '../options.ts'
import { jsonPatch, PatchFailure } from '../patch/json-patch.ts'
import { mergePatch } from '../patch/merge-patch.ts'
import { strategicMergePatch } from '../patch/strategic-merge-patch.ts'
import { isObject } from '../patch/values.ts'
import type { ServerResponse } from '../request.ts'
import { badRequest, StatusError, unsupportedMediaType } from '../status/status-error.ts'
import { kindOf } from '../stored.ts'
import type { KubeObject } from '../types.ts'
import { replace } from './update.ts'

const JSON_PATCH = 'application/json-patch+json'
const MERGE_PATCH = 'application/merge-patch+json'
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json'
const ACCEPTED = [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, 'application/apply-patch+yaml']
const MAX_OPERATIONS = 10_000

/** Applies a patch to an object or to a subresource that holds the whole object. */
export function patch(context: RequestContext): ServerResponse {
  const type = (context.request.contentType ?? '').split(';')[0] ?? ''
  if (!ACCEPTED.includes(type)) throw unsupportedMediaType(ACCEPTED)
  readWriteOptions(context, 'PatchOptions', type === ACCEPTED[3])
  if (type === ACCEPTED[3]) throw new StatusError(501, 'NotSimulated', 'server-side apply is not simulated yet')
  return replace(context, (old) => patched(context, type, old))
}

function patched(context: RequestContext, type: string, old: KubeObject): KubeObject {
  const { info, name, request } = context
  const result = applyPatch(type, old, request.body, info.type)
  const object = decodeAs(context, result, info.type, info.apiVersion, info.kind, request.duplicates)
  kindOf(context)?.defaults?.(object)
  matchNamespace(object, context)
  const given = object.metadata.name ?? ''
  if (given !== name) throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`)
  dedupOwnerReferences(object, context)
  return object
}

function applyPatch(type: string, old: KubeObject, body: unknown, schemaType: string): unknown {
  try {
    if (type === JSON_PATCH) {
      if (!Array.isArray(body)) throw badRequest('json: cannot unmarshal object into Go value of type jsonpatch.Patch')
      if (body.length > MAX_OPERATIONS)
        throw new StatusError(
          413,
          'RequestEntityTooLarge',
          `Request entity too large: The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${body.length}`,
        )
      return jsonPatch(old, body)
    }
    if (!isObject(body))
      throw badRequest(
        'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
      )
    return type === MERGE_PATCH
      ? mergePatch(old, body)
      : strategicMergePatch(old as unknown as Record<string, unknown>, body, schemaType)
  } catch (error) {
    if (!(error instanceof PatchFailure)) throw error
    if (type !== JSON_PATCH) throw badRequest(error.message)
    throw new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {
      causes: [{ reason: 'UnexpectedServerResponse', message: error.message }],
    })
  }
}
