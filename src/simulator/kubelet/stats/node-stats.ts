// What a node has and what is left of it: what its pods use, its images and its own disk take part of it; a scenario may say that
// the rest of the node takes so much that only little is left. Upstream: pkg/kubelet/server/stats/summary.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import type { PodSync } from '../pod-sync.ts'
import type { PodStats } from './pod-stats.ts'
import { podDisk, podStats } from './pod-stats.ts'

/** What a node can run short of. */
export type NodeResource = 'memory' | 'disk' | 'inodes' | 'pids'

/** Total and rest of one resource. */
export interface Level {
  readonly capacity: number
  readonly available: number
}

/** The state of a node. */
export interface NodeSummary {
  readonly memory: Level
  /** What all pods together may have: their cgroup's limit. */
  readonly allocatableMemory: Level
  readonly disk: Level
  readonly inodes: Level
  readonly pids: Level
  readonly pods: ReadonlyMap<PodSync, PodStats>
}

/** What statistics are taken from. */
export interface StatsSources {
  node(): Node
  pods(): readonly PodSync[]
  /** Bytes of the images on the node. */
  images(): number
  /** Bytes and inodes pods have written to the node's own directories. */
  ownDisk(): { readonly bytes: number; readonly inodes: number }
}

/** File systems are made with one inode for so many bytes. */
const BYTES_PER_INODE = 16_384
/** The kernel's default for pid_max. */
const MAX_PID = 32_768

/** The statistics of one node. */
export class NodeStats {
  readonly #sources: StatsSources
  /** What the rest of the node takes. */
  readonly #others = new Map<NodeResource, number>()

  constructor(sources: StatsSources) {
    this.#sources = sources
  }

  /** From now on the rest of the node takes so much that this is left; what pods give back is left on top. */
  leave(resource: NodeResource, amount: number): void {
    this.#others.delete(resource)
    const { available } = this.summary()[resource]
    this.#others.set(resource, Math.max(available - amount, 0))
  }

  /** The rest of the node takes nothing any more. */
  recover(): void {
    this.#others.clear()
  }

  /** How things stand. */
  summary(): NodeSummary {
    const { node, pods, images, ownDisk } = this.#sources
    const all = new Map<PodSync, PodStats>()
    let memory = 0
    let bytes = images()
    let inodes = 0
    let pids = 0
    for (const sync of pods()) {
      const stats = podStats(sync)
      if (stats === undefined) continue
      all.set(sync, stats)
      const disk = podDisk(sync.pod, stats)
      memory += stats.memory
      bytes += disk.bytes
      inodes += disk.inodes
      pids += stats.processes
    }
    const own = ownDisk()
    const { capacity } = node().status
    const amount = (name: string): number => quantityValue(mustParseQuantity(capacity?.[name] ?? '0'))
    const disk = amount('ephemeral-storage')
    return {
      memory: this.#level('memory', amount('memory'), memory),
      allocatableMemory: { capacity: amount('memory'), available: amount('memory') - memory },
      disk: this.#level('disk', disk, bytes + own.bytes),
      inodes: this.#level('inodes', Math.trunc(disk / BYTES_PER_INODE), inodes + own.inodes),
      pids: this.#level('pids', MAX_PID, pids),
      pods: all,
    }
  }

  #level(resource: NodeResource, capacity: number, used: number): Level {
    return { capacity, available: Math.max(capacity - used - (this.#others.get(resource) ?? 0), 0) }
  }
}
