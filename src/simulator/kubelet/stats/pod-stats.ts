// What one pod uses of its node: memory as its images state it, disk as far as its processes have written. Every container is one
// process, and so is the sandbox. Upstream: pkg/kubelet/stats/cri_stats_provider.go (ListPodStats), kubelet/pkg/apis/stats.
import type { Pod, Volume } from '../../../generated/api/core.v1.ts'
import { diskUsage } from '../../containers/files/nodes.ts'
import type { PodSync } from '../pod-sync.ts'
import { type DiskPart, everything } from './file-systems.ts'

/** Bytes and inodes of a part of the disk. */
export interface DiskStats {
  readonly bytes: number
  readonly inodes: number
}

/** One container that runs. */
export interface ContainerStats {
  readonly name: string
  /** The working set. */
  readonly memory: number
  /** What it has written beside its image. */
  readonly rootfs: DiskStats
  readonly logs: DiskStats
}

/** One volume that is on the node. */
export interface VolumeStats extends DiskStats {
  readonly name: string
}

/** One pod that has a sandbox. */
export interface PodStats {
  readonly memory: number
  readonly containers: readonly ContainerStats[]
  readonly volumes: readonly VolumeStats[]
  readonly processes: number
}

const none: DiskStats = { bytes: 0, inodes: 0 }
const BLOCK = 4096

const blocks = (bytes: number): DiskStats => ({ bytes: Math.ceil(bytes / BLOCK) * BLOCK, inodes: 1 })

/** The statistics of a pod; undefined while it has no sandbox. */
export function podStats({ pod, runtime, volumes: mounted }: PodSync): PodStats | undefined {
  if (!runtime.sandboxReady) return undefined
  const containers = runtime.running().map((instance) => ({
    name: instance.name,
    memory: runtime.memoryOf(instance),
    rootfs: instance.world.written() ?? none,
    logs: blocks(instance.log.bytes),
  }))
  const order = [...(pod.spec.containers ?? []), ...(pod.spec.initContainers ?? [])].map(({ name }) => name)
  containers.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
  const volumes: VolumeStats[] = []
  let inMemory = 0
  for (const volume of pod.spec.volumes ?? []) {
    const node = isMeasured(volume) ? mounted.made(volume.name) : undefined
    if (node === undefined) continue
    const usage = diskUsage(node)
    volumes.push({ name: volume.name, ...usage })
    if (volume.emptyDir?.medium === 'Memory') inMemory += usage.bytes
  }
  const memory = containers.reduce((sum, each) => sum + each.memory, inMemory)
  return { memory, containers, volumes, processes: containers.length + 1 }
}

const isMeasured = ({ emptyDir, configMap }: Volume): boolean => emptyDir !== undefined || configMap !== undefined

/** Whether a volume lies on the node's disk and is the pod's own. */
export const isLocal = ({ emptyDir, configMap }: Volume): boolean =>
  configMap !== undefined || (emptyDir !== undefined && (emptyDir.medium ?? '') === '')

/** Disk of a pod's containers and of its volumes on the node's disk, or of some of that. */
export function podDisk(pod: Pod, { containers, volumes }: PodStats, of: readonly DiskPart[] = everything): DiskStats {
  const local = new Set((pod.spec.volumes ?? []).filter(isLocal).map(({ name }) => name))
  const parts = [
    ...(of.includes('root') ? containers.map(({ rootfs }) => rootfs) : []),
    ...(of.includes('logs') ? containers.map(({ logs }) => logs) : []),
    ...(of.includes('volumes') ? volumes.filter(({ name }) => local.has(name)) : []),
  ]
  return {
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    inodes: parts.reduce((sum, { inodes }) => sum + inodes, 0),
  }
}
