// The behaviour in its annotation: upstream writes the internal type there, with Go's names, and reads names in any case.
import type {
  HorizontalPodAutoscalerBehavior,
  HPAScalingPolicy,
  HPAScalingRules,
} from '../../../../generated/api/autoscaling.v2.ts'
import type { JsonObject } from '../../../api/types.ts'
import { goJsonText, readObject } from './json.ts'

/** The text of the annotation. */
export const behaviorText = ({ scaleUp, scaleDown }: HorizontalPodAutoscalerBehavior): string =>
  goJsonText({ ScaleUp: internalRules(scaleUp), ScaleDown: internalRules(scaleDown) })

const internalRules = (rules: HPAScalingRules | undefined): JsonObject | null =>
  rules
    ? {
        StabilizationWindowSeconds: rules.stabilizationWindowSeconds ?? null,
        SelectPolicy: rules.selectPolicy ?? null,
        Policies:
          rules.policies?.map(({ type, value, periodSeconds }) => ({
            Type: type,
            Value: value,
            PeriodSeconds: periodSeconds,
          })) ?? null,
        Tolerance: rules.tolerance ?? null,
      }
    : null

/** The behaviour in the annotation; undefined when there is none. */
export function behaviorFromText(text: string | undefined): HorizontalPodAutoscalerBehavior | undefined {
  const value = readObject(text)
  if (value === undefined) return undefined
  const { scaleup, scaledown } = lowerKeys(value)
  const behavior: HorizontalPodAutoscalerBehavior = {}
  if (isObject(scaleup)) behavior.scaleUp = rulesOf(scaleup)
  if (isObject(scaledown)) behavior.scaleDown = rulesOf(scaledown)
  return behavior.scaleUp || behavior.scaleDown ? behavior : undefined
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const lowerKeys = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]))

function rulesOf(value: JsonObject): HPAScalingRules {
  const { stabilizationwindowseconds: window, selectpolicy, policies, tolerance } = lowerKeys(value)
  const rules: HPAScalingRules = {}
  if (typeof window === 'number') rules.stabilizationWindowSeconds = window
  if (typeof selectpolicy === 'string') rules.selectPolicy = selectpolicy
  if (Array.isArray(policies)) rules.policies = policies.filter(isObject).map(policyOf)
  if (typeof tolerance === 'string' || typeof tolerance === 'number') rules.tolerance = String(tolerance)
  return rules
}

function policyOf(item: JsonObject): HPAScalingPolicy {
  const { type, value, periodseconds } = lowerKeys(item)
  return { type: String(type ?? ''), value: Number(value ?? 0), periodSeconds: Number(periodseconds ?? 0) }
}
