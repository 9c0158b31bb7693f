// ValidatingAdmissionWebhook: others are asked whether a request may pass. Upstream: apiserver/pkg/admission/plugin/webhook/validating.
import type { ValidatingWebhook } from '../../../generated/api/admissionregistration.v1.ts'
import { Unanswered } from '../../../model/unanswered.ts'
import type { StatusError } from '../../api/status/status-error.ts'
import type { AdmissionPlugin } from '../contract.ts'
import { isExempt } from '../lib/policy/match.ts'
import { annotateOwn, CallFailed, callError, callWebhook, denial } from '../lib/webhook/call.ts'
import { askedAbout, hooksIn } from '../lib/webhook/hooks.ts'

const FAILED_OPEN = 'failed-open.validating.webhook.admission.k8s.io/'
const CONFIGURATIONS = 'validatingwebhookconfigurations.admissionregistration.k8s.io'

/** The ValidatingAdmissionWebhook plugin. */
export const plugin: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  handles: (attributes) => !isExempt(attributes),
  validate(attributes, context) {
    const hooks = hooksIn<ValidatingWebhook>(CONFIGURATIONS, context).flatMap(({ hook }) => {
      const asked = askedAbout(hook, attributes, context)
      return asked === undefined ? [] : [{ hook, asked }]
    })
    // All are asked; the first refusal is the answer.
    let refused: StatusError | undefined
    let unanswered: Unanswered | undefined
    for (const [index, { hook, asked }] of hooks.entries()) {
      try {
        const { allowed, status, warnings = [], auditAnnotations } = callWebhook(hook, asked, context, false)
        for (const warning of warnings) context.warn(warning)
        annotateOwn(hook, auditAnnotations, context)
        if (!allowed) refused ??= denial(hook, status)
      } catch (failure) {
        if (failure instanceof Unanswered) unanswered = failure.and(unanswered)
        else if (!(failure instanceof CallFailed)) throw failure
        else if (hook.failurePolicy !== 'Ignore') refused ??= callError(hook, failure)
        else context.annotate(`${FAILED_OPEN}round_0_index_${index}`, hook.name)
      }
    }
    if (unanswered !== undefined) throw unanswered
    if (refused !== undefined) throw refused
  },
}
