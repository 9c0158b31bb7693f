// What is said of evictions. Upstream: evictionMessage and the formats at the top of pkg/kubelet/eviction/helpers.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { hasPodLevelResources } from '../../../model/pod-resources.ts'
import { formatQuantity, mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import { quote } from '../../../model/quote.ts'
import type { ContainerStats, PodStats } from '../stats/pod-stats.ts'
import { amountIn, availableText, type Observations } from './observations.ts'
import { amountText, type StarvedResource, signals, type Threshold } from './thresholds.ts'

/** Reason of evicted pods and of pods refused for pressure. */
export const EVICTED = 'Evicted'

/** The words of an eviction, and the event's annotations. */
export interface EvictionWords {
  readonly message: string
  readonly annotations: Readonly<Record<string, string>>
}

/** Why a pod is evicted for a starved resource. */
export function evictionWords(
  resource: StarvedResource,
  pod: Pod,
  stats: PodStats | undefined,
  thresholds: readonly Threshold[],
  observed: Observations,
): EvictionWords {
  let message = `The node was low on resource: ${resource}. `
  const threshold = thresholds.find(({ signal }) => signals[signal].resource === resource)
  if (threshold !== undefined) {
    const observation = observed[threshold.signal]
    const quantity = amountText(threshold.value, observation.capacity)
    message += `Threshold quantity: ${quantity}, available: ${availableText(threshold.signal, observation)}. `
  }
  if (stats === undefined) return { message, annotations: {} }
  const annotations: Record<string, string> = {}
  const larger = (what: string, used: string, request: string): string =>
    `${what} was using ${used}, request is ${request}, has larger consumption of ${resource}. `
  const podRequest = pod.spec.resources?.requests?.[resource]
  if (resource === 'memory' && hasPodLevelResources(pod) && podRequest !== undefined) {
    const used = amountIn(resource, stats.memory)
    message += larger(`Pod ${pod.metadata.name}`, used, formatQuantity(mustParseQuantity(podRequest)))
    annotations['offending_pod'] = pod.metadata.name ?? ''
    annotations['offending_pod_usage'] = used
  }
  const names: string[] = []
  const usages: string[] = []
  for (const container of stats.containers) {
    const used = usageOf(container, resource)
    const request = requestOf(pod, container.name, resource)
    if (used === undefined || used <= quantityValue(mustParseQuantity(request))) continue
    const text = amountIn(resource, used)
    message += larger(`Container ${container.name}`, text, formatQuantity(mustParseQuantity(request)))
    names.push(container.name)
    usages.push(text)
  }
  annotations['offending_containers'] = names.join(',')
  annotations['offending_containers_usage'] = usages.join(',')
  annotations['starved_resource'] = resource
  return { message, annotations }
}

function usageOf({ memory, rootfs, logs }: ContainerStats, resource: StarvedResource): number | undefined {
  if (resource === 'memory') return memory
  return resource === 'ephemeral-storage' ? rootfs.bytes + logs.bytes : undefined
}

function requestOf({ spec }: Pod, name: string, resource: string): string {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])]
  return all.find((container) => container.name === name)?.resources?.requests?.[resource] ?? '0'
}

/** Why a pod is not taken while the node has these conditions. */
export const pressureMessage = (conditions: readonly string[]): string =>
  `The node had condition: [${conditions.join(' ')}]. `

/** A volume has outgrown its limit. */
export const emptyDirMessage = (volume: string, limit: string): string =>
  `Usage of EmptyDir volume ${quote(volume)} exceeds the limit ${quote(limit)}. `

/** A pod's containers and volumes together have outgrown what its containers may have. */
export const podStorageMessage = (limit: string): string =>
  `Pod ephemeral local storage usage exceeds the total limit of containers ${limit}. `

/** A container has written more than it may. */
export const containerStorageMessage = (container: string, limit: string): string =>
  `Container ${container} exceeded its local ephemeral storage limit ${quote(limit)}. `
