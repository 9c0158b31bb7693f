// A node with all that is on it, added up once and kept up to date pod by pod. Upstream: pkg/scheduler/framework/types.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import { mustParseQuantity, quantityValue } from '../../model/quantity.ts'
import { type HostPort, hostPortsOf, UsedPorts } from './host-ports.ts'
import { addTo, defaultRequests, noResources, parseResources, type Resources, requestsOf } from './resources.ts'

/** A pod with the figures the scheduler needs again and again; computed once per version of the pod. */
export interface PodInfo {
  readonly pod: Pod
  readonly uid: string
  readonly requests: Resources
  /** Requests with defaults for containers that name nothing; only CPU and memory matter. */
  readonly filledRequests: Resources
  readonly hostPorts: readonly HostPort[]
}

const infos = new WeakMap<Pod, PodInfo>()

/** The figures of a pod. */
export function podInfoOf(pod: Pod): PodInfo {
  let info = infos.get(pod)
  if (info === undefined) {
    info = {
      pod,
      uid: pod.metadata.uid ?? '',
      requests: requestsOf(pod, { useStatus: true }),
      filledRequests: requestsOf(pod, { useStatus: true, missingRequests: defaultRequests }),
      hostPorts: hostPortsOf(pod),
    }
    infos.set(pod, info)
  }
  return info
}

/** Priority as the API has defaulted it. */
export const priorityOf = (pod: Pod): number => pod.spec.priority ?? 0

/** One node of the scheduler's view. */
export class NodeInfo {
  readonly name: string
  node: Node
  readonly pods = new Map<string, PodInfo>()
  readonly requested = noResources()
  readonly filledRequested = noResources()
  readonly usedPorts = new UsedPorts()
  allocatable: Resources
  allowedPods: number
  /** Sizes of the images on the node, by every name they have. */
  images: ReadonlyMap<string, number>

  constructor(node: Node) {
    this.name = node.metadata.name ?? ''
    this.node = node
    this.allocatable = parseResources(node.status.allocatable)
    this.allowedPods = allowedPodsOf(node)
    this.images = imagesOf(node)
  }

  /** Takes a newer version of the node. */
  update(node: Node): void {
    if (node.status.allocatable !== this.node.status.allocatable) {
      this.allocatable = parseResources(node.status.allocatable)
      this.allowedPods = allowedPodsOf(node)
    }
    if (node.status.images !== this.node.status.images) this.images = imagesOf(node)
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
    const copy = new NodeInfo(this.node)
    for (const info of this.pods.values()) copy.addPod(info)
    return copy
  }
}

function allowedPodsOf(node: Node): number {
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
