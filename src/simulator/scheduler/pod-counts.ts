// How many pods of a sort are on each node and in each topology domain, counted once and then kept up to date, so that
// placing one pod of many alike does not look at all the others again. Upstream counts anew for each pod.

import type { Pod } from './contract.ts'
import type { NodeInfo, PodInfo } from './node-info.ts'

/** A sort of pods; equal keys mean equal sorts. */
export interface PodSort {
  readonly key: string
  /** Looks at metadata only: namespace, labels, whether the pod is being deleted. */
  matches(pod: Pod): boolean
}

const noCounts: ReadonlyMap<string, number> = new Map()

/** The count of one sort of pods. */
export class PodCount {
  readonly #sort: PodSort
  readonly #byNode = new Map<NodeInfo, number>()
  readonly #byKey = new Map<string, Map<string, number>>()

  constructor(sort: PodSort) {
    this.#sort = sort
  }

  add(pod: Pod, node: NodeInfo, by: 1 | -1): void {
    if (!this.#sort.matches(pod)) return
    bump(this.#byNode, node, by)
    for (const [key, counts] of this.#byKey) {
      const value = node.labels.get(key)
      if (value !== undefined) bump(counts, value, by)
    }
  }

  on(node: NodeInfo): number {
    return this.#byNode.get(node) ?? 0
  }

  /** Nodes with any, and how many. */
  get nodes(): ReadonlyMap<NodeInfo, number> {
    return this.#byNode
  }

  /** By value of a label of nodes; domains without any are left out. */
  in(topologyKey: string): ReadonlyMap<string, number> {
    let counts = this.#byKey.get(topologyKey)
    if (counts !== undefined) return counts
    counts = new Map()
    for (const [node, count] of this.#byNode) {
      const value = node.labels.get(topologyKey)
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + count)
    }
    this.#byKey.set(topologyKey, counts)
    return counts
  }
}

function bump<K>(counts: Map<K, number>, key: K, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}

/** Sorts that are counted at once; the one not asked for longest is given up. */
const KEPT = 128

/** The counts that are kept up to date. */
export class PodCounts {
  readonly #counts = new Map<string, PodCount>()

  /** The count of a sort; made from all `nodes` when it is first asked for. */
  of(sort: PodSort, nodes: readonly NodeInfo[]): PodCount {
    let count = this.#counts.get(sort.key)
    if (count !== undefined) {
      this.#counts.delete(sort.key)
      this.#counts.set(sort.key, count)
      return count
    }
    count = new PodCount(sort)
    for (const node of nodes) for (const info of node.pods.values()) count.add(info.pod, node, 1)
    if (this.#counts.size >= KEPT) this.#counts.delete(this.#counts.keys().next().value!)
    this.#counts.set(sort.key, count)
    return count
  }

  change(info: PodInfo, node: NodeInfo, by: 1 | -1): void {
    for (const count of this.#counts.values()) count.add(info.pod, node, by)
  }
}

/** Counts with changes that are only tried out: the counts themselves stay as they are. */
export class CountView {
  readonly #base: ReadonlyMap<string, number>
  readonly #delta: Map<string, number> | undefined

  constructor(base: ReadonlyMap<string, number> = noCounts, delta?: Map<string, number>) {
    this.#base = base
    this.#delta = delta
  }

  get(value: string): number {
    const count = this.#base.get(value) ?? 0
    return this.#delta === undefined ? count : count + (this.#delta.get(value) ?? 0)
  }

  /** True when every domain is down to nothing. */
  get empty(): boolean {
    if (this.#delta === undefined) return this.#base.size === 0
    for (const value of this.#base.keys()) if (this.get(value) !== 0) return false
    for (const value of this.#delta.keys()) if (this.get(value) !== 0) return false
    return true
  }

  /** A copy that may be changed. */
  clone(): CountView {
    return new CountView(this.#base, new Map(this.#delta))
  }

  /** Only for clones. */
  add(value: string, by: number): void {
    this.#delta?.set(value, (this.#delta.get(value) ?? 0) + by)
  }
}
