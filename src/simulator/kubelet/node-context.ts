// What all pods of one node share: the node's tools. Handed by the kubelet to its pod workers.
import type { Container, Node, Pod } from '../../generated/api/core.v1.ts'
import type { Random } from '../api/types.ts'
import type { Client } from '../client/client.ts'
import type { EventRecorder } from '../client/event-recorder.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import type { Clock } from '../engine/clock.ts'
import type { Backoff } from './backoff.ts'
import type { NodeImages } from './images.ts'
import type { PodIps } from './pod-ips.ts'
import type { ContainerInstance } from './runtime.ts'

/** Tells whether running containers have started up and are ready. */
export interface Probes {
  started(pod: Pod, instance: ContainerInstance): boolean
  ready(pod: Pod, instance: ContainerInstance): boolean
}

/** The tools of a node. */
export interface NodeContext {
  readonly clock: Clock
  readonly random: Random
  readonly client: Client
  readonly recorder: EventRecorder
  readonly catalogue: ImageCatalogue
  readonly images: NodeImages
  readonly crashes: Backoff
  readonly probes: Probes
  readonly hostIp: string
  readonly ips: PodIps
  node(): Node
}

/** A container without probes is up as soon as it runs. */
export const noProbes: Probes = { started: () => true, ready: () => true }

/** The user a container runs as: what the pod says, else the image's. */
export function userOf(catalogue: ImageCatalogue, pod: Pod, container: Container) {
  const image = catalogue.behaviour(container.image ?? '')?.user
  const own = container.securityContext
  const shared = pod.spec.securityContext
  const groups = [...(shared?.supplementalGroups ?? []), ...(image?.groups ?? [])]
  if (shared?.fsGroup !== undefined) groups.push(shared.fsGroup)
  return {
    uid: own?.runAsUser ?? shared?.runAsUser ?? image?.uid ?? 0,
    gid: own?.runAsGroup ?? shared?.runAsGroup ?? image?.gid ?? 0,
    groups,
  }
}
