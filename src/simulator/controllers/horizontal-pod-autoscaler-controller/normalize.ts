// From what metrics propose to what is allowed now: stabilised over a while, within the rates and the bounds.
// Upstream: horizontal.go normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors.
import type { HorizontalPodAutoscalerBehavior, HPAScalingRules } from '../../../generated/api/autoscaling.v2.ts'
import { type Draft, setCondition } from './conditions.ts'
import type { Memory } from './recommendations.ts'

const DOWNSCALE_STABILISATION_MS = 300_000
const MAX_INT32 = 2147483647
const MIN_INT32 = -2147483648

const HIGHER = 'recent recommendations were higher than current one, applying the highest recent recommendation'
const LOWER = 'recent recommendations were lower than current one, applying the lowest recent recommendation'
const UP_LIMIT = ['ScaleUpLimit', 'the desired replica count is increasing faster than the maximum scale rate'] as const
const DOWN_LIMIT = [
  'ScaleDownLimit',
  'the desired replica count is decreasing faster than the maximum scale rate',
] as const
const TOO_MANY = ['TooManyReplicas', 'the desired replica count is more than the maximum replica count'] as const
const TOO_FEW = ['TooFewReplicas', 'the desired replica count is less than the minimum replica count'] as const
const WITHIN = ['DesiredWithinRange', 'the desired count is within the acceptable range'] as const

type Limited = readonly [replicas: number, reason: string, message: string]

/** What is asked for, and from where. */
export interface Wish {
  readonly current: number
  readonly desired: number
  readonly min: number
  readonly max: number
}

/** The size to take now; conditions say what held it back. */
export function normalize(draft: Draft, memory: Memory, wish: Wish): number {
  const { behavior } = draft.hpa.spec
  const { now } = draft
  if (behavior === undefined) {
    const stabilised = memory.highest(wish.desired, DOWNSCALE_STABILISATION_MS, now)
    tellStabilised(draft, stabilised === wish.desired, 'ScaleDownStabilized', HIGHER)
    return tellLimited(draft, stabilised, limit({ ...wish, desired: stabilised }))
  }
  const [stabilised, reason, message] = stabilise(behavior, memory, wish, now)
  tellStabilised(draft, stabilised === wish.desired, reason, message)
  return tellLimited(draft, stabilised, limitByRate(behavior, memory, { ...wish, desired: stabilised }, now))
}

function tellStabilised(draft: Draft, same: boolean, reason: string, message: string): void {
  const facts = same
    ? { reason: 'ReadyForNewScale', message: 'recommended size matches current size' }
    : { reason, message }
  setCondition(draft, { type: 'AbleToScale', status: 'True', ...facts })
}

function tellLimited(draft: Draft, wanted: number, [replicas, reason, message]: Limited): number {
  setCondition(draft, { type: 'ScalingLimited', status: replicas === wanted ? 'False' : 'True', reason, message })
  return replicas
}

/** Without a behaviour: at most twice as many, or four. */
function limit({ current, desired, min, max }: Wish): Limited {
  const most = Math.max(2 * current, 4)
  const highest = Math.min(max, most)
  if (desired < min) return [min, ...TOO_FEW]
  if (desired > highest) return [highest, ...(max > most ? UP_LIMIT : TOO_MANY)]
  return [desired, ...WITHIN]
}

function stabilise(behavior: HorizontalPodAutoscalerBehavior, memory: Memory, wish: Wish, now: number): Limited {
  const { current, desired } = wish
  const up = (behavior.scaleUp?.stabilizationWindowSeconds ?? 0) * 1000
  const seconds = behavior.scaleDown?.stabilizationWindowSeconds
  const down = seconds === undefined ? DOWNSCALE_STABILISATION_MS : seconds * 1000
  const [least, most] = memory.range(desired, up, down, now)
  const replicas = Math.min(Math.max(current, least), most)
  return desired >= current ? [replicas, 'ScaleUpStabilized', LOWER] : [replicas, 'ScaleDownStabilized', HIGHER]
}

function limitByRate(behavior: HorizontalPodAutoscalerBehavior, memory: Memory, wish: Wish, now: number): Limited {
  const { current, desired, min, max } = wish
  if (desired > current) {
    const most = Math.max(current, upLimit(behavior.scaleUp, memory, current, now))
    const highest = Math.min(max, most)
    if (desired > highest) return [highest, ...(max > most ? UP_LIMIT : TOO_MANY)]
  } else if (desired < current) {
    const least = Math.min(current, downLimit(behavior.scaleDown, memory, current, now))
    const lowest = Math.max(min, least)
    if (desired < lowest) return [lowest, ...(min < least ? DOWN_LIMIT : TOO_FEW)]
  }
  return [desired, ...WITHIN]
}

/** The most that the policies allow to grow to. */
function upLimit(rules: HPAScalingRules | undefined, memory: Memory, current: number, now: number): number {
  if (rules?.selectPolicy === 'Disabled') return current
  const smallest = rules?.selectPolicy === 'Min'
  let result = smallest ? MAX_INT32 : MIN_INT32
  for (const { type, value, periodSeconds } of rules?.policies ?? []) {
    const start = memory.atStartOf(periodSeconds, current, now)
    const proposed = type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100))
    result = smallest ? Math.min(result, proposed) : Math.max(result, proposed)
  }
  return result
}

/** The least that the policies allow to shrink to. */
function downLimit(rules: HPAScalingRules | undefined, memory: Memory, current: number, now: number): number {
  if (rules?.selectPolicy === 'Disabled') return current
  const smallest = rules?.selectPolicy === 'Min'
  let result = smallest ? MIN_INT32 : MAX_INT32
  for (const { type, value, periodSeconds } of rules?.policies ?? []) {
    const start = memory.atStartOf(periodSeconds, current, now)
    const proposed = type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100))
    result = smallest ? Math.max(result, proposed) : Math.min(result, proposed)
  }
  return result
}
