// What an adapter knows about the target's pods, or about another object. Upstream: horizontal.go computeStatusForPodsMetric,
// computeStatusForObjectMetric.
import type { MetricValueStatus, ObjectMetricSource, PodsMetricSource } from '../../../generated/api/autoscaling.v2.ts'
import { labelSelectorGoText } from '../../../model/label-selector-go-text.ts'
import { SyncError } from '../lib/sync-error.ts'
import type { Proposal } from './conditions.ts'
import { metricSelector, objectMetric, podMetrics } from './metrics-client.ts'
import { againstValue, byPods, byShare, byTotal } from './replica-calculator.ts'
import { adding, mapping, milliOf, type Situation, telling, textOf } from './situation.ts'

const NO_TARGET = 'invalid object metric source: neither a value target nor an average value target was set'

/** By a number each pod has. */
export function byPodsMetric({ metric, target }: PodsMetricSource, situation: Situation): Proposal {
  const { metrics, pods, specReplicas: current, tolerances, now } = situation
  const selector = metricSelector(metric.selector)
  const wanted = milliOf(target.averageValue ?? '0')
  const values = telling(`unable to get metric ${metric.name}: `, () =>
    podMetrics(metrics, pods, metric.name, selector, now),
  )
  const { replicas, usage } = byPods(pods, values, {
    current,
    resource: '',
    tolerances,
    now,
    measure: (each) => againstValue(each, wanted),
    fallback: () => wanted,
  })
  const status = { type: 'Pods', pods: { metric, current: { averageValue: textOf(usage.average) } } }
  return { replicas, metric: `pods metric ${metric.name}`, status }
}

/** By a number of an object. */
export function byObjectMetric(source: ObjectMetricSource, situation: Situation): Proposal {
  const { describedObject, metric, target } = source
  const { pods, specReplicas, statusReplicas, tolerances } = situation
  const status = (current: MetricValueStatus): Proposal['status'] => ({
    type: 'Object',
    object: { metric, current, describedObject },
  })
  if (target.type === 'Value' && target.value !== undefined) {
    const value = read(source, situation)
    const replicas = byTotal(pods, specReplicas, value, milliOf(target.value), tolerances)
    const text = `${describedObject.kind} metric ${metric.name}`
    return { replicas, metric: text, status: status({ value: textOf(value) }) }
  }
  if (target.type === 'AverageValue' && target.averageValue !== undefined) {
    const value = adding(`failed to get ${metric.name} object metric: `, () => read(source, situation))
    const { replicas, average } = byShare(statusReplicas, value, milliOf(target.averageValue), tolerances)
    const text = `external metric ${metric.name}(${labelSelectorGoText(metric.selector)})`
    return { replicas, metric: text, status: status({ averageValue: textOf(average) }) }
  }
  throw new SyncError(undefined, NO_TARGET)
}

/** Upstream puts the error and the object into each other's places of the text. */
function read({ describedObject, metric }: ObjectMetricSource, { metrics, namespace }: Situation): number {
  const { kind, name } = describedObject
  const selector = metricSelector(metric.selector)
  return mapping(
    () => objectMetric(metrics, namespace, describedObject, metric.name, selector),
    ({ message }) =>
      new SyncError(undefined, `unable to get metric ${metric.name}: ${kind} on ${namespace} ${name}/${message}`),
  )
}
