// HorizontalPodAutoscaler of autoscaling/v2, the version that is stored. Upstream:
// pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go, pkg/apis/autoscaling/v2/conversion.go.
import type { HorizontalPodAutoscaler } from '../../../../generated/api/autoscaling.v2.ts'
import type { KindContext, KindRules } from '../../contract.ts'
import { validateCoreObjectMetaUpdate, validateNonnegativeField } from '../validation/metadata.ts'
import { nameIsDNSSubdomain } from '../validation/names.ts'
import { STATUS } from '../workload/counters.ts'
import { dropRoundTripAnnotations } from './annotations.ts'
import { defaultAutoscaler } from './defaults.ts'
import { autoscalerRow } from './row.ts'
import { validateAutoscalerSpec } from './validation.ts'

/** Behaviour fields of a gate that is off are dropped, unless the stored object has them. */
function dropDisabledFields(
  object: HorizontalPodAutoscaler,
  context: KindContext,
  old?: HorizontalPodAutoscaler,
): void {
  if (context.gates.enabled('HPAConfigurableTolerance')) return
  const { scaleUp, scaleDown } = old?.spec.behavior ?? {}
  if (scaleUp?.tolerance !== undefined || scaleDown?.tolerance !== undefined) return
  delete object.spec.behavior?.scaleUp?.tolerance
  delete object.spec.behavior?.scaleDown?.tolerance
}

/** The rules of HorizontalPodAutoscaler of autoscaling/v2. */
export const autoscalerRules = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  name: nameIsDNSSubdomain,
  defaults(object) {
    dropRoundTripAnnotations(object.metadata)
    defaultAutoscaler(object)
  },
  prepareForCreate(object, context) {
    object.status = { desiredReplicas: 0, currentMetrics: null }
    dropDisabledFields(object, context)
  },
  validate: (object, errors, context) => validateAutoscalerSpec(object.spec, errors, context),
  update: {
    prepare(object, old, context) {
      object.status = old.status
      dropDisabledFields(object, context, old)
    },
    validate(object, old, errors, context) {
      validateCoreObjectMetaUpdate(object.metadata, old.metadata, errors)
      validateAutoscalerSpec(object.spec, errors, context, old.spec)
    },
  },
  subresources: {
    status: {
      prepare(object, old) {
        object.spec = old.spec
      },
      validate({ metadata, status }, old, errors) {
        validateCoreObjectMetaUpdate(metadata, old.metadata, errors)
        validateNonnegativeField(status.currentReplicas ?? 0, STATUS.child('currentReplicas'), errors)
        validateNonnegativeField(status.desiredReplicas, STATUS.child('desiredReplicas'), errors)
      },
    },
  },
  row: autoscalerRow,
} satisfies KindRules<HorizontalPodAutoscaler>
