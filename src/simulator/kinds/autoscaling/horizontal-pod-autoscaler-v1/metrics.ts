// Metrics and what was seen of them, between v2 and the form v1 keeps in annotations.
// Upstream: the Convert_… functions of metric sources and statuses in pkg/apis/autoscaling/v1/conversion.go.
import type {
  CrossVersionObjectReference,
  MetricIdentifier,
  MetricSpec,
  MetricStatus,
  MetricTarget,
} from '../../../../generated/api/autoscaling.v2.ts'
import type { LabelSelector } from '../../../../generated/api/meta.v1.ts'
import { canonicalizeQuantity, isZero, mustParseQuantity } from '../../../../model/quantity.ts'
import type { JsonObject } from '../../../api/types.ts'

const ZERO = '0'

/** Without the fields that are not there. */
function present<T extends object>(object: T): T {
  const fields = object as Record<string, unknown>
  for (const field in fields) if (fields[field] === undefined) delete fields[field]
  return object
}

/** A metric as v1 writes it. */
export function metricToV1({ type, object, pods, resource, containerResource, external }: MetricSpec): JsonObject {
  return present({
    type,
    object: object && {
      target: referenceOf(object.describedObject),
      metricName: object.metric.name,
      targetValue: object.target.value ?? ZERO,
      ...present({ selector: object.metric.selector, averageValue: object.target.averageValue }),
    },
    pods: pods && {
      metricName: pods.metric.name,
      targetAverageValue: pods.target.averageValue ?? ZERO,
      ...present({ selector: pods.metric.selector }),
    },
    resource: resource && { name: resource.name, ...targetsToV1(resource.target) },
    containerResource: containerResource && {
      name: containerResource.name,
      ...targetsToV1(containerResource.target),
      container: containerResource.container,
    },
    external:
      external &&
      present({
        metricName: external.metric.name,
        metricSelector: external.metric.selector,
        targetValue: external.target.value,
        targetAverageValue: external.target.averageValue,
      }),
  })
}

const referenceOf = ({ kind, name, apiVersion }: CrossVersionObjectReference): CrossVersionObjectReference =>
  present({ kind, name, apiVersion: apiVersion || undefined })

const targetsToV1 = ({ averageUtilization, averageValue }: MetricTarget): JsonObject =>
  present({ targetAverageUtilization: averageUtilization, targetAverageValue: averageValue })

/** What was seen of a metric, as v1 writes it. */
export function metricStatusToV1(status: MetricStatus): JsonObject {
  const { type, object, pods, resource, containerResource, external } = status
  const utilization = (source: NonNullable<typeof resource>): JsonObject => ({
    ...present({ currentAverageUtilization: source.current.averageUtilization }),
    currentAverageValue: source.current.averageValue ?? ZERO,
  })
  return present({
    type,
    object: object && {
      target: referenceOf(object.describedObject),
      metricName: object.metric.name,
      currentValue: object.current.value ?? ZERO,
      ...present({ selector: object.metric.selector, averageValue: object.current.averageValue }),
    },
    pods: pods && {
      metricName: pods.metric.name,
      currentAverageValue: pods.current.averageValue ?? ZERO,
      ...present({ selector: pods.metric.selector }),
    },
    resource: resource && { name: resource.name, ...utilization(resource) },
    containerResource: containerResource && {
      name: containerResource.name,
      ...utilization(containerResource),
      container: containerResource.container,
    },
    external: external && {
      metricName: external.metric.name,
      ...present({ metricSelector: external.metric.selector }),
      currentValue: external.current.value ?? ZERO,
      ...present({ currentAverageValue: external.current.averageValue }),
    },
  })
}

const objectIn = (value: JsonObject, field: string): JsonObject | undefined => {
  const inner = value[field]
  return typeof inner === 'object' && inner !== null ? (inner as JsonObject) : undefined
}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

function quantity(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const canonical = canonicalizeQuantity(String(value))
  return typeof canonical === 'string' ? canonical : undefined
}

const identifier = (source: JsonObject, selectorField: string): MetricIdentifier =>
  present({ name: text(source['metricName']), selector: objectIn(source, selectorField) as LabelSelector | undefined })

function referenceIn(source: JsonObject): CrossVersionObjectReference {
  const target = objectIn(source, 'target') ?? {}
  return referenceOf({ kind: text(target['kind']), name: text(target['name']), apiVersion: text(target['apiVersion']) })
}

function utilizationTarget(source: JsonObject): MetricTarget {
  const averageUtilization = number(source['targetAverageUtilization'])
  const type = averageUtilization === undefined ? 'AverageValue' : 'Utilization'
  return present({ type, averageValue: quantity(source['targetAverageValue']), averageUtilization })
}

function objectTarget(source: JsonObject): MetricTarget {
  const value = quantity(source['targetValue']) ?? ZERO
  const averageValue = quantity(source['averageValue'])
  if (averageValue === undefined) return { type: 'Value', value }
  return present({
    type: 'AverageValue',
    value: isZero(mustParseQuantity(value)) ? undefined : value,
    averageValue,
  })
}

/** A metric as v1 wrote it. */
export function metricFromV1(metric: JsonObject): MetricSpec {
  const [object, pods, external] = [objectIn(metric, 'object'), objectIn(metric, 'pods'), objectIn(metric, 'external')]
  const [resource, container] = [objectIn(metric, 'resource'), objectIn(metric, 'containerResource')]
  return present({
    type: text(metric['type']),
    object: object && {
      describedObject: referenceIn(object),
      target: objectTarget(object),
      metric: identifier(object, 'selector'),
    },
    pods: pods && {
      metric: identifier(pods, 'selector'),
      target: { type: 'AverageValue', averageValue: quantity(pods['targetAverageValue']) ?? ZERO },
    },
    resource: resource && { name: text(resource['name']), target: utilizationTarget(resource) },
    containerResource: container && {
      name: text(container['name']),
      target: utilizationTarget(container),
      container: text(container['container']),
    },
    external: external && {
      metric: identifier(external, 'metricSelector'),
      target: present({
        type: external['targetValue'] === undefined ? 'AverageValue' : 'Value',
        value: quantity(external['targetValue']),
        averageValue: quantity(external['targetAverageValue']),
      }),
    },
  })
}

/** What was seen of a metric, as v1 wrote it. */
export function metricStatusFromV1(status: JsonObject): MetricStatus {
  const [object, pods, external] = [objectIn(status, 'object'), objectIn(status, 'pods'), objectIn(status, 'external')]
  const [resource, container] = [objectIn(status, 'resource'), objectIn(status, 'containerResource')]
  const current = (source: JsonObject) =>
    present({
      averageValue: quantity(source['currentAverageValue']) ?? ZERO,
      averageUtilization: number(source['currentAverageUtilization']),
    })
  return present({
    type: text(status['type']),
    object: object && {
      metric: identifier(object, 'selector'),
      current: present({
        value: quantity(object['currentValue']) ?? ZERO,
        averageValue: quantity(object['averageValue']),
      }),
      describedObject: referenceIn(object),
    },
    pods: pods && {
      metric: identifier(pods, 'selector'),
      current: { averageValue: quantity(pods['currentAverageValue']) ?? ZERO },
    },
    resource: resource && { name: text(resource['name']), current: current(resource) },
    containerResource: container && {
      name: text(container['name']),
      current: current(container),
      container: text(container['container']),
    },
    external: external && {
      metric: identifier(external, 'metricSelector'),
      current: present({
        value: quantity(external['currentValue']) ?? ZERO,
        averageValue: quantity(external['currentAverageValue']),
      }),
    },
  })
}
