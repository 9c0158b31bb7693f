// What an autoscaler leaves out: one replica at least, 80 % of the CPU, complete rules where there are any.
// Upstream: pkg/apis/autoscaling/v2/defaults.go.

import type {
  HorizontalPodAutoscaler,
  HPAScalingPolicy,
  HPAScalingRules,
} from '../../../../generated/api/autoscaling.v2.ts'
import { givenOf } from '../../../../model/given-empty.ts'

/** The use of CPU that is aimed at unless something else is said. */
export const DEFAULT_CPU_UTILIZATION = 80

const PERIOD = 15
const UP: readonly HPAScalingPolicy[] = [
  { type: 'Pods', value: 4, periodSeconds: PERIOD },
  { type: 'Percent', value: 100, periodSeconds: PERIOD },
]
const DOWN: readonly HPAScalingPolicy[] = [{ type: 'Percent', value: 100, periodSeconds: PERIOD }]

/** SetDefaults_HorizontalPodAutoscaler. */
export function defaultAutoscaler({ spec }: HorizontalPodAutoscaler): void {
  spec.minReplicas ??= 1
  if (!spec.metrics?.length) {
    const target = { type: 'Utilization', averageUtilization: DEFAULT_CPU_UTILIZATION }
    spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }]
  }
  const { behavior } = spec
  if (behavior === undefined) return
  behavior.scaleUp = { stabilizationWindowSeconds: 0, ...complete(behavior.scaleUp, UP) }
  behavior.scaleDown = complete(behavior.scaleDown, DOWN)
}

const complete = (rules: HPAScalingRules | undefined, policies: readonly HPAScalingPolicy[]): HPAScalingRules => ({
  selectPolicy: 'Max',
  ...(rules !== undefined && givenOf(rules, 'policies') !== undefined
    ? {}
    : { policies: policies.map((policy) => ({ ...policy })) }),
  ...rules,
})
