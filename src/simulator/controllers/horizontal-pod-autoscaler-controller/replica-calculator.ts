// How many replicas a metric asks for. Upstream: pkg/controller/podautoscaler/replica_calculator.go, metrics/utilization.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { isPodReady } from '../lib/pods.ts'
import { SyncError } from '../lib/sync-error.ts'
import type { PodMetrics } from './metrics-client.ts'
import { groupPods } from './pod-groups.ts'

const MAX_INT32 = 2147483647
const NO_PODS = 'no pods returned by selector while calculating replica count'
const GUESS = { timestamp: 0, windowMs: 0 }

/** How far off the target a ratio may be. */
export interface Tolerances {
  readonly down: number
  readonly up: number
}

/** What was measured, against what is wanted. */
export interface Usage {
  readonly ratio: number
  /** In per cent of the requests, where there are some. */
  readonly utilization: number
  readonly average: number
}

/** Replicas and what was measured. */
export interface Calculated {
  readonly replicas: number
  readonly usage: Usage
}

/** How pods' numbers are judged. */
export interface Judging {
  readonly current: number
  readonly resource: string
  readonly tolerances: Tolerances
  readonly now: number
  readonly measure: (metrics: PodMetrics) => Usage
  /** What a pod without metrics is taken to use when that would shrink the target. */
  readonly fallback: (pod: string) => number
}

const isWithin = ({ down, up }: Tolerances, ratio: number): boolean => 1 - down <= ratio && ratio <= 1 + up

/** Replicas by a number each pod has. */
export function byPods(pods: readonly Pod[], metrics: PodMetrics, judging: Judging): Calculated {
  const { current, resource, tolerances, now, measure, fallback } = judging
  if (pods.length === 0) throw new SyncError(undefined, NO_PODS)
  const { ready, unready, missing } = groupPods(pods, metrics, resource, now)
  if (metrics.size === 0)
    throw new SyncError(undefined, 'did not receive metrics for targeted pods (pods might be unready)')
  const usage = measure(metrics)
  const { ratio } = usage
  const growsWithUnready = unready.size > 0 && ratio > 1
  if (!growsWithUnready && missing.size === 0)
    return { replicas: isWithin(tolerances, ratio) ? current : Math.ceil(ratio * ready), usage }
  if (ratio < 1) for (const pod of missing) metrics.set(pod, { value: fallback(pod), ...GUESS })
  else if (ratio > 1) for (const pod of missing) metrics.set(pod, { value: 0, ...GUESS })
  if (growsWithUnready) for (const pod of unready) metrics.set(pod, { value: 0, ...GUESS })
  const guessed = measure(metrics).ratio
  const turns = (ratio < 1 && guessed > 1) || (ratio > 1 && guessed < 1)
  if (isWithin(tolerances, guessed) || turns) return { replicas: current, usage }
  const replicas = Math.ceil(guessed * metrics.size)
  const contrary = (guessed < 1 && replicas > current) || (guessed > 1 && replicas < current)
  return { replicas: contrary ? current : replicas, usage }
}

/** Compares with a share of what is requested. */
export function againstRequests(metrics: PodMetrics, requests: ReadonlyMap<string, number>, target: number): Usage {
  let used = 0
  let requested = 0
  let count = 0
  for (const [pod, { value }] of metrics) {
    const request = requests.get(pod)
    if (request === undefined) continue
    used += value
    requested += request
    count++
  }
  if (requested === 0) throw new SyncError(undefined, 'no metrics returned matched known pods')
  const utilization = Math.trunc((used * 100) / requested)
  return { ratio: utilization / target, utilization, average: Math.trunc(used / count) }
}

/** Compares with a plain number. */
export function againstValue(metrics: PodMetrics, target: number): Usage {
  let used = 0
  for (const { value } of metrics.values()) used += value
  const average = Math.trunc(used / metrics.size)
  return { ratio: average / target, utilization: 0, average }
}

/** Replicas by one number that is to be so big in all. */
export function byTotal(
  pods: readonly Pod[],
  current: number,
  value: number,
  target: number,
  tolerances: Tolerances,
): number {
  const ratio = value / target
  if (current === 0) return Math.ceil(ratio)
  if (isWithin(tolerances, ratio)) return current
  if (pods.length === 0) throw new SyncError(undefined, `unable to calculate ready pods: ${NO_PODS}`)
  const ready = pods.filter((pod) => pod.status.phase === 'Running' && isPodReady(pod)).length
  return Math.min(Math.ceil(ratio * ready), MAX_INT32)
}

/** Replicas by one number that is to be so big for each, and what it is for each now (not finite without replicas). */
export function byShare(
  current: number,
  value: number,
  target: number,
  tolerances: Tolerances,
): { readonly replicas: number; readonly average: number } {
  const ratio = value / (target * current)
  const replicas = isWithin(tolerances, ratio) ? current : Math.min(Math.ceil(value / target), MAX_INT32)
  return { replicas, average: Math.ceil(value / current) }
}
