// The rules for an autoscaler's spec. Upstream: pkg/apis/autoscaling/validation/validation.go,
// validationOptionsForHorizontalPodAutoscaler in pkg/registry/autoscaling/horizontalpodautoscaler/strategy.go.
import type {
  CrossVersionObjectReference,
  HorizontalPodAutoscalerSpec,
  HPAScalingPolicy,
  HPAScalingRules,
} from '../../../../generated/api/autoscaling.v2.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import type { KindContext } from '../../contract.ts'
import { isPathSegmentName } from '../validation/names.ts'
import { validateNonnegativeQuantity } from '../validation/resource-names.ts'
import { SPEC } from '../workload/selector.ts'
import { validateMetricSpec } from './validation-metrics.ts'

const MAX_PERIOD = 1800
const MAX_WINDOW = 3600
const SELECT_POLICIES = ['Disabled', 'Max', 'Min']
const POLICY_TYPES = ['Percent', 'Pods']
const MIN_REPLICAS = SPEC.child('minReplicas')
const MAX_REPLICAS = SPEC.child('maxReplicas')
const METRICS = SPEC.child('metrics')

/** Upstream's CrossVersionObjectReferenceValidationOptions. */
export interface ReferenceOptions {
  readonly allowInvalidAPIVersion: boolean
  readonly allowEmptyAPIGroup: boolean
}

/** validateHorizontalPodAutoscalerSpec; `old` is the stored spec on update. */
export function validateAutoscalerSpec(
  spec: HorizontalPodAutoscalerSpec,
  errors: FieldErrors,
  { gates }: KindContext,
  old?: HorizontalPodAutoscalerSpec,
): void {
  const { minReplicas, maxReplicas, behavior } = spec
  const lowest = gates.enabled('HPAScaleToZero') || old?.minReplicas === 0 ? 0 : 1
  if (minReplicas !== undefined && minReplicas < lowest) {
    errors.invalid(MIN_REPLICAS, minReplicas, `must be greater than or equal to ${lowest}`)
  }
  if (maxReplicas === 0) errors.required(MAX_REPLICAS, 'must be set and greater than 0')
  else if (maxReplicas < 0) errors.invalid(MAX_REPLICAS, maxReplicas, 'must be greater than or equal to 1')
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    errors.invalid(MAX_REPLICAS, maxReplicas, 'must be greater than or equal to `minReplicas`')
  }
  const target = spec.scaleTargetRef
  validateReference(target, SPEC.child('scaleTargetRef'), errors, targetOptions(target, old?.scaleTargetRef))
  validateMetrics(spec, errors, objectOptions(old))
  for (const field of ['scaleUp', 'scaleDown'] as const) {
    if (behavior?.[field]) validateScalingRules(behavior[field], SPEC.child('behavior', field), errors)
  }
}

/** An unchanged kind is not judged again; of the core group only one kind scales. */
function targetOptions(
  target: CrossVersionObjectReference,
  old: CrossVersionObjectReference | undefined,
): ReferenceOptions {
  const unchanged = old !== undefined && old.apiVersion === target.apiVersion && old.kind === target.kind
  return {
    allowInvalidAPIVersion: unchanged,
    allowEmptyAPIGroup: !unchanged && target.kind === 'ReplicationController',
  }
}

const OBJECT_OPTIONS: ReferenceOptions = { allowInvalidAPIVersion: false, allowEmptyAPIGroup: true }

function objectOptions(old: HorizontalPodAutoscalerSpec | undefined): ReferenceOptions {
  const alreadyInvalid = old?.metrics?.some(
    ({ type, object }) =>
      type === 'Object' && object && apiVersionProblem(object.describedObject, OBJECT_OPTIONS) !== undefined,
  )
  return alreadyInvalid ? { ...OBJECT_OPTIONS, allowInvalidAPIVersion: true } : OBJECT_OPTIONS
}

function apiVersionProblem(
  { apiVersion = '' }: CrossVersionObjectReference,
  options: ReferenceOptions,
): string | undefined {
  if (options.allowInvalidAPIVersion) return undefined
  const parts = apiVersion === '/' ? [''] : apiVersion.split('/')
  if (parts.length > 2) return `unexpected GroupVersion string: ${apiVersion}`
  const group = parts.length === 2 ? parts[0] : ''
  return group === '' && !options.allowEmptyAPIGroup ? 'apiVersion must specify API group' : undefined
}

/** A reference to what is scaled or measured. */
export function validateReference(
  reference: CrossVersionObjectReference,
  path: Path,
  errors: FieldErrors,
  options: ReferenceOptions,
): void {
  for (const field of ['kind', 'name'] as const) {
    const value = reference[field]
    if (value === '') errors.required(path.child(field))
    else errors.invalidAll(path.child(field), value, isPathSegmentName(value))
  }
  const problem = apiVersionProblem(reference, options)
  if (problem !== undefined) errors.invalid(path.child('apiVersion'), reference.apiVersion ?? '', problem)
}

function validateMetrics(spec: HorizontalPodAutoscalerSpec, errors: FieldErrors, options: ReferenceOptions): void {
  const metrics = spec.metrics ?? []
  for (const [i, metric] of metrics.entries()) validateMetricSpec(metric, METRICS.index(i), errors, options)
  if (spec.minReplicas !== 0 || metrics.some(({ type }) => type === 'Object' || type === 'External')) return
  const detail = 'must specify at least one Object or External metric to support scaling to zero replicas'
  errors.forbidden(METRICS, detail)
}

function validateScalingRules(rules: HPAScalingRules, path: Path, errors: FieldErrors): void {
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules
  if (window !== undefined) {
    const place = path.child('stabilizationWindowSeconds')
    if (window < 0) errors.invalid(place, window, 'must be greater than or equal to zero')
    if (window > MAX_WINDOW) errors.invalid(place, window, `must be less than or equal to ${MAX_WINDOW}`)
  }
  if (selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy)) {
    errors.notSupported(path.child('selectPolicy'), selectPolicy, SELECT_POLICIES)
  }
  if (policies.length === 0) errors.required(path.child('policies'), 'must specify at least one Policy')
  for (const [i, policy] of policies.entries()) validatePolicy(policy, path.child('policies').index(i), errors)
  if (tolerance !== undefined) validateNonnegativeQuantity(tolerance, path.child('tolerance'), errors)
}

function validatePolicy({ type, value, periodSeconds }: HPAScalingPolicy, path: Path, errors: FieldErrors): void {
  const period = path.child('periodSeconds')
  if (!POLICY_TYPES.includes(type)) errors.notSupported(path.child('type'), type, POLICY_TYPES)
  if (value <= 0) errors.invalid(path.child('value'), value, 'must be greater than zero')
  if (periodSeconds <= 0) errors.invalid(period, periodSeconds, 'must be greater than zero')
  if (periodSeconds > MAX_PERIOD) {
    errors.invalid(period, periodSeconds, `must be less than or equal to ${MAX_PERIOD}`)
  }
}
