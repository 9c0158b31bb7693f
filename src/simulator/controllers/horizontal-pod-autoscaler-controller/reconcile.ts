// One round of an autoscaler: reads its target's scale, asks the metrics, resizes, tells. Upstream: horizontal.go
// reconcileAutoscaler.
import type { HorizontalPodAutoscaler, MetricStatus } from '../../../generated/api/autoscaling.v2.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { formatTime } from '../../../model/time.ts'
import type { ResourceKey } from '../../api/types.ts'
import { SyncError } from '../lib/sync-error.ts'
import { compute, type Means, tell } from './compute.ts'
import { type Draft, removeCondition, setCondition } from './conditions.ts'
import { normalize } from './normalize.ts'
import type { Memory } from './recommendations.ts'
import { findTarget, resize, type ScaleTarget } from './scale-target.ts'

const RESOURCE = 'horizontalpodautoscalers.autoscaling'
const TO_ZERO = 'HPAScaleToZero'
const BELOW_MINIMUM = 'Current number of replicas below Spec.MinReplicas'

/** Where a round is going. */
interface Decision {
  readonly desired: number
  readonly reason: string
  readonly statuses: MetricStatus[] | null
}

/** What came of a round: whether it left everything as it was, and what it looked at. */
export interface Round {
  readonly quiet: boolean
  readonly resource: ResourceKey | undefined
}

/** Runs one round. */
export function reconcile(means: Means, hpa: HorizontalPodAutoscaler, memory: Memory, now: number): Round {
  const draft: Draft = { hpa, now, conditions: hpa.status.conditions ?? [], acted: false }
  const target = targetOf(means, draft)
  if (target !== undefined) size(means, draft, memory, target)
  return { quiet: !draft.acted, resource: target?.resource }
}

function size(means: Means, draft: Draft, memory: Memory, target: ScaleTarget): void {
  const current = target.scale.spec?.replicas ?? 0
  memory.begin(current, draft.now)
  const decision = decide(means, draft, memory, target, current)
  if (decision === undefined) return
  const { desired, statuses } = decision
  const rescales = desired !== current
  if (rescales && !rescale(means, draft, memory, target, decision)) return
  if (rescales) noteScaledToZero(means, draft, current, desired)
  writeStatus(means, draft, { current, desired, statuses, rescales })
}

function targetOf(means: Means, draft: Draft): ScaleTarget | undefined {
  try {
    const target = findTarget(means.client, draft.hpa)
    const message = "the HPA controller was able to get the target's current scale"
    setCondition(draft, { type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale', message })
    return target
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    tell(means, draft, 'Warning', 'FailedGetScale', error.message)
    const message = `the HPA controller was unable to get the target's current scale: ${error.message}`
    setCondition(draft, { type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message })
    writeIfChanged(means, draft, { ...draft.hpa.status, conditions: [...draft.conditions] })
    return undefined
  }
}

/** The size to take; undefined when the metrics do not tell. */
function decide(
  means: Means,
  draft: Draft,
  memory: Memory,
  target: ScaleTarget,
  current: number,
): Decision | undefined {
  const { spec } = draft.hpa
  const min = spec.minReplicas ?? 1
  if (current === 0 && !mayLeaveZero(means, draft, min)) {
    const message = 'scaling is disabled since the replica count of the target is zero'
    setCondition(draft, { type: 'ScalingActive', status: 'False', reason: 'ScalingDisabled', message })
    if (!means.gates.enabled(TO_ZERO)) removeCondition(draft, 'ScaledToZero')
    return { desired: 0, reason: '', statuses: null }
  }
  if (current > spec.maxReplicas)
    return { desired: spec.maxReplicas, reason: 'Current number of replicas above Spec.MaxReplicas', statuses: null }
  if (current > 0 && current < min) return { desired: min, reason: BELOW_MINIMUM, statuses: null }
  return byMetrics(means, draft, memory, target, current)
}

/** Whether a target without replicas is one that this autoscaler (and nobody else) emptied. */
function mayLeaveZero(means: Means, draft: Draft, min: number): boolean {
  if (!means.gates.enabled(TO_ZERO)) return false
  if (draft.conditions.find(({ type }) => type === 'ScaledToZero')?.status !== 'True') return false
  return min !== 0 || hasObjectOrExternal(draft.hpa)
}

const hasObjectOrExternal = ({ spec }: HorizontalPodAutoscaler): boolean =>
  spec.metrics?.some(({ type }) => type === 'Object' || type === 'External') === true

function byMetrics(
  means: Means,
  draft: Draft,
  memory: Memory,
  target: ScaleTarget,
  current: number,
): Decision | undefined {
  const { hpa } = draft
  const { best, statuses, error } = compute(means, draft, target.scale)
  if (best === undefined) {
    writeStatus(means, draft, { current, desired: hpa.status.desiredReplicas, statuses, rescales: false })
    tell(means, draft, 'Warning', 'FailedComputeMetricsReplicas', error ?? '')
    return undefined
  }
  let reason = ''
  if (best.replicas > current) reason = `${best.metric} above target`
  if (best.replicas < current) reason = 'All metrics below target'
  const min = hpa.spec.minReplicas ?? 1
  const desired = normalize(draft, memory, { current, desired: best.replicas, min, max: hpa.spec.maxReplicas })
  if (current === 0 && desired < min) return { desired: min, reason: reason || BELOW_MINIMUM, statuses }
  return { desired, reason, statuses }
}

/** Resizes the target; whether that went well. */
function rescale(means: Means, draft: Draft, memory: Memory, target: ScaleTarget, decision: Decision): boolean {
  const { hpa, now } = draft
  const { desired, reason, statuses } = decision
  const current = target.scale.spec?.replicas ?? 0
  try {
    resize(means.client, target, desired)
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    const told = `New size: ${desired}; reason: ${reason}; error: ${error.message}`
    tell(means, draft, 'Warning', 'FailedRescale', told)
    const message = `the HPA controller was unable to update the target scale: ${error.message}`
    setCondition(draft, { type: 'AbleToScale', status: 'False', reason: 'FailedUpdateScale', message })
    writeStatus(means, draft, { current, desired: hpa.status.desiredReplicas, statuses, rescales: false })
    return false
  }
  const message = `the HPA controller was able to update the target scale to ${desired}`
  setCondition(draft, { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale', message })
  tell(means, draft, 'Normal', 'SuccessfulRescale', `New size: ${desired}; reason: ${reason}`)
  const { behavior } = hpa.spec
  if (behavior !== undefined)
    memory.scaled(current, desired, desired > current ? behavior.scaleUp : behavior.scaleDown, now)
  return true
}

function noteScaledToZero({ gates }: Means, draft: Draft, current: number, desired: number): void {
  const { hpa } = draft
  if (!gates.enabled(TO_ZERO)) removeCondition(draft, 'ScaledToZero')
  else if (current > 0 && desired === 0 && hpa.spec.minReplicas === 0 && hasObjectOrExternal(hpa)) {
    const message = 'the HPA controller scaled the workload to zero'
    setCondition(draft, { type: 'ScaledToZero', status: 'True', reason: 'ScaledToZero', message })
  } else {
    const message = 'the HPA controller did not scale the workload to zero'
    setCondition(draft, { type: 'ScaledToZero', status: 'False', reason: 'NotScaledToZero', message })
  }
}

interface Outcome {
  readonly current: number
  readonly desired: number
  readonly statuses: MetricStatus[] | null
  readonly rescales: boolean
}

function writeStatus(means: Means, draft: Draft, { current, desired, statuses, rescales }: Outcome): void {
  const last = rescales ? formatTime(draft.now) : draft.hpa.status.lastScaleTime
  writeIfChanged(means, draft, {
    ...(last === undefined ? {} : { lastScaleTime: last }),
    ...(current === 0 ? {} : { currentReplicas: current }),
    desiredReplicas: desired,
    currentMetrics: statuses,
    conditions: [...draft.conditions],
  })
}

function writeIfChanged(means: Means, draft: Draft, status: HorizontalPodAutoscaler['status']): void {
  const { hpa } = draft
  const plain = (each: HorizontalPodAutoscaler['status']): object => ({
    ...each,
    currentMetrics: each.currentMetrics ?? [],
    conditions: each.conditions ?? [],
  })
  if (deepEqual(plain(hpa.status), plain(status))) return
  draft.acted = true
  const written = means.client.updateStatus(RESOURCE, { ...hpa, status })
  if (!written.ok) tell(means, draft, 'Warning', 'FailedUpdateStatus', written.status.message ?? '')
}
