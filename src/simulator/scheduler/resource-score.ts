// The arithmetic both resource plugins score with, over the resources of the scoring strategy (CPU and memory by default).
// Upstream: pkg/scheduler/framework/plugins/noderesources/{resource_allocation,least_allocated,most_allocated,
// requested_to_capacity_ratio,balanced_allocation}.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { scoredResources } from '../data/scheduler-defaults.ts'
import { type NodeInfo, podInfoOf } from './node-info.ts'
import { maxNodeScore } from './normalize-score.ts'
import { defaultRequests, isScalarName, type Resources, requestsOf } from './resources.ts'

/** A resource and how much it counts. */
export interface ScoredResource {
  readonly name: string
  readonly weight: number
}

/** A point of a shape: what a utilization (percent) is worth (0..10). */
export interface ShapePoint {
  readonly utilization: number
  readonly score: number
}

/** NodeResourcesFitArgs.scoringStrategy. */
export interface ScoringStrategy {
  readonly type?: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio'
  readonly resources?: readonly { readonly name: string; readonly weight?: number }[]
  readonly requestedToCapacityRatio?: { readonly shape?: readonly Partial<ShapePoint>[] }
}

/** The resources as configured; CPU and memory when nothing is. */
export const resourcesOfStrategy = (list: ScoringStrategy['resources']): readonly ScoredResource[] =>
  list === undefined || list.length === 0
    ? scoredResources
    : list.map(({ name, weight }) => ({ name, weight: weight || 1 }))

function amountOf(resources: Resources, name: string): number {
  if (name === 'cpu') return resources.milliCpu
  if (name === 'memory') return resources.memory
  return name === 'ephemeral-storage' ? resources.ephemeralStorage : (resources.scalars?.get(name) ?? 0)
}

/** Of CPU and memory, as the plugin counts what is used; of the others, what is asked for. */
function usedOf(node: NodeInfo, name: string, exact: boolean, devices: DeviceTotals | undefined): number {
  if (devices !== undefined && amountOf(node.allocatable, name) === 0) return devices.of(node, name).allocated
  return amountOf(exact || (name !== 'cpu' && name !== 'memory') ? node.requested : node.filledRequested, name)
}

/** What a pod adds, one number per scored resource. */
export type PodAmounts = readonly number[]

/**
 * The pod's side. `exact` as NodeResourcesBalancedAllocation counts; otherwise as NodeResourcesFit scores: containers that name
 * nothing count with defaults, and requests of the pod as a whole do not count.
 */
export function podAmounts(pod: Pod, resources: readonly ScoredResource[], exact: boolean): PodAmounts {
  const requests = exact ? podInfoOf(pod).requests : requestsForScore(pod)
  return resources.map(({ name }) => amountOf(requests, name))
}

function requestsForScore(pod: Pod): Resources {
  if (pod.spec.resources === undefined && pod.status.containerStatuses === undefined)
    return podInfoOf(pod).filledRequests
  return requestsOf(pod, { skipPodLevel: true, missingRequests: defaultRequests })
}

/** Resources a node offers in no way of its own, counted from the devices it can use: how many, and how many are taken. */
export interface DeviceTotals {
  of(node: NodeInfo, resource: string): { readonly allocatable: number; readonly allocated: number }
}

function allocatableOf(node: NodeInfo, name: string, devices: DeviceTotals | undefined): number {
  const own = amountOf(node.allocatable, name)
  return own === 0 && devices !== undefined ? devices.of(node, name).allocatable : own
}

/** What the allocation of one resource is worth. */
type ResourceScore = (requested: number, allocatable: number) => number

const leastAllocated: ResourceScore = (requested, allocatable) =>
  requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * maxNodeScore) / allocatable)

const mostAllocated: ResourceScore = (requested, allocatable) =>
  Math.trunc((Math.min(requested, allocatable) * maxNodeScore) / allocatable)

/** Scores one node for a pod's amounts. */
export type FitScore = (pod: PodAmounts, node: NodeInfo, devices?: DeviceTotals) => number

/** The score of a strategy: the weighted mean over the resources a node has. */
export function fitScore(strategy: ScoringStrategy): FitScore {
  const resources = resourcesOfStrategy(strategy.resources)
  if (strategy.type === 'RequestedToCapacityRatio') {
    const ratio = ratioScore(strategy.requestedToCapacityRatio?.shape ?? [])
    return (pod, node, devices) => mean(resources, ratio, true, pod, node, devices)
  }
  const score = strategy.type === 'MostAllocated' ? mostAllocated : leastAllocated
  return (pod, node, devices) => mean(resources, score, false, pod, node, devices)
}

function mean(
  resources: readonly ScoredResource[],
  score: ResourceScore,
  ratio: boolean,
  pod: PodAmounts,
  node: NodeInfo,
  devices?: DeviceTotals,
): number {
  let sum = 0
  let weights = 0
  for (let i = 0; i < resources.length; i++) {
    const { name, weight } = resources[i]!
    const asked = pod[i]!
    if (asked === 0 && isScalarName(name)) continue
    const allocatable = allocatableOf(node, name, devices)
    if (allocatable === 0) continue
    const value = score(usedOf(node, name, false, devices) + asked, allocatable)
    if (ratio && value <= 0) continue
    sum += value * weight
    weights += weight
  }
  if (weights === 0) return 0
  return ratio ? Math.round(sum / weights) : Math.trunc(sum / weights)
}

/** The highest score a point of a shape may have. */
const MAX_SHAPE_SCORE = 10

function ratioScore(shape: readonly Partial<ShapePoint>[]): ResourceScore {
  const points = shape.map(({ utilization = 0, score = 0 }) => ({
    utilization,
    score: score * (maxNodeScore / MAX_SHAPE_SCORE),
  }))
  const at = (utilization: number): number => {
    for (let i = 0; i < points.length; i++) {
      const point = points[i]!
      if (utilization > point.utilization) continue
      const before = points[i - 1]
      if (before === undefined) return point.score
      const rise = (point.score - before.score) * (utilization - before.utilization)
      return before.score + Math.trunc(rise / (point.utilization - before.utilization))
    }
    return points.at(-1)?.score ?? 0
  }
  return (requested, allocatable) => at(requested > allocatable ? 100 : Math.trunc((requested * 100) / allocatable))
}

/** 50 when the pod changes nothing in the balance; more when it evens out, less when it tips. */
export function balancedScore(
  resources: readonly ScoredResource[],
  pod: PodAmounts,
  node: NodeInfo,
  devices?: DeviceTotals,
): number {
  const change = balance(resources, pod, node, true, devices) - balance(resources, pod, node, false, devices)
  return maxNodeScore / 2 + Math.trunc((maxNodeScore / 2 + change) / 2)
}

/** How evenly the resources of a node are used, with or without the pod: 50 to 100. */
function balance(
  resources: readonly ScoredResource[],
  pod: PodAmounts,
  node: NodeInfo,
  withPod: boolean,
  devices?: DeviceTotals,
): number {
  let count = 0
  let first = 0
  let second = 0
  let more: number[] | undefined
  for (let i = 0; i < resources.length; i++) {
    const { name } = resources[i]!
    const asked = pod[i]!
    if (asked === 0 && isScalarName(name)) continue
    const allocatable = allocatableOf(node, name, devices)
    if (allocatable === 0) continue
    const fraction = Math.min((usedOf(node, name, true, devices) + (withPod ? asked : 0)) / allocatable, 1)
    count++
    if (count === 1) first = fraction
    else if (count === 2) second = fraction
    else {
      more ??= [first, second]
      more.push(fraction)
    }
  }
  const deviation = more !== undefined ? standardDeviation(more) : count === 2 ? Math.abs((first - second) / 2) : 0
  return Math.trunc((1 - deviation) * maxNodeScore)
}

function standardDeviation(fractions: readonly number[]): number {
  let total = 0
  for (const fraction of fractions) total += fraction
  const average = total / fractions.length
  let squares = 0
  for (const fraction of fractions) squares += (fraction - average) * (fraction - average)
  return Math.sqrt(squares / fractions.length)
}
