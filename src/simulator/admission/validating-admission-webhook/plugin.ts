// ValidatingAdmissionWebhook: others are asked whether a request may pass. Upstream: apiserver/pkg/admission/plugin/webhook/validating.
import type { ValidatingWebhook } from '../../../generated/api/admissionregistration.v1.ts'
import type { StatusError } from '../../api/status/status-error.ts'
import type { AdmissionPlugin } from '../contract.ts'
import { isExempt } from '../lib/policy/match.ts'
import { CallFailed, callError, callWebhook, denial } from '../lib/webhook/call.ts'
import { hooksIn, isCalled } from '../lib/webhook/hooks.ts'

const CONFIGURATIONS = 'validatingwebhookconfigurations.admissionregistration.k8s.io'

/** The ValidatingAdmissionWebhook plugin. */
export const plugin: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  handles: (attributes) => !isExempt(attributes),
  validate(attributes, context) {
    const hooks = hooksIn<ValidatingWebhook>(CONFIGURATIONS, context).filter(({ hook }) =>
      isCalled(hook, attributes, context),
    )
    // All are asked; the first refusal is the answer.
    let refused: StatusError | undefined
    for (const { hook } of hooks) {
      try {
        const { allowed, status, warnings = [] } = callWebhook(hook, attributes, context, false)
        for (const warning of warnings) context.warn(warning)
        if (!allowed) refused ??= denial(hook, status)
      } catch (failure) {
        if (!(failure instanceof CallFailed)) throw failure
        if (hook.failurePolicy !== 'Ignore') refused ??= callError(hook, failure)
      }
    }
    if (refused !== undefined) throw refused
  },
}
