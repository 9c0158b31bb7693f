// Which pods count when a metric is averaged: those that are ready and measured; the others are guessed about, or left out.
// Upstream: replica_calculator.go groupPods, calculateRequests.
import type { Container, Pod } from '../../../generated/api/core.v1.ts'
import { isPodLevelResource, isSidecar, podRequests } from '../../../model/pod-resources.ts'
import { mustParseQuantity, quantityMilliValue } from '../../../model/quantity.ts'
import { parseTime } from '../../../model/time.ts'
import { podCondition } from '../lib/pods.ts'
import { SyncError } from '../lib/sync-error.ts'
import type { PodMetric, PodMetrics } from './metrics-client.ts'

const CPU_INITIALIZATION_MS = 300_000
const INITIAL_READINESS_DELAY_MS = 30_000

/** Pods by what is known of them. */
export interface PodGroups {
  readonly ready: number
  readonly unready: ReadonlySet<string>
  readonly missing: ReadonlySet<string>
}

/** Sorts pods, and takes the metrics of those that do not count out. */
export function groupPods(pods: readonly Pod[], metrics: PodMetrics, resource: string, now: number): PodGroups {
  let ready = 0
  const unready = new Set<string>()
  const missing = new Set<string>()
  for (const pod of pods) {
    const { name = '', deletionTimestamp } = pod.metadata
    const metric = metrics.get(name)
    if (deletionTimestamp !== undefined || pod.status.phase === 'Failed') metrics.delete(name)
    else if (pod.status.phase === 'Pending') unready.add(name)
    else if (metric === undefined) missing.add(name)
    else if (resource === 'cpu' && isWarmingUp(pod, metric, now)) unready.add(name)
    else ready++
  }
  for (const name of unready) metrics.delete(name)
  return { ready, unready, missing }
}

/** CPU that a pod uses while it starts says nothing about its load. */
function isWarmingUp(pod: Pod, metric: PodMetric, now: number): boolean {
  const condition = podCondition(pod, 'Ready')
  const { startTime } = pod.status
  if (condition === undefined || !startTime) return true
  const started = parseTime(startTime)
  const changed = condition.lastTransitionTime ? parseTime(condition.lastTransitionTime) : 0
  const notReady = condition.status === 'False'
  if (started + CPU_INITIALIZATION_MS > now) return notReady || metric.timestamp < changed + metric.windowMs
  return notReady && started + INITIAL_READINESS_DELAY_MS > changed
}

/** What each pod (or one container of it) requests of a resource, in thousandths. */
export function requestsOf(pods: readonly Pod[], container: string, resource: string): Map<string, number> {
  const requests = new Map<string, number>()
  for (const pod of pods) requests.set(pod.metadata.name ?? '', requestOf(pod, container, resource))
  return requests
}

const hasPodLevelRequests = ({ spec }: Pod): boolean =>
  Object.keys(spec.resources?.requests ?? {}).some(isPodLevelResource)

function requestOf(pod: Pod, container: string, resource: string): number {
  const { name } = pod.metadata
  if (container === '' && hasPodLevelRequests(pod)) {
    const request = podRequests(pod)[resource]
    if (request !== undefined) return quantityMilliValue(request)
    throw new SyncError(undefined, `missing pod-level request for ${resource} in Pod ${name}`)
  }
  const containers: readonly Container[] = [
    ...(pod.spec.containers ?? []),
    ...(pod.spec.initContainers ?? []).filter(isSidecar),
  ]
  let total = 0
  for (const each of containers) {
    if (container !== '' && container !== each.name) continue
    const request = each.resources?.requests?.[resource]
    if (request === undefined)
      throw new SyncError(undefined, `missing request for ${resource} in container ${each.name} of Pod ${name}`)
    total += quantityMilliValue(mustParseQuantity(request))
    if (container !== '') return total
  }
  if (container !== '') throw new SyncError(undefined, `container ${container} not found in Pod ${name}`)
  return total
}
