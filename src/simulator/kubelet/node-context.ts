// What all pods of one node share: the node's tools. Handed by the kubelet to its pod workers.
import type { Container, Node, Pod } from '../../generated/api/core.v1.ts'
import type { FeatureGates, Random } from '../api/types.ts'
import type { Client } from '../client/client.ts'
import type { EventRecorder } from '../client/event-recorder.ts'
import type { ImageCatalogue } from '../containers/catalogue.ts'
import type { Moment } from '../containers/coroutine.ts'
import type { DirectoryNode } from '../containers/files/nodes.ts'
import type { ClusterNetwork } from '../containers/network.ts'
import type { Clock } from '../engine/clock.ts'
import type { Backoff } from './backoff.ts'
import type { ContainerManager } from './cm/container-manager.ts'
import type { PressureCondition } from './eviction/thresholds.ts'
import type { NodeImages } from './images.ts'
import type { NodeDisk } from './node-disk.ts'
import type { NodeTime, Pace } from './node-time.ts'
import type { PodIps } from './pod-ips.ts'
import type { RuntimeHealth } from './runtime-health.ts'
import type { AppArmor } from './security-profiles.ts'
import type { KubeletSettings } from './settings.ts'
import type { FileSystems } from './stats/file-systems.ts'
import type { Unsent } from './unsent.ts'
import type { UserNamespaces } from './user-namespaces.ts'
import type { ObjectSources } from './volumes/object-sources.ts'
import type { VolumesInUse } from './volumes/volumes-in-use.ts'

/** The tools of a node. */
export interface NodeContext {
  /** What is waited by. */
  readonly clock: Clock
  /** What is stamped. */
  readonly time: NodeTime
  readonly pace: Pace
  readonly health: RuntimeHealth
  /** When the kubelet has last started again; unset as long as it has not. */
  readonly restarted: { at: number | undefined }
  readonly random: Random
  readonly gates: FeatureGates
  readonly client: Client
  readonly recorder: EventRecorder
  readonly catalogue: ImageCatalogue
  readonly images: NodeImages
  /** What could not be written is tried again. */
  readonly unsent: Unsent
  readonly crashes: Backoff
  readonly network: ClusterNetwork
  readonly sources: ObjectSources
  readonly hostIp: string
  /** What its container runtime knows to run pods under. */
  readonly runtimeHandlers: readonly string[]
  readonly fileSystems: FileSystems
  readonly settings: KubeletSettings
  readonly containerManager: ContainerManager
  readonly ips: PodIps
  readonly userNamespaces: UserNamespaces
  readonly appArmor: AppArmor
  readonly volumesInUse: VolumesInUse
  /** The CSI drivers that have registered with the kubelet. */
  readonly csiDrivers: Set<string>
  node(): Node
  /** Directories of the node itself, and storage pods share. */
  readonly disk: NodeDisk
  storage(key: string): DirectoryNode
  /** Pods that count against the node's resources, for admission and resize. */
  activePods(): readonly Pod[]
  /** Something on the node may use more or less of it. */
  consumed(): void
  /** Ends a pod for a critical one that comes. */
  preempt(pod: Pod): void
  /** A pod has ended, or uses less than before: others may get what they wait for. */
  retryResizes(): void
  /** The ends of pods that make room: who comes waits for them. */
  leaving(): readonly Moment[]
  shuttingDown(): boolean
  /** What the node has too little of. */
  pressure(): readonly PressureCondition[]
}

/** The user a container runs as: what the pod says, else the image's. */
export function userOf(catalogue: ImageCatalogue, pod: Pod, container: Container) {
  const image = catalogue.behaviour(container.image ?? '')?.user
  const own = container.securityContext
  const shared = pod.spec.securityContext
  // Those the image gives its user come first, unless the pod says that only its own count.
  const groups = shared?.supplementalGroupsPolicy === 'Strict' ? [] : [...(image?.groups ?? [])]
  if (shared?.fsGroup !== undefined) groups.push(shared.fsGroup)
  groups.push(...(shared?.supplementalGroups ?? []))
  return {
    uid: own?.runAsUser ?? shared?.runAsUser ?? image?.uid ?? 0,
    gid: own?.runAsGroup ?? shared?.runAsGroup ?? image?.gid ?? 0,
    groups,
  }
}

/** Why a container may not run as the user it would run as. Upstream: verifyRunAsNonRoot in kuberuntime/security_context_others.go. */
export function nonRootError(catalogue: ImageCatalogue, pod: Pod, container: Container): string | undefined {
  const own = container.securityContext
  const shared = pod.spec.securityContext
  if ((own?.runAsNonRoot ?? shared?.runAsNonRoot) !== true) return undefined
  const who = `(pod: "${podLabel(pod)}", container: ${container.name})`
  const asked = own?.runAsUser ?? shared?.runAsUser
  if (asked !== undefined) return asked === 0 ? `container's runAsUser breaks non-root policy ${who}` : undefined
  const image = catalogue.behaviour(container.image ?? '')?.user
  if (image?.name !== undefined)
    return `container has runAsNonRoot and image has non-numeric user (${image.name}), cannot verify user is non-root ${who}`
  if ((image?.uid ?? 0) === 0) return `container has runAsNonRoot and image will run as root ${who}`
  return undefined
}

/** `name_namespace(uid)`, as the kubelet's messages name pods. */
export const podLabel = ({ metadata: { name, namespace, uid } }: Pod): string => `${name}_${namespace}(${uid})`

/** The kind of path a container's events name. */
export function fieldPathOf(pod: Pod, name: string): string {
  if (pod.spec.initContainers?.some((each) => each.name === name) === true) return `spec.initContainers{${name}}`
  if (pod.spec.ephemeralContainers?.some((each) => each.name === name) === true)
    return `spec.ephemeralContainers{${name}}`
  return `spec.containers{${name}}`
}
