// LimitRange: bounds and defaults for what pods and claims of a namespace ask for.
// Upstream: pkg/registry/core/limitrange/strategy.go.
import type { LimitRange } from '../../../../generated/api/core.v1.ts'
import type { KindRules } from '../../contract.ts'
import { METADATA, validateCoreObjectMeta } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { defaultLimitRange } from './defaults.ts'
import { validateLimitRange } from './validation.ts'

const META_RULES = { namespaced: true, name: nameIsDNSSubdomain }

/** LimitRange of v1. */
export const kind: KindRules<LimitRange> = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  name: nameIsDNSSubdomain,
  defaults: defaultLimitRange,
  prepareForCreate(object, context) {
    object.metadata.name ||= context.random.uuid()
  },
  validate: (object, errors) => validateLimitRange(object, errors),
  update: {
    validate(object, _old, errors) {
      validateCoreObjectMeta(object.metadata, META_RULES, METADATA, errors)
      validateLimitRange(object, errors)
    },
  },
}
