// PATCH: the stored object in its version, changed as the patch says, then updated like a PUT. An applied configuration also
// creates what is not there. Upstream: handlers/patch.go.
import type { RequestContext } from '../context.ts'
import { trackUpdate } from '../managed-fields/manager.ts'
import { dedupOwnerReferences, matchNamespace } from '../metadata.ts'
import { readWriteOptions } from '../options.ts'
import { APPLY_PATCH, appliedObject } from '../patch/apply-configuration.ts'
import { JSON_PATCH, MERGE_PATCH, patchedAround, patchedObject, STRATEGIC_PATCH } from '../patch/patched.ts'
import { isObject } from '../patch/values.ts'
import type { ServerResponse } from '../request.ts'
import { StatusError, unsupportedMediaType } from '../status/status-error.ts'
import { kindOf } from '../stored.ts'
import type { KubeObject } from '../types.ts'
import { checkName, replace } from './update.ts'

const ACCEPTED = [JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, APPLY_PATCH]
/** Custom resources say nothing of how their lists are merged. */
const WITHOUT_TYPE = [JSON_PATCH, MERGE_PATCH, APPLY_PATCH]

/** A patched object is only looked at then. */
const AFTER_ADMISSION = ' after mutating admission happens'

/** Applies a patch to an object or to a subresource that holds the whole object. */
export function patch(context: RequestContext): ServerResponse {
  const type = (context.request.contentType ?? '').split(';', 1)[0] ?? ''
  if (!ACCEPTED.includes(type)) throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {})
  if (context.info.type === '' && type === STRATEGIC_PATCH) throw unsupportedMediaType(WITHOUT_TYPE)
  const apply = type === APPLY_PATCH
  readWriteOptions(context, 'PatchOptions', apply)
  context.request.audited?.requestPatch(context.request.body)
  if (apply) return replace(context, (old) => checked(context, appliedObject(context, old)), context.subresource === '')
  const leavesSpec = leavesSpecAlone(context, type)
  return replace(context, (old) => {
    const object = leavesSpec ? patchedAround(context, type, old) : patchedObject(context, type, old)
    kindOf(context)?.defaults?.(object)
    if (leavesSpec) keepSpec(object, old)
    trackUpdate(context, object, old)
    return checked(context, object)
  })
}

/** A status patch that does not mention the spec: what a kubelet or controller sends all day. */
function leavesSpecAlone({ subresource, request }: RequestContext, type: string): boolean {
  return subresource === 'status' && type !== JSON_PATCH && isObject(request.body) && !('spec' in request.body)
}

/** The stored spec itself: equal by identity, so nobody compares it. */
function keepSpec(object: KubeObject, old: KubeObject): void {
  const { spec } = old as KubeObject & { spec?: unknown }
  if (spec === undefined) return
  ;(object as KubeObject & { spec?: unknown }).spec = spec
}

function checked(context: RequestContext, object: KubeObject): KubeObject {
  matchNamespace(object, context)
  checkName(object, context)
  dedupOwnerReferences(object, context, AFTER_ADMISSION)
  return object
}
