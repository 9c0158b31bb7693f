// All nodes with their pods, kept up to date by what the informers tell and by what the scheduler itself has just decided
// (assumed pods). A cycle is synchronous, so it reads the cache itself: no snapshot has to be taken.
// Upstream: pkg/scheduler/backend/cache/cache.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import { NodeInfo, podInfoOf } from './node-info.ts'

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

  setNode(node: Node): void {
    const name = node.metadata.name ?? ''
    const known = this.#nodes.get(name)
    if (known !== undefined) {
      const before = known.images
      known.update(node)
      if (known.images !== before) {
        this.#countImages(before, -1)
        this.#countImages(known.images, 1)
      }
      return
    }
    const info = new NodeInfo(node)
    this.#nodes.set(name, info)
    this.#list = undefined
    this.#countImages(info.images, 1)
    for (const pod of this.#homeless.get(name)?.values() ?? []) info.addPod(podInfoOf(pod))
    this.#homeless.delete(name)
  }

  removeNode(name: string): void {
    const info = this.#nodes.get(name)
    if (info === undefined) return
    this.#countImages(info.images, -1)
    this.#nodes.delete(name)
    this.#list = undefined
    if (info.pods.size === 0) return
    this.#homeless.set(name, new Map([...info.pods].map(([uid, { pod }]) => [uid, pod])))
  }

  /** Counts a pod on the node just chosen for it, before the cluster has heard. */
  assume(pod: Pod, nodeName: string): void {
    this.#place(pod, nodeName)
    this.#assumed.add(pod.metadata.uid ?? '')
  }

  isAssumed(uid: string): boolean {
    return this.#assumed.has(uid)
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
    this.#nodes.get(nodeName)?.removePod(uid)
    this.#homeless.get(nodeName)?.delete(uid)
  }

  #place(pod: Pod, nodeName: string): void {
    const uid = pod.metadata.uid ?? ''
    const before = this.#placed.get(uid)
    if (before !== undefined && before !== nodeName) this.removePod(uid)
    this.#placed.set(uid, nodeName)
    const node = this.#nodes.get(nodeName)
    if (node !== undefined) node.addPod(podInfoOf(pod))
    else {
      let pods = this.#homeless.get(nodeName)
      if (pods === undefined) {
        pods = new Map()
        this.#homeless.set(nodeName, pods)
      }
      pods.set(uid, pod)
    }
  }

  #countImages(images: ReadonlyMap<string, number>, by: 1 | -1): void {
    for (const name of images.keys()) this.#imageNodes.set(name, (this.#imageNodes.get(name) ?? 0) + by)
  }
}
