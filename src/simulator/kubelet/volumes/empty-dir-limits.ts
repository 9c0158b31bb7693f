// emptyDir volumes with a size limit: measured once a minute, as the kubelet's volume statistics are; nothing for pods without.
// Upstream: localVolumeEviction in pkg/kubelet/eviction/eviction_manager.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import { quote } from '../../../model/quote.ts'
import { treeSize } from '../../containers/files/nodes.ts'
import type { Clock, Timer } from '../../engine/clock.ts'
import type { Failure } from '../status.ts'
import type { PodVolumes } from './pod-volumes.ts'

const MEASURE_MS = 57_000

/** The limits of one pod's volumes. */
export class EmptyDirLimits {
  readonly #clock: Clock
  readonly #volumes: PodVolumes
  #timer: Timer | undefined

  constructor(clock: Clock, volumes: PodVolumes) {
    this.#clock = clock
    this.#volumes = volumes
  }

  /** Measures from now on; `exceeded` gets the reason once. */
  start(pod: Pod, exceeded: (failure: Failure) => void): void {
    const limited = (pod.spec.volumes ?? []).filter(({ emptyDir }) => emptyDir?.sizeLimit !== undefined)
    if (limited.length === 0) return
    const measure = (): void => {
      this.#timer = this.#clock.after(MEASURE_MS, () => {
        for (const { name, emptyDir } of limited) {
          const node = this.#volumes.made(name)
          const limit = emptyDir?.sizeLimit ?? '0'
          if (node === undefined || treeSize(node) <= quantityValue(mustParseQuantity(limit))) continue
          const message = `Usage of EmptyDir volume ${quote(name)} exceeds the limit ${quote(limit)}. `
          exceeded({ reason: 'Evicted', message })
          return
        }
        measure()
      })
    }
    measure()
  }

  stop(): void {
    this.#timer?.cancel()
  }
}
