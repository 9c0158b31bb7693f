// What a node has and what is left of it: what its pods use, its images and its own disk take part of it; a scenario may say that
// the rest of the node takes so much that only little is left. Upstream: pkg/kubelet/server/stats/summary.go.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { NodeResource } from '../../../model/node-event.ts'
import { mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import type { PodSync } from '../pod-sync.ts'
import { fileSystemsOf, type ImageStorage, partsOn } from './file-systems.ts'
import { type DiskStats, type PodStats, podDisk, podStats } from './pod-stats.ts'

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
  readonly imageDisk: Level
  readonly imageInodes: Level
  readonly containerDisk: Level
  readonly containerInodes: Level
  readonly pids: Level
  readonly pods: ReadonlyMap<PodSync, PodStats>
}

/** What statistics are taken from. */
export interface StatsSources {
  node(): Node
  pods(): readonly PodSync[]
  /** Bytes of the images on the node. */
  images(): number
  /** A file system of their own. */
  readonly imageStorage: ImageStorage | undefined
  /** Bytes and inodes pods have written to the node's own directories. */
  ownDisk(): { readonly bytes: number; readonly inodes: number }
}

/** File systems are made with one inode for so many bytes. */
const BYTES_PER_INODE = 16_384
/**
 * The kubelet takes the lesser of kernel.pid_max and kernel.threads-max (pkg/kubelet/stats/pidlimit). Distributions with systemd set
 * the former to the most there can be (50-pid-max.conf); the kernel lets threads take an eighth of memory, 16Ki each (set_max_threads
 * in kernel/fork.c).
 */
const MAX_PID = 4_194_304
const MEMORY_PER_THREAD = 8 * 16_384

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
    const { node, pods, images, ownDisk, imageStorage } = this.#sources
    const layout = fileSystemsOf(imageStorage)
    const all = new Map<PodSync, PodStats>()
    let memory = 0
    let pids = 0
    let onNode = ownDisk()
    let onImages: DiskStats = { bytes: images(), inodes: 0 }
    for (const sync of pods()) {
      const stats = podStats(sync)
      if (stats === undefined) continue
      all.set(sync, stats)
      memory += stats.memory
      pids += stats.processes
      onNode = sum(onNode, podDisk(sync.pod, stats, partsOn('nodefs', layout)))
      if (layout === 'separate') onImages = sum(onImages, podDisk(sync.pod, stats, partsOn('imagefs', layout)))
    }
    const { capacity } = node().status
    const amount = (name: string): number => quantityValue(mustParseQuantity(capacity?.[name] ?? '0'))
    const nodefs = this.#disk(
      ['disk', 'inodes'],
      amount('ephemeral-storage'),
      layout === 'one' ? sum(onNode, onImages) : onNode,
    )
    const imagefs =
      imageStorage === undefined
        ? nodefs
        : this.#disk(['imageDisk', 'imageInodes'], quantityValue(mustParseQuantity(imageStorage.size)), onImages)
    const containerfs = layout === 'separate' ? imagefs : nodefs
    return {
      memory: this.#level('memory', amount('memory'), memory),
      allocatableMemory: { capacity: amount('memory'), available: amount('memory') - memory },
      disk: nodefs.bytes,
      inodes: nodefs.inodes,
      imageDisk: imagefs.bytes,
      imageInodes: imagefs.inodes,
      containerDisk: containerfs.bytes,
      containerInodes: containerfs.inodes,
      pids: this.#level('pids', Math.min(MAX_PID, Math.trunc(amount('memory') / MEMORY_PER_THREAD)), pids),
      pods: all,
    }
  }

  #disk([bytes, inodes]: readonly [NodeResource, NodeResource], size: number, used: DiskStats) {
    return {
      bytes: this.#level(bytes, size, used.bytes),
      inodes: this.#level(inodes, Math.trunc(size / BYTES_PER_INODE), used.inodes),
    }
  }

  #level(resource: NodeResource, capacity: number, used: number): Level {
    return { capacity, available: Math.max(capacity - used - (this.#others.get(resource) ?? 0), 0) }
  }
}

const sum = (a: DiskStats, b: DiskStats): DiskStats => ({ bytes: a.bytes + b.bytes, inodes: a.inodes + b.inodes })
