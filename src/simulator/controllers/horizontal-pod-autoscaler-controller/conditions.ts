// The conditions of an autoscaler's status. Upstream: horizontal.go setConditionInList.
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  MetricStatus,
} from '../../../generated/api/autoscaling.v2.ts'
import { formatTime } from '../../../model/time.ts'

/** A condition without its time. */
export interface Facts {
  readonly type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited' | 'ScaledToZero'
  readonly status: 'True' | 'False'
  readonly reason: string
  readonly message: string
}

/** An autoscaler with the status a sync is working on. */
export interface Draft {
  readonly hpa: HorizontalPodAutoscaler
  readonly now: number
  conditions: readonly HorizontalPodAutoscalerCondition[]
  /** Whether the round has written or told anything. */
  acted: boolean
}

/** What a metric came to. */
export interface Proposal {
  readonly replicas: number
  /** How reasons name the metric. */
  readonly metric: string
  readonly status: MetricStatus
}

/** Sets a condition; its time is that of its last change of status. */
export function setCondition(draft: Draft, { type, status, reason, message }: Facts): void {
  const known = draft.conditions.find((condition) => condition.type === type)
  const lastTransitionTime = known?.status === status ? known.lastTransitionTime : formatTime(draft.now)
  const condition = { type, status, lastTransitionTime, reason, message }
  draft.conditions =
    known === undefined
      ? [...draft.conditions, condition]
      : draft.conditions.map((each) => (each === known ? condition : each))
}

/** Takes a condition away. */
export function removeCondition(draft: Draft, type: Facts['type']): void {
  draft.conditions = draft.conditions.filter((condition) => condition.type !== type)
}
