// All nodes with their pods, kept up to date by what the informers tell and by what the scheduler itself has just decided
// (assumed pods). A cycle is synchronous, so it reads the cache itself: no snapshot has to be taken.
// Upstream: pkg/scheduler/backend/cache/cache.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import { deepEqual } from '../../model/deep-equal.ts'
import { NodeInfo, type PodInfo, podInfoOf } from './node-info.ts'
import { type PodCount, PodCounts, type PodSort } from './pod-counts.ts'
import { TermIndex } from './term-index.ts'
import { type Domains, Topology } from './topology.ts'

/** The scheduler's view of the cluster. */
export class Cache {
  readonly #nodes = new Map<string, NodeInfo>()
  #list: NodeInfo[] | undefined
  /** Where each bound or assumed pod is. */
  readonly #placed = new Map<string, string>()
  readonly #assumed = new Set<string>()
  /** Pods bound to nodes the cache does not know (yet), by node. */
  readonly #homeless = new Map<string, Map<string, Pod>>()
  /** On how many nodes each image is, by name. */
  readonly #imageNodes = new Map<string, number>()
  /** How many placed pods name a claim. */
  readonly #claims = new Map<string, number>()
  readonly #counts = new PodCounts()
  readonly #topology = new Topology()
  readonly refusingTerms = new TermIndex(['requiredAnti'])
  readonly scoringTerms = new TermIndex(['required', 'preferred', 'preferredAnti'])

  nodes(): readonly NodeInfo[] {
    this.#list ??= [...this.#nodes.values()]
    return this.#list
  }

  node(name: string): NodeInfo | undefined {
    return this.#nodes.get(name)
  }

  imageNodes(image: string): number {
    return this.#imageNodes.get(image) ?? 0
  }

  claimUsed(key: string): boolean {
    return this.#claims.has(key)
  }

  count(sort: PodSort): PodCount {
    return this.#counts.of(sort, this.nodes())
  }

  domains(topologyKey: string): Domains {
    return this.#topology.of(topologyKey, this.nodes())
  }

  setNode(node: Node): void {
    const name = node.metadata.name ?? ''
    const known = this.#nodes.get(name)
    if (known !== undefined) this.#updateNode(known, node)
    else {
      const info = new NodeInfo(node)
      this.#nodes.set(name, info)
      this.#list = undefined
      this.#countImages(info.images, 1)
      this.#topology.change(info, 1)
      for (const pod of this.#homeless.get(name)?.values() ?? []) this.#add(info, podInfoOf(pod))
      this.#homeless.delete(name)
    }
  }

  removeNode(name: string): void {
    const info = this.#nodes.get(name)
    if (info === undefined) return
    this.#countImages(info.images, -1)
    this.#nodes.delete(name)
    this.#list = undefined
    const pods = [...info.pods.values()]
    for (const pod of pods) this.#remove(info, pod)
    this.#topology.change(info, -1)
    if (pods.length > 0) this.#homeless.set(name, new Map(pods.map(({ uid, pod }) => [uid, pod])))
  }

  /** Counts a pod on the node just chosen for it, before the cluster has heard. */
  assume(pod: Pod, nodeName: string): void {
    this.#place(pod, nodeName)
    this.#assumed.add(pod.metadata.uid ?? '')
  }

  /** The node chosen for a pod that is not known to be bound yet. */
  assumedNode(uid: string): string | undefined {
    return this.#assumed.has(uid) ? this.#placed.get(uid) : undefined
  }

  /** A bound pod as the cluster has it now. */
  setPod(pod: Pod): void {
    this.#assumed.delete(pod.metadata.uid ?? '')
    this.#place(pod, pod.spec.nodeName ?? '')
  }

  /** Takes a pod off its node: gone, finished, or its binding failed. */
  removePod(uid: string): void {
    this.#assumed.delete(uid)
    const nodeName = this.#placed.get(uid)
    if (nodeName === undefined) return
    this.#placed.delete(uid)
    const node = this.#nodes.get(nodeName)
    const info = node?.pods.get(uid)
    if (node !== undefined && info !== undefined) this.#remove(node, info)
    this.#homeless.get(nodeName)?.delete(uid)
  }

  /** Runs `task` as if a pod were not placed. */
  without<T>(uid: string, task: () => T): T {
    const node = this.#nodes.get(this.#placed.get(uid) ?? '')
    const info = node?.pods.get(uid)
    if (node === undefined || info === undefined) return task()
    this.#remove(node, info)
    try {
      return task()
    } finally {
      this.#add(node, info)
    }
  }

  #updateNode(known: NodeInfo, node: Node): void {
    const { images } = known
    const relabelled = !deepEqual(known.node.metadata.labels, node.metadata.labels)
    if (relabelled) this.#reindex(known, -1)
    known.update(node)
    if (relabelled) this.#reindex(known, 1)
    if (known.images === images) return
    this.#countImages(images, -1)
    this.#countImages(known.images, 1)
  }

  /** Everything that depends on the labels of a node. */
  #reindex(node: NodeInfo, by: 1 | -1): void {
    this.#topology.change(node, by)
    for (const info of node.pods.values()) this.#index(node, info, by)
  }

  #index(node: NodeInfo, info: PodInfo, by: 1 | -1): void {
    this.#counts.change(info, node, by)
    this.refusingTerms.change(info, node, by)
    this.scoringTerms.change(info, node, by)
  }

  #place(pod: Pod, nodeName: string): void {
    const uid = pod.metadata.uid ?? ''
    const before = this.#placed.get(uid)
    if (before !== undefined && before !== nodeName) this.removePod(uid)
    this.#placed.set(uid, nodeName)
    const node = this.#nodes.get(nodeName)
    if (node !== undefined) {
      const known = node.pods.get(uid)
      const info = podInfoOf(pod)
      if (known !== undefined && sameWeight(known, info)) node.pods.set(uid, info)
      else {
        if (known !== undefined) this.#remove(node, known)
        this.#add(node, info)
      }
      return
    }
    let pods = this.#homeless.get(nodeName)
    if (pods === undefined) {
      pods = new Map()
      this.#homeless.set(nodeName, pods)
    }
    pods.set(uid, pod)
  }

  #add(node: NodeInfo, info: PodInfo): void {
    node.addPod(info)
    this.#index(node, info, 1)
    for (const claim of info.claims) this.#claims.set(claim, (this.#claims.get(claim) ?? 0) + 1)
  }

  #remove(node: NodeInfo, info: PodInfo): void {
    node.removePod(info.uid)
    this.#index(node, info, -1)
    for (const claim of info.claims) {
      const left = (this.#claims.get(claim) ?? 0) - 1
      if (left > 0) this.#claims.set(claim, left)
      else this.#claims.delete(claim)
    }
  }

  #countImages(images: ReadonlyMap<string, number>, by: 1 | -1): void {
    for (const name of images.keys()) this.#imageNodes.set(name, (this.#imageNodes.get(name) ?? 0) + by)
  }
}

/** True when a newer version of a pod counts exactly as the older one did. */
function sameWeight(old: PodInfo, info: PodInfo): boolean {
  const { metadata } = old.pod
  return (
    old.requests === info.requests &&
    metadata.deletionTimestamp === info.pod.metadata.deletionTimestamp &&
    (metadata.labels === info.pod.metadata.labels || deepEqual(metadata.labels, info.pod.metadata.labels))
  )
}
