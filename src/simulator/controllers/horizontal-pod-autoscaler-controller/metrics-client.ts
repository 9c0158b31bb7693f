// Asks the metrics APIs, in the words their clients use when something is missing.
// Upstream: pkg/controller/podautoscaler/metrics/client.go, k8s.io/metrics/pkg/client.
import type { CrossVersionObjectReference } from '../../../generated/api/autoscaling.v2.ts'
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { LabelSelector } from '../../../generated/api/meta.v1.ts'
import { everything, isSelectorError, type Selector, selectorOfObject } from '../../../model/labels.ts'
import type { Metrics } from '../../client/metrics.ts'
import { SyncError } from '../lib/sync-error.ts'

/** metrics-server looks at kubelets this often; adapters are taken to look once a minute. */
const RESOURCE_WINDOW_MS = 15_000
const CUSTOM_WINDOW_MS = 60_000
const NO_CUSTOM = 'no custom metrics API (custom.metrics.k8s.io) registered'

/** One pod's number. */
export interface PodMetric {
  readonly value: number
  readonly timestamp: number
  readonly windowMs: number
}

/** Numbers by pod name; a computation may add and remove some. */
export type PodMetrics = Map<string, PodMetric>

const fail = (message: string): never => {
  throw new SyncError(undefined, message)
}

/** The selector of a metric: none is the same as an empty one. */
export function metricSelector(selector: LabelSelector | undefined): Selector {
  const parsed = selectorOfObject(selector)
  if (isSelectorError(parsed)) throw new SyncError(undefined, parsed.error)
  return parsed.nothing ? everything : parsed
}

/** What the pods (or one container of each) use of a resource. */
export function resourceMetrics(
  metrics: Metrics,
  pods: readonly Pod[],
  resource: string,
  container: string,
  now: number,
): PodMetrics {
  const usages = metrics.usageOf(pods)
  if (usages === undefined)
    return fail(
      'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)',
    )
  if (usages.length === 0) return fail('no metrics returned from resource metrics API')
  const result: PodMetrics = new Map()
  for (const { name, containers } of usages) {
    const counted = container === '' ? containers : containers.filter((each) => each.name === container).slice(0, 1)
    let value = 0
    let missing = counted.length === 0
    for (const { usage } of counted) {
      const used = usage.get(resource)
      if (used === undefined) missing = true
      else value += used
    }
    if (!missing) result.set(name, { value, timestamp: now, windowMs: RESOURCE_WINDOW_MS })
  }
  return result
}

/** An adapter's numbers about the pods. */
export function podMetrics(
  metrics: Metrics,
  pods: readonly Pod[],
  metric: string,
  selector: Selector,
  now: number,
): PodMetrics {
  const values = metrics.podValues(metric, pods, selector)
  if (values === undefined) return fail(`unable to fetch metrics from custom metrics API: ${NO_CUSTOM}`)
  if (values.size === 0) return fail('no metrics returned from custom metrics API')
  const result: PodMetrics = new Map()
  for (const [name, value] of values) result.set(name, { value, timestamp: now, windowMs: CUSTOM_WINDOW_MS })
  return result
}

/** An adapter's number about an object. */
export function objectMetric(
  metrics: Metrics,
  namespace: string,
  { apiVersion = '', kind, name }: CrossVersionObjectReference,
  metric: string,
  selector: Selector,
): number {
  if (!metrics.customServed) return fail(`unable to fetch metrics from custom metrics API: ${NO_CUSTOM}`)
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  const object = kind === 'Namespace' && group === '' ? namespace : name
  const value = metrics.objectValue({ group, kind, namespace, name: object, metric }, selector)
  if (value !== undefined) return value
  const resource = `${kind.toLowerCase()}s${group === '' ? '' : `.${group}`}`
  return fail(
    `unable to fetch metrics from custom metrics API: the server could not find the metric ${metric} for ${resource} ${object}`,
  )
}

/** The numbers of an external metric. */
export function externalMetric(
  metrics: Metrics,
  namespace: string,
  metric: string,
  selector: Selector,
): readonly number[] {
  const values = metrics.externalValues(namespace, metric, selector)
  if (values === undefined)
    return fail(
      `unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${metric}.external.metrics.k8s.io)`,
    )
  return values.length === 0 ? fail('no metrics returned from external metrics API') : values
}
