// The resources of one node put together: what is used, the eviction of pods when too little is left, the collection of images.
// Upstream: where pkg/kubelet/kubelet.go makes the eviction manager and the image manager.
import type { NodeResource } from '../../model/node-event.ts'
import { isCriticalPod } from './critical-pods.ts'
import { type EvictablePod, EvictionManager } from './eviction/eviction-manager.ts'
import { amountOf, type PressureCondition, type Signal } from './eviction/thresholds.ts'
import { ImageGcManager } from './images/image-gc-manager.ts'
import type { NodeContext } from './node-context.ts'
import type { NodeReporter } from './node-reporter.ts'
import type { PodWorker } from './pod-worker.ts'
import type { ImageStorage } from './stats/file-systems.ts'
import { NodeStats } from './stats/node-stats.ts'
import { podStats } from './stats/pod-stats.ts'

/** What is put together. */
export interface ResourceParts {
  readonly context: NodeContext
  readonly reporter: NodeReporter
  workers(): readonly PodWorker[]
  readonly imageStorage: ImageStorage | undefined
  ownDisk(): { readonly bytes: number; readonly inodes: number }
}

/** The signals that tell of each resource; those of images tell of the disk where everything lies on one. */
const signalsOf: Readonly<Record<NodeResource, readonly Signal[]>> = {
  memory: ['memory.available'],
  disk: ['nodefs.available'],
  inodes: ['nodefs.inodesFree'],
  imageDisk: ['imagefs.available'],
  imageInodes: ['imagefs.inodesFree'],
  pids: ['pid.available'],
}

/** How much less than the threshold is left of what runs short. */
const LITTLE: Readonly<Record<NodeResource, number>> = {
  memory: 1_048_576,
  disk: 1_048_576,
  inodes: 1,
  imageDisk: 1_048_576,
  imageInodes: 1,
  pids: 1,
}

/** The resources of one node. */
export class NodePressure {
  readonly #parts: ResourceParts
  readonly #stats: NodeStats
  readonly #eviction: EvictionManager
  readonly #images: ImageGcManager

  constructor(parts: ResourceParts) {
    this.#parts = parts
    const { context, reporter, workers, ownDisk, imageStorage } = parts
    const { clock, settings, images, recorder, gates, fileSystems } = context
    // Without it a kubelet does not know what to do with split file systems.
    const evicts = fileSystems !== 'split' || gates.enabled('KubeletSeparateDiskGC')
    const tellNode = (reason: string, message: string): void => reporter.tell('Warning', reason, message)
    this.#stats = new NodeStats({
      node: () => context.node(),
      pods: () => workers().map(({ sync }) => sync),
      images: () => images.list().reduce((sum, { size }) => sum + size, 0),
      imageStorage,
      ownDisk,
    })
    this.#images = new ImageGcManager({
      clock,
      settings,
      images,
      inUse: (pastPods) => this.#imagesInUse(pastPods),
      disk: () => this.#stats.summary().imageDisk,
      tellNode,
    })
    this.#eviction = new EvictionManager({
      clock,
      settings: evicts ? settings : { ...settings, evictionHard: {}, evictionSoft: {} },
      stats: this.#stats,
      fileSystems,
      pods: () =>
        workers()
          .filter(({ active }) => active)
          .map(evictable),
      reclaimDisk: () => this.#images.deleteUnused(),
      pressureChanged: () => reporter.report(),
      looked: () => this.#images.touch(),
      tellNode,
      tellPod: (pod, reason, message, annotations) =>
        recorder.event(pod, 'Warning', reason, message, undefined, annotations),
    })
  }

  /** What there is too little of. */
  get pressure(): readonly PressureCondition[] {
    return this.#eviction.conditions
  }

  /** More or less is used than before. */
  touch(): void {
    this.#eviction.touch()
  }

  stop(): void {
    this.#eviction.stop()
    this.#images.stop()
  }

  /** The rest of the node takes so much that so much is left: unless said, a little less than is borne. Why it cannot. */
  runShort(resource: NodeResource, left: number | undefined): string | undefined {
    if (resource.startsWith('image') && this.#parts.imageStorage === undefined)
      return 'the node has no file system of its own for images'
    const amount = left ?? this.#tooLittle(resource)
    if (amount === undefined) {
      const signal = signalsOf[resource][0]
      return `the kubelet evicts no pods for ${resource}: it has no hard threshold for ${signal}`
    }
    this.#stats.leave(resource, amount)
    this.touch()
    return undefined
  }

  /** What ran short is there again. */
  recover(): void {
    this.#stats.recover()
    this.touch()
  }

  #tooLittle(resource: NodeResource): number | undefined {
    const { capacity } = this.#stats.summary()[resource]
    const shared = this.#parts.imageStorage === undefined
    const told = [
      ...signalsOf[resource],
      ...(shared && resource === 'disk' ? signalsOf.imageDisk : []),
      ...(shared && resource === 'inodes' ? signalsOf.imageInodes : []),
    ]
    const amounts = this.#eviction.hard
      .filter(({ signal }) => told.includes(signal))
      .map(({ value }) => amountOf(value, capacity))
    return amounts.length === 0 ? undefined : Math.max(Math.max(...amounts) - LITTLE[resource], 0)
  }

  #imagesInUse(pastPods: boolean): ReadonlySet<string> {
    const used = new Set<string>()
    for (const { active, sync } of this.#parts.workers())
      if (active || pastPods) for (const { image } of sync.runtime.all()) used.add(image)
    return used
  }
}

const evictable = (worker: PodWorker): EvictablePod => ({
  pod: worker.pod,
  stats: podStats(worker.sync),
  critical: isCriticalPod(worker.pod),
  ended: () => worker.ended,
  evict: (failure, graceSeconds) => worker.evict(failure, graceSeconds),
})
