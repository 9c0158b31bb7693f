// The arithmetic both resource plugins score with, over the resources of the scoring strategy (CPU and memory by default).
// Upstream: pkg/scheduler/framework/plugins/noderesources/{resource_allocation,least_allocated,balanced_allocation}.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { scoredResources } from '../data/scheduler-defaults.ts'
import type { NodeInfo } from './node-info.ts'
import { maxNodeScore } from './normalize-score.ts'
import { defaultRequests, type Resources, requestsOf } from './resources.ts'

/** What a pod adds, one number per scored resource. */
export type PodAmounts = readonly number[]

/** One scored resource of a node; resources the node has none of are left out. */
export interface Allocation {
  readonly weight: number
  readonly allocatable: number
  readonly used: number
  /** Used, with the pod. */
  readonly requested: number
}

const amountOf = (resources: Resources, name: string): number => {
  if (name === 'cpu') return resources.milliCpu
  if (name === 'memory') return resources.memory
  return name === 'ephemeral-storage' ? resources.ephemeralStorage : (resources.scalars?.get(name) ?? 0)
}

/**
 * The pod's side. `exact` as NodeResourcesBalancedAllocation counts; otherwise as NodeResourcesFit scores: containers that name
 * nothing count with defaults, and requests of the pod as a whole do not count.
 */
export function podAmounts(pod: Pod, exact: boolean): PodAmounts {
  const requests = requestsOf(
    pod,
    exact ? { useStatus: true } : { skipPodLevel: true, missingRequests: defaultRequests },
  )
  return scoredResources.map(({ name }) => amountOf(requests, name))
}

/** The node's side. */
export function allocation(pod: PodAmounts, node: NodeInfo, exact: boolean): Allocation[] {
  const used = exact ? node.requested : node.filledRequested
  const list: Allocation[] = []
  for (let i = 0; i < scoredResources.length; i++) {
    const { name, weight } = scoredResources[i]!
    const allocatable = amountOf(node.allocatable, name)
    if (allocatable === 0) continue
    const before = amountOf(used, name)
    list.push({ weight, allocatable, used: before, requested: before + pod[i]! })
  }
  return list
}

/** The weighted share that stays free, 0..100. */
export function leastAllocatedScore(list: readonly Allocation[]): number {
  let sum = 0
  let weights = 0
  for (const { weight, allocatable, requested } of list) {
    const free = requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * maxNodeScore) / allocatable)
    sum += free * weight
    weights += weight
  }
  return weights === 0 ? 0 : Math.trunc(sum / weights)
}

/** 50 when the pod changes nothing in the balance; more when it evens out, less when it tips. */
export function balancedScore(list: readonly Allocation[]): number {
  const after = balance(list.map(({ requested, allocatable }) => Math.min(requested / allocatable, 1)))
  const before = balance(list.map(({ used, allocatable }) => Math.min(used / allocatable, 1)))
  return maxNodeScore / 2 + Math.trunc((maxNodeScore / 2 + after - before) / 2)
}

function balance(fractions: readonly number[]): number {
  let deviation = 0
  if (fractions.length === 2) deviation = Math.abs((fractions[0]! - fractions[1]!) / 2)
  else if (fractions.length > 2) {
    const mean = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length
    const squares = fractions.reduce((sum, fraction) => sum + (fraction - mean) ** 2, 0)
    deviation = Math.sqrt(squares / fractions.length)
  }
  return Math.trunc((1 - deviation) * maxNodeScore)
}
