// What a pod may take of its node's disk: emptyDir volumes with a limit, measured about once a minute, and the ephemeral-storage
// limits of its containers, each and together, every ten seconds. Nothing is measured of pods without limits, nor while nothing is
// written. Upstream: localStorageEviction in pkg/kubelet/eviction/eviction_manager.go, volume statistics in
// pkg/kubelet/server/stats/volume_stat_calculator.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { podLimits } from '../../../model/pod-resources.ts'
import { formatQuantity, mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import { isLocal, type PodStats, podDisk } from '../stats/pod-stats.ts'
import type { Failure } from '../status.ts'
import { containerStorageMessage, EVICTED, emptyDirMessage, podStorageMessage } from './messages.ts'

/** Volumes are measured once a minute (volumeStatsAggPeriod): when in it is ours, as recorded. */
const VOLUMES_MS = 57_000
const CONTAINERS_MS = 10_000
const STORAGE = 'ephemeral-storage'

/** The limits of one pod. */
export class LocalStorage {
  readonly #clock: Clock
  readonly #dedicated: boolean
  readonly #stats: () => PodStats | undefined
  readonly #volumes: Rhythm
  readonly #containers: Rhythm
  /** Volumes as last measured. */
  #measured: PodStats['volumes'] = []
  #pod: Pod | undefined
  #exceeded: (failure: Failure) => void = () => {}

  /** `dedicated` where images have a file system of their own: what containers write counts for their pod alone. */
  constructor(clock: Clock, stats: () => PodStats | undefined, dedicated: boolean) {
    this.#dedicated = dedicated
    this.#clock = clock
    this.#stats = stats
    this.#volumes = new Rhythm(clock, VOLUMES_MS, () => this.#measure())
    this.#containers = new Rhythm(clock, CONTAINERS_MS, () => this.#check())
  }

  /** Measures from now on; `exceeded` gets the reason once. */
  start(pod: Pod, exceeded: (failure: Failure) => void): void {
    this.#pod = pod
    this.#exceeded = exceeded
    this.#volumes.origin = this.#clock.now()
    this.#containers.origin = this.#clock.now()
    this.#volumes.on = (pod.spec.volumes ?? []).some(({ emptyDir }) => emptyDir?.sizeLimit !== undefined)
    this.#containers.on = podLimits(pod)[STORAGE] !== undefined
    if (this.#containers.on && (pod.spec.volumes ?? []).some(isLocal)) this.#volumes.on = true
  }

  /** Something was written. */
  touch(): void {
    this.#volumes.touch()
    this.#containers.touch()
  }

  stop(): void {
    this.#volumes.stop()
    this.#containers.stop()
  }

  #measure(): void {
    this.#measured = this.#stats()?.volumes ?? []
    for (const { name, emptyDir } of this.#pod?.spec.volumes ?? []) {
      const used = this.#measured.find((volume) => volume.name === name)?.bytes
      const limit = emptyDir?.sizeLimit
      if (used === undefined || limit === undefined) continue
      const most = quantityValue(mustParseQuantity(limit))
      if (most > 0 && used > most) {
        this.#tell(emptyDirMessage(name, formatQuantity(mustParseQuantity(limit))))
        return
      }
    }
    this.#check()
  }

  #check(): void {
    const pod = this.#pod
    const stats = this.#stats()
    if (pod === undefined || stats === undefined) return
    const limit = podLimits(pod)[STORAGE]
    if (limit === undefined) return
    if (podDisk(pod, { ...stats, volumes: this.#measured }).bytes > quantityValue(limit)) {
      this.#tell(podStorageMessage(formatQuantity(limit)))
      return
    }
    for (const { name, rootfs, logs } of stats.containers) {
      const own = pod.spec.containers?.find((each) => each.name === name)?.resources?.limits?.[STORAGE]
      if (own === undefined) continue
      const most = mustParseQuantity(own)
      if (quantityValue(most) === 0 || logs.bytes + (this.#dedicated ? 0 : rootfs.bytes) <= quantityValue(most))
        continue
      this.#tell(containerStorageMessage(name, formatQuantity(most)))
      return
    }
  }

  #tell(message: string): void {
    this.stop()
    this.#volumes.on = false
    this.#containers.on = false
    this.#exceeded({ reason: EVICTED, message })
  }
}

/** Something that is done in regular steps, but only at those that follow a touch. */
class Rhythm {
  on = false
  origin = 0
  readonly #clock: Clock
  readonly #period: number
  readonly #run: () => void
  #timer: Timer | undefined

  constructor(clock: Clock, period: number, run: () => void) {
    this.#clock = clock
    this.#period = period
    this.#run = run
  }

  touch(): void {
    if (!this.on || this.#timer !== undefined) return
    const steps = Math.floor((this.#clock.now() - this.origin) / this.#period) + 1
    this.#timer = this.#clock.at(this.origin + steps * this.#period, () => {
      this.#timer = undefined
      this.#run()
    })
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }
}
