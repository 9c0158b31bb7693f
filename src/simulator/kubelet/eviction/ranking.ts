// Which pod goes first: those that use more than they asked for, then the less important, then those that use most above what they
// asked for. For process ids only importance and their number count. Upstream: rankMemoryPressure, rankDiskPressureFunc,
// rankPIDPressure in pkg/kubelet/eviction/helpers.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { podRequests } from '../../../model/pod-resources.ts'
import { quantityValue } from '../../../model/quantity.ts'
import { type DiskPart, everything } from '../stats/file-systems.ts'
import { type PodStats, podDisk } from '../stats/pod-stats.ts'
import type { StarvedResource } from './thresholds.ts'

/** A pod and what it uses; nothing is known of one without a sandbox. */
export interface Candidate {
  readonly pod: Pod
  readonly stats: PodStats | undefined
}

type Compare = (a: Candidate, b: Candidate) => number

/** The candidates, the first to go first; of the disk only what lies on the file system that is too full. */
export function ranked<T extends Candidate>(
  candidates: readonly T[],
  resource: StarvedResource,
  disk: readonly DiskPart[] = everything,
): T[] {
  const orders = ordersFor(resource, disk)
  return [...candidates].sort((a, b) => {
    for (const order of orders) {
      const outcome = order(a, b)
      if (outcome !== 0) return outcome
    }
    return 0
  })
}

function ordersFor(resource: StarvedResource, parts: readonly DiskPart[]): readonly Compare[] {
  if (resource === 'pids') return [priority, known((a, b) => b.processes - a.processes)]
  const used = (stats: PodStats, pod: Pod): number => {
    if (resource === 'memory') return stats.memory
    const disk = podDisk(pod, stats, parts)
    return resource === 'inodes' ? disk.inodes : disk.bytes
  }
  const exceeds: Compare = (a, b) =>
    unknownFirst(a, b) ??
    Number(used(b.stats!, b.pod) > requestOf(b.pod, resource)) -
      Number(used(a.stats!, a.pod) > requestOf(a.pod, resource))
  const base = resource === 'inodes' ? 'ephemeral-storage' : resource
  const above: Compare = (a, b) =>
    unknownFirst(a, b) ??
    used(b.stats!, b.pod) - requestOf(b.pod, base) - (used(a.stats!, a.pod) - requestOf(a.pod, base))
  return [exceeds, priority, above]
}

/** What a pod asks for of a resource. */
function requestOf(pod: Pod, resource: string): number {
  const quantity = podRequests(pod)[resource]
  return quantity === undefined ? 0 : quantityValue(quantity)
}

const priority: Compare = (a, b) => (a.pod.spec.priority ?? 0) - (b.pod.spec.priority ?? 0)

const known =
  (compare: (a: PodStats, b: PodStats) => number): Compare =>
  (a, b) =>
    unknownFirst(a, b) ?? compare(a.stats!, b.stats!)

function unknownFirst({ stats: a }: Candidate, { stats: b }: Candidate): number | undefined {
  if (a !== undefined && b !== undefined) return undefined
  return a === undefined ? (b === undefined ? 0 : -1) : 1
}
