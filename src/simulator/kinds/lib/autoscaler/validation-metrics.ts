// The rules for one metric of an autoscaler. Upstream: validateMetricSpec and the validate…Source functions in
// pkg/apis/autoscaling/validation/validation.go.
import type { MetricIdentifier, MetricSpec, MetricTarget } from '../../../../generated/api/autoscaling.v2.ts'
import { mustParseQuantity, sign } from '../../../../model/quantity.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { isDNS1123Label, isPathSegmentName } from '../validation/names.ts'
import { validateContainerResourceName } from '../validation/resource-names.ts'
import { type ReferenceOptions, validateReference } from './validation.ts'

type Source = 'object' | 'external' | 'pods' | 'resource' | 'containerResource'

/** In the order they are looked at. */
const SOURCES: readonly Source[] = ['object', 'external', 'pods', 'resource', 'containerResource']
const FIELD_OF_TYPE: Readonly<Record<string, Source>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
}
const TYPES = Object.keys(FIELD_OF_TYPE)
const TARGET_TYPES = ['Utilization', 'Value', 'AverageValue']

/** validateMetricSpec. */
export function validateMetricSpec(spec: MetricSpec, path: Path, errors: FieldErrors, options: ReferenceOptions): void {
  const { type } = spec
  const expected = FIELD_OF_TYPE[type]
  if (type === '') errors.required(path.child('type'), 'must specify a metric source type')
  if (expected === undefined) errors.notSupported(path.child('type'), type, TYPES)
  const present = SOURCES.filter((source) => spec[source] !== undefined)
  if (present[0] !== undefined) validateSource(spec, present[0], path.child(present[0]), errors, options)
  if (expected === undefined) errors.notSupported(path.child('type'), type, TYPES)
  else if (spec[expected] === undefined) {
    errors.required(path.child(expected), 'must populate information for the given metric source')
  }
  if (present.length === 1) return
  for (const source of present) {
    if (source !== expected) errors.forbidden(path.child(source), 'must populate the given metric source only')
  }
}

/** Only the first source that is there is looked into. */
function validateSource(
  spec: MetricSpec,
  which: Source,
  path: Path,
  errors: FieldErrors,
  options: ReferenceOptions,
): void {
  if (which === 'object' && spec.object) {
    const { describedObject, metric, target } = spec.object
    validateReference(describedObject, path.child('describedObject'), errors, options)
    validateIdentifier(metric, path.child('metric'), errors)
    validateTarget(target, path.child('target'), errors)
    validateValue(target, path, errors, 'must set either a target value or averageValue')
  } else if (which === 'external' && spec.external) {
    const { metric, target } = spec.external
    validateIdentifier(metric, path.child('metric'), errors)
    validateTarget(target, path.child('target'), errors)
    validateValue(target, path, errors, 'must set either a target value for metric or a per-pod target')
    if (target.value !== undefined && target.averageValue !== undefined) {
      const detail = 'may not set both a target value for metric and a per-pod target'
      errors.forbidden(path.child('target', 'value'), detail)
    }
  } else if (which === 'pods' && spec.pods) {
    const { metric, target } = spec.pods
    validateIdentifier(metric, path.child('metric'), errors)
    validateTarget(target, path.child('target'), errors)
    if (target.averageValue === undefined) {
      errors.required(path.child('target', 'averageValue'), 'must specify a positive target averageValue')
    }
  } else validateResourceSource(spec, path, errors)
}

function validateResourceSource({ resource, containerResource }: MetricSpec, path: Path, errors: FieldErrors): void {
  const source = resource ?? containerResource
  if (source === undefined) return
  const { name, target } = source
  if (name === '') errors.required(path.child('name'), 'must specify a resource name')
  else if (source === containerResource) validateContainerResourceName(name, path.child('name'), errors)
  if (source === containerResource) {
    const { container } = containerResource
    if (container === '') errors.required(path.child('container'), 'must specify a container')
    else errors.invalidAll(path.child('container'), container, isDNS1123Label(container))
  }
  validateTarget(target, path.child('target'), errors)
  const { averageUtilization, averageValue } = target
  if (averageUtilization === undefined && averageValue === undefined) {
    const detail = 'must set either a target raw value or a target utilization'
    errors.required(path.child('target', 'averageUtilization'), detail)
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    const detail = 'may not set both a target raw value and a target utilization'
    errors.forbidden(path.child('target', 'averageValue'), detail)
  }
}

function validateValue({ value, averageValue }: MetricTarget, path: Path, errors: FieldErrors, detail: string): void {
  if (value === undefined && averageValue === undefined) errors.required(path.child('target', 'averageValue'), detail)
}

function validateTarget(target: MetricTarget, path: Path, errors: FieldErrors): void {
  const { type, averageUtilization } = target
  if (type === '') errors.required(path.child('type'), 'must specify a metric target type')
  if (!TARGET_TYPES.includes(type)) {
    errors.invalid(path.child('type'), type, 'must be either Utilization, Value, or AverageValue')
  }
  for (const field of ['value', 'averageValue'] as const) {
    const text = target[field]
    if (text !== undefined && sign(mustParseQuantity(text)) !== 1) {
      errors.invalid(path.child(field), text, 'must be positive')
    }
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    errors.invalid(path.child('averageUtilization'), averageUtilization, 'must be greater than 0')
  }
}

function validateIdentifier({ name }: MetricIdentifier, path: Path, errors: FieldErrors): void {
  if (name === '') errors.required(path.child('name'), 'must specify a metric name')
  else errors.invalidAll(path.child('name'), name, isPathSegmentName(name))
}
