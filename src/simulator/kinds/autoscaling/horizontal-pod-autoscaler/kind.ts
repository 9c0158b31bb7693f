// HorizontalPodAutoscaler of autoscaling/v2, the version that is stored. Its rules serve v1 too, so they are in the library.
import type { HorizontalPodAutoscaler } from '../../../../generated/api/autoscaling.v2.ts'
import type { KindRules } from '../../contract.ts'
import { autoscalerRules } from '../../lib/autoscaler/rules.ts'

/** HorizontalPodAutoscaler of autoscaling/v2. */
export const kind: KindRules<HorizontalPodAutoscaler> = autoscalerRules
