// Numbers from outside the cluster. Upstream: horizontal.go computeStatusForExternalMetric.
import type { ExternalMetricSource, MetricValueStatus } from '../../../generated/api/autoscaling.v2.ts'
import { labelSelectorGoText } from '../../../model/label-selector-go-text.ts'
import { SyncError } from '../lib/sync-error.ts'
import type { Proposal } from './conditions.ts'
import { externalMetric, metricSelector } from './metrics-client.ts'
import { byShare, byTotal } from './replica-calculator.ts'
import { adding, milliOf, type Situation, telling, textOf } from './situation.ts'

const NO_TARGET = 'invalid external metric source: neither a value target nor an average value target was set'

/** By the sum of an external metric's values. */
export function byExternalMetric({ metric, target }: ExternalMetricSource, situation: Situation): Proposal {
  const { pods, specReplicas, statusReplicas, tolerances } = situation
  const text = `external metric ${metric.name}(${labelSelectorGoText(metric.selector)})`
  const status = (current: MetricValueStatus): Proposal['status'] => ({
    type: 'External',
    external: { metric, current },
  })
  if (target.averageValue !== undefined) {
    const value = adding(`failed to get ${metric.name} external metric: `, () => read(metric, situation))
    const { replicas, average } = byShare(statusReplicas, value, milliOf(target.averageValue), tolerances)
    return { replicas, metric: text, status: status({ averageValue: textOf(average) }) }
  }
  if (target.value === undefined) throw new SyncError(undefined, NO_TARGET)
  const wanted = milliOf(target.value)
  return adding(`failed to get external metric ${metric.name}: `, () => {
    const value = read(metric, situation)
    const replicas = byTotal(pods, specReplicas, value, wanted, tolerances)
    return { replicas, metric: text, status: status({ value: textOf(value) }) }
  })
}

function read(metric: ExternalMetricSource['metric'], { metrics, namespace }: Situation): number {
  const selector = metricSelector(metric.selector)
  const where = `${namespace}/${metric.name}/${labelSelectorGoText(metric.selector)}`
  const values = telling(`unable to get external metric ${where}: `, () =>
    externalMetric(metrics, namespace, metric.name, selector),
  )
  return values.reduce((sum, value) => sum + value, 0)
}
