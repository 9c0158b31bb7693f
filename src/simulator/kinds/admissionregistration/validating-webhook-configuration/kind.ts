// ValidatingWebhookConfiguration: webhooks that judge what is written.
// Upstream: pkg/registry/admissionregistration/validatingwebhookconfiguration/strategy.go, pkg/apis/admissionregistration/validation.
import type { ValidatingWebhookConfiguration } from '../../../../generated/api/admissionregistration.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import type { KindRules } from '../../contract.ts'
import { createWarnings, updateWarnings, validateStaticSuffix } from '../../lib/admission-policy/static-suffix.ts'
import { age } from '../../lib/age.ts'
import { METADATA, validateObjectMeta } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { defaultWebhooks, validateWebhooks } from '../../lib/webhook/validation.ts'

const META_RULES = { namespaced: false, name: nameIsDNSSubdomain }

/** ValidatingWebhookConfiguration of admissionregistration.k8s.io/v1. */
export const kind: KindRules<ValidatingWebhookConfiguration> = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  name: nameIsDNSSubdomain,
  metadata: 'generic',
  defaults: ({ webhooks }) => defaultWebhooks(webhooks, false),
  prepareForCreate(object) {
    object.metadata.generation = 1
  },
  validate(object, errors, context) {
    validateWebhooks(object.webhooks, errors)
    validateStaticSuffix(object, errors, context)
  },
  warningsOnCreate: createWarnings,
  update: {
    prepare(object, old) {
      if (!deepEqual(object.webhooks, old.webhooks)) object.metadata.generation = (old.metadata.generation ?? 0) + 1
    },
    validate(object, old, errors) {
      validateObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateWebhooks(object.webhooks, errors, old.webhooks ?? [])
    },
    warnings: updateWarnings,
  },
  row: ({ metadata, webhooks }, now) => [metadata.name, webhooks?.length ?? 0, age(metadata.creationTimestamp, now)],
}
