// The NUMA nodes of a machine and how far they are from one another. Upstream: pkg/kubelet/cm/topologymanager/numa_info.go.
import type { Machine } from '../machine.ts'
import { type BitMask, bitsOf, countOf, isNarrower, maskOf } from './bit-mask.ts'

/** Chooses between sets of NUMA nodes. */
export class NumaInfo {
  readonly #distances: ReadonlyMap<number, readonly number[]>
  /** All NUMA nodes. */
  readonly all: BitMask
  readonly count: number

  constructor({ numaNodes }: Pick<Machine, 'numaNodes'>) {
    this.#distances = new Map(numaNodes.map(({ id, distances }) => [id, distances]))
    this.all = maskOf(this.#distances.keys())
    this.count = numaNodes.length
  }

  narrowest(a: BitMask, b: BitMask): BitMask {
    return isNarrower(a, b) ? a : b
  }

  /** Of as many nodes those that lie closer together. */
  closest(a: BitMask, b: BitMask): BitMask {
    if (countOf(a) !== countOf(b)) return this.narrowest(a, b)
    const [near, far] = [this.averageDistance(a), this.averageDistance(b)]
    if (near === far) return a < b ? a : b
    return near < far ? a : b
  }

  averageDistance(mask: BitMask): number {
    const nodes = bitsOf(mask)
    if (nodes.length === 0) return 0
    let sum = 0
    for (const from of nodes) for (const to of nodes) sum += this.#distances.get(from)?.[to] ?? 0
    return sum / nodes.length ** 2
  }
}
