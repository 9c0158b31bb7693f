// HorizontalPodAutoscaler of autoscaling/v1: another face of the v2 object, which does all the judging.
// Upstream: pkg/apis/autoscaling/v1/{defaults,conversion}.go.
import type { HorizontalPodAutoscaler } from '../../../../generated/api/autoscaling.v1.ts'
import type { HorizontalPodAutoscaler as Stored } from '../../../../generated/api/autoscaling.v2.ts'
import type { KindRules } from '../../contract.ts'
import { autoscalerRules as v2 } from '../../lib/autoscaler/rules.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'
import { fromStored, toStored } from './convert.ts'

/** Changes the object as the rules of v2 change it. */
function through(object: HorizontalPodAutoscaler, change: (stored: Stored) => void): void {
  const stored = toStored(object)
  change(stored)
  const { metadata, spec, status } = fromStored(stored)
  Object.assign(object, { metadata, spec, status })
}

/** HorizontalPodAutoscaler of autoscaling/v1. */
export const kind: KindRules<HorizontalPodAutoscaler> = {
  apiVersion: 'autoscaling/v1',
  kind: 'HorizontalPodAutoscaler',
  name: nameIsDNSSubdomain,
  /** The target is no default of v1, but comes of the way through the stored form (there the conversion sets it). */
  defaults(object) {
    object.spec.minReplicas ??= 1
    through(object, () => undefined)
  },
  prepareForCreate: (object, context) => through(object, (stored) => v2.prepareForCreate(stored, context)),
  validate: (object, errors, context) => v2.validate(toStored(object), errors, context),
  /** What is read back from the store is defaulted as v2. */
  decorate: (object) => through(object, v2.defaults),
  update: {
    prepare: (object, old, context) => through(object, (stored) => v2.update.prepare(stored, toStored(old), context)),
    validate: (object, old, errors, context) => v2.update.validate(toStored(object), toStored(old), errors, context),
  },
  subresources: {
    status: {
      prepare: (object, old) => through(object, (stored) => v2.subresources.status.prepare(stored, toStored(old))),
      validate: (object, old, errors) => v2.subresources.status.validate(toStored(object), toStored(old), errors),
    },
  },
  storedAs: {
    resource: 'horizontalpodautoscalers.autoscaling',
    toStored,
    fromStored: (stored) => fromStored(stored as Stored),
  },
  row: (object, now) => v2.row(toStored(object), now),
}
