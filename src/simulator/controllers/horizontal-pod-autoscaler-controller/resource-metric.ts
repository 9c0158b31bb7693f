// CPU and memory of the target's pods, or of one container of each. Upstream: horizontal.go
// computeStatusForResourceMetricGeneric.
import type {
  ContainerResourceMetricSource,
  MetricTarget,
  MetricValueStatus,
  ResourceMetricSource,
} from '../../../generated/api/autoscaling.v2.ts'
import { SyncError } from '../lib/sync-error.ts'
import type { Proposal } from './conditions.ts'
import { type PodMetrics, resourceMetrics } from './metrics-client.ts'
import { requestsOf } from './pod-groups.ts'
import { againstRequests, againstValue, byPods, type Calculated } from './replica-calculator.ts'
import { milliOf, type Situation, telling, textOf } from './situation.ts'

const NO_TARGET =
  'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set'

/** By what whole pods use. */
export function byResource({ name, target }: ResourceMetricSource, situation: Situation): Proposal {
  const { replicas, usage } = useOf(name, target, '', situation)
  const plain = target.averageValue !== undefined
  const metric = plain ? `${name} resource` : `${name} resource utilization (percentage of request)`
  return {
    replicas,
    metric,
    status: { type: 'Resource', resource: { name, current: valueStatus(name, plain, usage) } },
  }
}

/** By what one container of each pod uses. */
export function byContainer(source: ContainerResourceMetricSource, situation: Situation): Proposal {
  const { name, container, target } = source
  const { replicas, usage } = useOf(name, target, container, situation)
  const plain = target.averageValue !== undefined
  const metric = plain ? `${name} resource` : `${name} container resource utilization (percentage of request)`
  const current = valueStatus(name, plain, usage)
  return { replicas, metric, status: { type: 'ContainerResource', containerResource: { name, container, current } } }
}

function valueStatus(
  resource: string,
  plain: boolean,
  { utilization, average }: Calculated['usage'],
): MetricValueStatus {
  const averageValue = textOf(average, resource)
  return plain ? { averageValue } : { averageValue, averageUtilization: utilization }
}

function useOf(resource: string, target: MetricTarget, container: string, situation: Situation): Calculated {
  const { metrics, pods, specReplicas: current, tolerances, now } = situation
  const { averageValue, averageUtilization } = target
  const read = (): PodMetrics =>
    telling(`unable to get metrics for resource ${resource}: `, () =>
      resourceMetrics(metrics, pods, resource, container, now),
    )
  const judging = { current, resource, tolerances, now }
  if (averageValue !== undefined) {
    const wanted = milliOf(averageValue)
    const measure = (values: PodMetrics): Calculated['usage'] => againstValue(values, wanted)
    return telling(`failed to get ${resource} usage: `, () =>
      byPods(pods, read(), { ...judging, measure, fallback: () => wanted }),
    )
  }
  if (averageUtilization === undefined) throw new SyncError(undefined, NO_TARGET)
  let known: ReadonlyMap<string, number> | undefined
  const requests = (): ReadonlyMap<string, number> => {
    known ??= requestsOf(pods, container, resource)
    return known
  }
  const share = Math.max(100, averageUtilization)
  return telling(`failed to get ${resource} utilization: `, () =>
    byPods(pods, read(), {
      ...judging,
      measure: (values) => againstRequests(values, requests(), averageUtilization),
      fallback: (pod) => Math.trunc(((requests().get(pod) ?? 0) * share) / 100),
    }),
  )
}
