// A node with all that is on it, added up once and kept up to date pod by pod. Upstream: pkg/scheduler/framework/types.go.
import type { Node } from '../../generated/api/core.v1.ts'
import { UsedPorts } from '../../model/host-ports.ts'
import { mustParseQuantity, quantityValue } from '../../model/quantity.ts'
import type { PodInfo } from './pod-info.ts'
import { addTo, copyOf, noResources, parseResources, type Resources } from './resources.ts'

export { type PodInfo, podInfoOf, priorityOf } from './pod-info.ts'

/** One node of the scheduler's view. */
export class NodeInfo {
  readonly name: string
  node: Node
  labels: ReadonlyMap<string, string>
  allocatable: Resources
  allowedPods: number
  /** Sizes of the images on the node, by every name they have. */
  images: ReadonlyMap<string, number>
  readonly pods: Map<string, PodInfo>
  readonly requested: Resources
  readonly filledRequested: Resources
  readonly usedPorts: UsedPorts

  constructor(node: Node, from?: NodeInfo) {
    this.name = node.metadata.name ?? ''
    this.node = node
    this.labels = from?.labels ?? labelsOf(node)
    this.allocatable = from?.allocatable ?? parseResources(node.status.allocatable)
    this.allowedPods = from?.allowedPods ?? allowedPodsOf(node)
    this.images = from?.images ?? imagesOf(node)
    this.pods = new Map(from?.pods)
    this.requested = from === undefined ? noResources() : copyOf(from.requested)
    this.filledRequested = from === undefined ? noResources() : copyOf(from.filledRequested)
    this.usedPorts = from === undefined ? new UsedPorts() : from.usedPorts.clone()
  }

  /** Takes a newer version of the node. */
  update(node: Node): void {
    if (node.status.allocatable !== this.node.status.allocatable) {
      this.allocatable = parseResources(node.status.allocatable)
      this.allowedPods = allowedPodsOf(node)
    }
    if (node.status.images !== this.node.status.images) this.images = imagesOf(node)
    if (node.metadata.labels !== this.node.metadata.labels) this.labels = labelsOf(node)
    this.node = node
  }

  addPod(info: PodInfo): void {
    this.removePod(info.uid)
    this.pods.set(info.uid, info)
    addTo(this.requested, info.requests)
    addTo(this.filledRequested, info.filledRequests)
    for (const port of info.hostPorts) this.usedPorts.add(port)
  }

  removePod(uid: string): void {
    const info = this.pods.get(uid)
    if (info === undefined) return
    this.pods.delete(uid)
    addTo(this.requested, info.requests, -1)
    addTo(this.filledRequested, info.filledRequests, -1)
    for (const port of info.hostPorts) this.usedPorts.remove(port)
  }

  /** A copy to try pods out on. */
  clone(): NodeInfo {
    return new NodeInfo(this.node, this)
  }
}

const labelsOf = (node: Node): ReadonlyMap<string, string> => new Map(Object.entries(node.metadata.labels ?? {}))

/** How many pods a node takes. */
export function allowedPodsOf(node: Node): number {
  const pods = node.status.allocatable?.['pods']
  return pods === undefined ? 0 : quantityValue(mustParseQuantity(pods))
}

const noImages: ReadonlyMap<string, number> = new Map()

function imagesOf(node: Node): ReadonlyMap<string, number> {
  if (!node.status.images || node.status.images.length === 0) return noImages
  const images = new Map<string, number>()
  for (const image of node.status.images) for (const name of image.names ?? []) images.set(name, image.sizeBytes ?? 0)
  return images
}
