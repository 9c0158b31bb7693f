// MutatingAdmissionWebhook: others change objects on their way in. Upstream: apiserver/pkg/admission/plugin/webhook/mutating.
import type { MutatingWebhook } from '../../../generated/api/admissionregistration.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { quote } from '../../../model/quote.ts'
import { internalError } from '../../api/status/status-error.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from '../contract.ts'
import { isExempt } from '../lib/policy/match.ts'
import { Reinvoked } from '../lib/reinvocation.ts'
import { replaceObject } from '../lib/replace-object.ts'
import { CallFailed, callError, callWebhook, denial } from '../lib/webhook/call.ts'
import { hooksIn, isCalled } from '../lib/webhook/hooks.ts'

const NAME = 'MutatingAdmissionWebhook'
const CONFIGURATIONS = 'mutatingwebhookconfigurations.admissionregistration.k8s.io'

/** The MutatingAdmissionWebhook plugin. */
export const plugin: AdmissionPlugin = {
  name: NAME,
  handles: (attributes) => !isExempt(attributes),
  admit(attributes, context) {
    const hooks = hooksIn<MutatingWebhook>(CONFIGURATIONS, context)
    if (hooks.length === 0) return
    const reinvoked = Reinvoked.of(NAME, attributes)
    reinvoked.begin()
    for (const { hook, key } of hooks) {
      if (!isCalled(hook, attributes, context) || !reinvoked.isDue(key)) continue
      reinvoked.asked(key, call(hook, attributes, context), hook.reinvocationPolicy === 'IfNeeded')
    }
    reinvoked.end()
  },
}

/** Asks one; whether it changed the object. */
function call(hook: MutatingWebhook, attributes: AdmissionAttributes, context: AdmissionContext): boolean {
  try {
    const { allowed, status, warnings = [], patch } = callWebhook(hook, attributes, context, true)
    for (const warning of warnings) context.warn(warning)
    if (!allowed) throw denial(hook, status)
    return patch !== undefined && patch !== '' && apply(hook, patch, attributes, context)
  } catch (failure) {
    if (!(failure instanceof CallFailed)) throw failure
    if (hook.failurePolicy !== 'Ignore') throw callError(hook, failure)
    return false
  }
}

function apply(
  hook: MutatingWebhook,
  patch: string,
  { object, resource }: AdmissionAttributes,
  { machinery }: AdmissionContext,
): boolean {
  const operations = decoded(patch)
  if (operations.length === 0) return false
  if (object === undefined) {
    const why = 'attempted to modify the object, which is not supported for this operation'
    throw internalError(`admission webhook ${quote(hook.name)} ${why}`)
  }
  const before = structuredClone(object)
  const changed = machinery.patch(resource, object, operations)
  if ('error' in changed) throw internalError(changed.error)
  replaceObject(object, changed.object)
  return !deepEqual(before, object)
}

function decoded(patch: string): readonly unknown[] {
  const failed = (why: string): CallFailed => new CallFailed(`received undecodable patch in webhook response: ${why}`)
  let value: unknown
  try {
    value = JSON.parse(atob(patch))
  } catch {
    throw failed('error decoding JSON')
  }
  if (!Array.isArray(value)) throw failed('json: cannot unmarshal object into Go value of type jsonpatch.Patch')
  return value
}
