// Takes images off a node that nobody uses: when the disk they lie on is nearly full, every five minutes until it is not; and when
// eviction needs the disk. Upstream: pkg/kubelet/images/image_gc_manager.go, StartGarbageCollection in pkg/kubelet/kubelet.go.
import type { Clock, Timer } from '../../engine/clock.ts'
import { milliseconds } from '../eviction/thresholds.ts'
import type { NodeImages } from '../images.ts'
import type { KubeletSettings } from '../settings.ts'
import type { Level } from '../stats/node-stats.ts'

const PERIOD_MS = 300_000

/** What images are collected with. */
export interface ImageGcParts {
  readonly clock: Clock
  readonly settings: KubeletSettings
  readonly images: NodeImages
  /** The images of containers that are there; those of pods that are over only where they count. */
  inUse(pastPods: boolean): ReadonlySet<string>
  /** The disk images lie on. */
  disk(): Level
  tellNode(reason: string, message: string): void
}

/** The image garbage collection of one node. */
export class ImageGcManager {
  readonly #parts: ImageGcParts
  readonly #began: number
  #timer: Timer | undefined
  #failedBefore = false

  constructor(parts: ImageGcParts) {
    this.#parts = parts
    this.#began = parts.clock.now()
  }

  /** The disk may have become too full, or images too old. */
  touch(): void {
    const { settings, clock } = this.#parts
    const byAge = milliseconds(settings.imageMaximumGCAge) > 0
    if (this.#timer !== undefined || (!byAge && (settings.imageGCHighThresholdPercent === 100 || !this.#tooFull())))
      return
    const steps = Math.floor((clock.now() - this.#began) / PERIOD_MS) + 1
    this.#timer = clock.at(this.#began + steps * PERIOD_MS, () => {
      this.#timer = undefined
      const failure = this.#collect()
      if (failure !== undefined && this.#failedBefore) this.#parts.tellNode('ImageGCFailed', failure)
      this.#failedBefore = failure !== undefined
      if (!byAge || this.#parts.images.list().length > 0) this.touch()
    })
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  /** Takes away every image nobody uses; ended containers of pods that are over do not count as users. */
  deleteUnused(): void {
    this.#free(Number.POSITIVE_INFINITY, false)
  }

  #used(): number {
    const { capacity, available } = this.#parts.disk()
    return capacity === 0 ? 0 : 100 - Math.trunc((available * 100) / capacity)
  }

  #tooFull(): boolean {
    return this.#used() >= this.#parts.settings.imageGCHighThresholdPercent
  }

  /** One run; why it has not helped. */
  #collect(): string | undefined {
    const { settings, disk } = this.#parts
    this.#freeOld()
    const { capacity, available } = disk()
    if (capacity === 0) {
      const failure = 'invalid capacity 0 on image filesystem'
      this.#parts.tellNode('InvalidDiskCapacity', failure)
      return failure
    }
    const used = this.#used()
    if (used < settings.imageGCHighThresholdPercent) return undefined
    const wanted = Math.trunc((capacity * (100 - settings.imageGCLowThresholdPercent)) / 100) - available
    const freed = this.#free(wanted, true)
    if (freed >= wanted) return undefined
    const failure =
      `Insufficient free disk space on the node's image filesystem (${used}% of ${sizeText(capacity)} used). ` +
      `Failed to free sufficient space by deleting unused images (freed ${freed} bytes). ` +
      'Investigate disk usage, as it could be used by active images, logs, volumes, or other data.'
    this.#parts.tellNode('FreeDiskSpaceFailed', failure)
    return failure
  }

  #freeOld(): void {
    const { settings, clock, images, inUse } = this.#parts
    const oldest = milliseconds(settings.imageMaximumGCAge)
    if (oldest === 0 || clock.now() - this.#began <= oldest) return
    const used = inUse(true)
    for (const { name, lastUsed } of images.list())
      if (!used.has(name) && clock.now() - lastUsed > oldest) images.remove(name)
  }

  /** Frees so many bytes or all it can, the images longest unused first; how many it has freed. */
  #free(wanted: number, pastPods: boolean): number {
    const { settings, clock, images, inUse } = this.#parts
    const youngest = milliseconds(settings.imageMinimumGCAge)
    const used = inUse(pastPods)
    let freed = 0
    const inOrder = [...images.list()].sort((a, b) => a.lastUsed - b.lastUsed || a.since - b.since)
    for (const { name, since, size } of inOrder) {
      if (used.has(name) || clock.now() - since < youngest) continue
      images.remove(name)
      freed += size
      if (freed >= wanted) break
    }
    return freed
  }
}

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** A size as people read it: `95.4 GiB`. */
function sizeText(bytes: number): string {
  let unit = 0
  let size = bytes
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit++
  }
  return unit === 0 ? `${bytes} B` : `${size.toFixed(1)} ${units[unit]}`
}
