// MutatingAdmissionWebhook: others change objects on their way in. Upstream: apiserver/pkg/admission/plugin/webhook/mutating.
import type { MutatingWebhook } from '../../../generated/api/admissionregistration.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { goJsonText, parseGoJson } from '../../../model/go-json.ts'
import { quote } from '../../../model/quote.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import { internalError } from '../../api/status/status-error.ts'
import type { KubeObject } from '../../api/types.ts'
import type { AdmissionAttributes, AdmissionContext, AdmissionPlugin } from '../contract.ts'
import { isExempt } from '../lib/policy/match.ts'
import { Reinvoked } from '../lib/reinvocation.ts'
import { replaceObject, takeBack } from '../lib/replace-object.ts'
import { annotateOwn, CallFailed, callError, callWebhook, denial } from '../lib/webhook/call.ts'
import { askedAbout, hooksIn, type PlacedHook } from '../lib/webhook/hooks.ts'

const MUTATION = 'mutation.webhook.admission.k8s.io/'
const PATCH = 'patch.webhook.admission.k8s.io/'
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
    for (const placed of hooks) {
      const { hook, key, configuration, index } = placed
      const asked = askedAbout(hook, attributes, context)
      if (asked === undefined || !reinvoked.isDue(key)) continue
      const place = `round_${attributes.reinvocation.again ? 1 : 0}_index_${index}`
      let changed = false
      try {
        changed = call(placed, asked, context, place)
      } finally {
        context.annotate(MUTATION + place, goJsonText({ configuration, webhook: hook.name, mutated: changed }))
      }
      if (changed && asked !== attributes) takeBack(asked, attributes, context)
      reinvoked.asked(key, changed, hook.reinvocationPolicy === 'IfNeeded')
    }
    reinvoked.end()
  },
}

/** Asks one; whether it changed the object. */
function call(
  { hook, configuration }: PlacedHook<MutatingWebhook>,
  attributes: AdmissionAttributes,
  context: AdmissionContext,
  place: string,
): boolean {
  try {
    const answer = callWebhook(hook, attributes, context, true)
    const { allowed, status, warnings = [], patch } = answer
    for (const warning of warnings) context.warn(warning)
    annotateOwn(hook, answer.auditAnnotations, context)
    if (!allowed) throw denial(hook, status)
    if (patch === undefined || patch === '') return false
    const operations = decoded(patch)
    if (operations.length === 0) return false
    if (attributes.object === undefined) {
      const why = 'attempted to modify the object, which is not supported for this operation'
      throw internalError(`admission webhook ${quote(hook.name)} ${why}`)
    }
    if (answer.patchType !== 'JSONPatch')
      throw new CallFailed(`unsupported patch type ${quote(answer.patchType ?? '')}`)
    const changed = apply(attributes.object, operations, attributes, context)
    const said = { configuration, webhook: hook.name, patch: operations.map(sortedMap), patchType: 'JSONPatch' }
    context.annotate(PATCH + place, goJsonText(said), 'Request')
    return changed
  } catch (failure) {
    if (!(failure instanceof CallFailed)) throw failure
    if (hook.failurePolicy !== 'Ignore') throw callError(hook, failure)
    context.annotate(`failed-open.${MUTATION}${place}`, hook.name)
    return false
  }
}

function apply(
  object: KubeObject,
  operations: readonly unknown[],
  { resource }: AdmissionAttributes,
  { machinery }: AdmissionContext,
): boolean {
  const before = structuredClone(object)
  const changed = machinery.patch(resource, object, operations, 'fail')
  if ('error' in changed) throw internalError(changed.error)
  replaceObject(object, changed.object)
  return !deepEqual(before, object)
}

function decoded(patch: string): readonly Readonly<Record<string, unknown>>[] {
  const read = parseGoJson(Buffer.from(patch, 'base64').toString('utf8'), 'array', 'jsonpatch.Patch')
  if ('error' in read) throw new CallFailed(`received undecodable patch in webhook response: ${read.error}`)
  return (read.value ?? []) as readonly Readonly<Record<string, unknown>>[]
}
