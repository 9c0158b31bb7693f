// One metric of an autoscaler: what it proposes, or why it cannot. Upstream: horizontal.go computeReplicasForMetric.
import type { MetricSpec } from '../../../generated/api/autoscaling.v2.ts'
import { SyncError } from '../lib/sync-error.ts'
import type { Proposal } from './conditions.ts'
import { byObjectMetric, byPodsMetric } from './custom-metric.ts'
import { byExternalMetric } from './external-metric.ts'
import { byContainer, byResource } from './resource-metric.ts'
import { type Situation, ToldError } from './situation.ts'

/** Why a metric proposes nothing: `reason` and `message` tell the user, `error` is passed on. */
export class MetricFailure {
  readonly reason: string
  readonly message: string
  readonly error: string

  constructor(reason: string, message: string, error: string) {
    this.reason = reason
    this.message = message
    this.error = error
  }
}

/** What the metric proposes, or why it cannot. */
export function propose(spec: MetricSpec, situation: Situation): Proposal | MetricFailure {
  const { type, object, pods, resource, containerResource, external } = spec
  if (type === 'Object' && object)
    return guarded('FailedGetObjectMetric', 'object metric value', () => byObjectMetric(object, situation))
  if (type === 'Pods' && pods)
    return guarded('FailedGetPodsMetric', 'pods metric value', () => byPodsMetric(pods, situation))
  if (type === 'Resource' && resource) {
    const what = `${resource.name} resource metric value`
    return guarded('FailedGetResourceMetric', what, () => byResource(resource, situation))
  }
  if (type === 'ContainerResource' && containerResource) {
    const what = `${containerResource.container} container metric value`
    return guarded('FailedGetContainerResourceMetric', what, () => byContainer(containerResource, situation))
  }
  if (type === 'External' && external) {
    const what = `${external.metric.name} external metric value`
    return guarded('FailedGetExternalMetric', what, () => byExternalMetric(external, situation))
  }
  const message = `unknown metric source type "${type}"`
  return new MetricFailure('InvalidMetricSourceType', message, message)
}

function guarded(reason: string, what: string, step: () => Proposal): Proposal | MetricFailure {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof SyncError)) throw error
    const told = error instanceof ToldError ? error.told : error.message
    return new MetricFailure(reason, told, `failed to get ${what}: ${error.message}`)
  }
}
