// PATCH: the stored object in its version, changed as the patch says, then updated like a PUT. An applied configuration also
// creates what is not there. Upstream: handlers/patch.go.
import type { RequestContext } from '../context.ts'
import { trackUpdate } from '../managed-fields/manager.ts'
import { dedupOwnerReferences, matchNamespace } from '../metadata.ts'
import { readWriteOptions } from '../options.ts'
import { APPLY_PATCH, appliedObject } from '../patch/apply-configuration.ts'
import { JSON_PATCH, MERGE_PATCH, patchedObject, STRATEGIC_PATCH } from '../patch/patched.ts'
import type { ServerResponse } from '../request.ts'
import { StatusError, unsupportedMediaType } from '../status/status-error.ts'
import { kindOf } from '../stored.ts'
import type { KubeObject } from '../types.ts'
import { checkName, replace } from './update.ts'

const ACCEPTED = [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH]
/** Custom resources say nothing of how their lists are merged. */
const WITHOUT_TYPE = [JSON_PATCH, MERGE_PATCH, APPLY_PATCH]

/** Applies a patch to an object or to a subresource that holds the whole object. */
export function patch(context: RequestContext): ServerResponse {
  const type = (context.request.contentType ?? '').split(';', 1)[0] ?? ''
  if (!ACCEPTED.includes(type)) throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  if (context.info.type === '' && type === STRATEGIC_PATCH) throw unsupportedMediaType(WITHOUT_TYPE)
  const apply = type === APPLY_PATCH
  readWriteOptions(context, 'PatchOptions', apply)
  if (apply) return replace(context, (old) => checked(context, appliedObject(context, old)), context.subresource === '')
  return replace(context, (old) => {
    const object = patchedObject(context, type, old)
    kindOf(context)?.defaults?.(object)
    trackUpdate(context, object, old)
    return checked(context, object)
  })
}

function checked(context: RequestContext, object: KubeObject): KubeObject {
  matchNamespace(object, context)
  checkName(object, context)
  dedupOwnerReferences(object, context)
  return object
}
