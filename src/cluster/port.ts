// The port every play acts through: the simulator (embedded.ts) or a real cluster (remote.ts). Plays, kubectl and reporters
// know nothing else of a cluster. Calls may be synchronous (embedded) or not (remote): always await them.

import type { LabelRequirement } from '../model/label-requirement.ts'
import type { AccessSpec, ReviewerSpec } from './port-access.ts'
import type { ExtendingCluster } from './port-extending.ts'
import type { Fault, RegistrySpec } from './port-faults.ts'
import type { NodeEvent } from './port-nodes.ts'

export type {
  AccessReviewAnswer,
  AccessSpec,
  ReviewerSpec,
  StaticToken,
  TokenReviewAnswer,
} from './port-access.ts'
export type { ApiServerBehaviour, ControllerTask, WebhookAddress, WebhookBehaviour } from './port-extending.ts'
export type { Fault, RegistrySpec } from './port-faults.ts'
export type { AllocateAnswer, NodeEvent } from './port-nodes.ts'

/** A value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>

/** An object of the API as plain JSON; never change one you were given. */
export interface ApiObject {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: {
    readonly name?: string
    readonly namespace?: string
    readonly uid?: string
    readonly resourceVersion?: string
    readonly creationTimestamp?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly [field: string]: unknown
  }
  readonly [field: string]: unknown
}

/** One request to the API server. `path` has no query; `body` is a plain value (or the text itself, with its contentType). */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** `application/json` unless named; PATCH needs one of the patch types. */
  readonly contentType?: string
  readonly accept?: string
  /** Logs in with these instead of being the administrator: a bearer token, a client certificate in PEM, or nothing at all. */
  readonly credentials?: { readonly token?: string; readonly certificate?: string }
  /** Acts as this user instead of the administrator. */
  readonly as?: { readonly name: string; readonly groups?: readonly string[] }
}

/** The answer: an object, a list or a Status. */
export interface ApiResponse {
  readonly code: number
  readonly body: ApiObject
  readonly warnings: readonly string[]
  /** The answer where it is text, not an object: logs. */
  readonly text?: string
  /** What of the object sent is NotSimulated: taken and kept, but acted on by nobody here. */
  readonly notSimulated?: readonly string[]
}

/** What discovery says of a kind. */
export interface KindInfo {
  readonly apiVersion: string
  readonly group: string
  readonly version: string
  readonly kind: string
  /** The plural in paths: `pods`. */
  readonly resource: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly namespaced: boolean
  /** `pods`, `deployments.apps`: the key of histories and of refusals. */
  readonly key: string
}

/** One write that the cluster took, in order of revision. */
export interface Change {
  readonly revision: number
  /** Cluster time in epoch milliseconds. */
  readonly at: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** `pods`, `deployments.apps`. */
  readonly resource: string
  readonly namespace: string
  readonly name: string
  /** After the change; for DELETED the last state. */
  readonly object: ApiObject
  readonly previous: ApiObject | undefined
  /** The user that asked: `admin`, `system:kube-scheduler`, `system:node:node-1` … */
  readonly by: string
}

/** All that happened, for judging "never", "throughout", "until". Append-only: hold on to `length` as a mark. */
export interface History {
  readonly length: number
  /** Changes from mark `from` (default 0) on. */
  since(from?: number): readonly Change[]
  /** The changes of one object, oldest first. */
  of(resource: string, namespace: string, name: string): readonly Change[]
}

/** What the scheduler thought of one node: a plugin refused it, or each gave it a score, already weighted. */
export interface NodeThought {
  readonly node: string
  readonly refusedBy?: string
  readonly reasons?: readonly string[]
  /** Absent where no scores were needed, because only one node was left. */
  readonly scores?: Readonly<Record<string, number>>
  readonly total?: number
}

/** One attempt of a scheduler to find a node for a pod. */
export interface Decision {
  /** Cluster time in epoch milliseconds. */
  readonly at: number
  /** The revision of the last write before it. */
  readonly revision: number
  /** The scheduler's name. */
  readonly by: string
  readonly namespace: string
  readonly pod: string
  /** The node that was chosen. */
  readonly node?: string
  /** Why none was. */
  readonly message?: string
  /** The node on which preemption makes room. */
  readonly nominatedNode?: string
  /** Every node that was looked at, in the scheduler's order. */
  readonly nodes: readonly NodeThought[]
}

/** What the schedulers decided; the oldest of very many may be forgotten. */
export interface Decisions {
  /** All, oldest first. */
  all(): readonly Decision[]
  /** Those about one pod, oldest first. */
  of(namespace: string, pod: string): readonly Decision[]
}

/** A node the stage is set with; quantities as text. */
export interface NodeSpec {
  readonly name: string
  readonly capacity?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  readonly os?: string
  readonly arch?: string
  readonly machine?: MachineSpec
  /** A file system of its own for images; unless they are alone there, containers write to it too. */
  readonly imageStorage?: { readonly size: string; readonly imagesAlone: boolean }
  /** What its container runtime can run pods under; unset: runc alone. */
  readonly runtimeHandlers?: readonly string[]
  readonly devicePlugins?: readonly { readonly resource: string; readonly devices: readonly DeviceSpec[] }[]
  /** Fields of its KubeletConfiguration, beyond those of all kubelets. */
  readonly kubelet?: Readonly<Record<string, unknown>>
}

/** A node's hardware: what is left open is one NUMA node, a socket for each, one thread per core, all spread evenly. */
export interface MachineSpec {
  readonly numaNodes?: number | readonly NumaNodeSpec[]
  readonly sockets?: number
  readonly threadsPerCore?: number
  /** The last-level caches; one to a socket where nothing is said. */
  readonly uncoreCaches?: number
  /** Amounts by resource, over all NUMA nodes: `hugepages-2Mi`. */
  readonly hugepages?: Readonly<Record<string, string>>
}

/** One NUMA node. */
export interface NumaNodeSpec {
  /** `0-3,8-11`. */
  readonly cpus?: string
  readonly memory?: string
  /** Amounts by resource: `hugepages-2Mi`. */
  readonly hugepages?: Readonly<Record<string, string>>
  /** To every NUMA node, in order; 10 to itself. */
  readonly distances?: readonly number[]
}

/** A device a plugin offers. */
export interface DeviceSpec {
  readonly id: string
  /** The NUMA nodes it is near; empty when it does not say. */
  readonly numa: readonly number[]
  readonly healthy: boolean
}

/** What a container was given of its node for itself. */
export interface Allocation {
  /** `2-3`; undefined when it shares its CPUs with others. */
  readonly cpus: string | undefined
  /** Where its CPUs, memory and devices lie. */
  readonly numaNodes: readonly number[]
  readonly devices: Readonly<Record<string, readonly string[]>>
}

/** What a container of an image does when it runs. Times in cluster milliseconds after its start. */
export interface ImageSpec {
  /** As written in a pod, with or without tag: `nginx`, `app:1`. */
  readonly name: string
  readonly startsAfter?: number
  readonly exits?: { readonly after: number; readonly code: number }
  /** The pull fails, with this text where given. */
  readonly cannotBePulled?: string
  readonly pullTakes?: number
  /** Lines it prints when it starts. */
  readonly prints?: readonly string[]
  readonly listens?: readonly number[]
  /** Answers to GET: of those for a path the latest that has begun; any other path is answered 404. */
  readonly answers?: readonly { readonly path: string; readonly code: number; readonly from: number }[]
  /** Bytes of memory it takes, each from its moment on. */
  readonly memory?: readonly { readonly bytes: number; readonly from: number }[]
  readonly ignoresTerm?: boolean
}

/** What may happen to a container from outside: it ends, is killed for its memory, prints a line. */
export type ContainerEvent =
  | { readonly is: 'exits'; readonly code: number }
  | { readonly is: 'outOfMemory' }
  | { readonly is: 'prints'; readonly text: string }

/** Some pods of a namespace: those that fit all that is said. */
export interface PodsChosen {
  readonly namespace: string
  readonly name?: string
  readonly selector?: readonly LabelRequirement[]
  /** Whoever controls them, directly or through a ReplicaSet or Job. */
  readonly owner?: { readonly kind: string; readonly name: string }
  readonly node?: string
}

/** What the metrics APIs answer from now on; an API that nothing was said about is not installed. Amounts are quantities. */
export type MetricSpec =
  /** metrics.k8s.io is there, and containers use nothing until somebody says so. */
  | { readonly is: 'server' }
  /** What containers use: one of each pod (the first unless named), or those of an image. */
  | {
      readonly is: 'usage'
      readonly of: PodsChosen | { readonly image: string }
      readonly container?: string
      readonly resource: string
      readonly amount: string
      /** All of them together use it, evenly. */
      readonly together?: boolean
    }
  /** Pods nobody has measured. */
  | { readonly is: 'unknown'; readonly of: PodsChosen }
  /** A custom metric of each pod. */
  | {
      readonly is: 'ofPods'
      readonly of: PodsChosen
      readonly metric: string
      readonly labels?: Readonly<Record<string, string>>
      readonly amount: string
    }
  /** A custom metric of one object. */
  | {
      readonly is: 'ofObject'
      readonly of: {
        readonly apiVersion: string
        readonly kind: string
        readonly namespace: string
        readonly name: string
      }
      readonly metric: string
      readonly labels?: Readonly<Record<string, string>>
      readonly amount: string
    }
  | {
      readonly is: 'external'
      readonly namespace: string
      readonly metric: string
      readonly labels?: Readonly<Record<string, string>>
      readonly amount: string
    }

/** The cloud behind a cluster; what is said adds up. Times in cluster milliseconds. */
export interface CloudSpec {
  readonly region?: string
  readonly balancersTake?: number
  /** Why no load balancer comes; '' when they come again. */
  readonly balancersRefused?: string
}

/** How a cluster is set up before it starts. */
export interface ClusterOptions {
  readonly nodes?: readonly NodeSpec[]
  readonly featureGates?: Readonly<Record<string, boolean>>
  readonly enableAdmissionPlugins?: readonly string[]
  readonly disableAdmissionPlugins?: readonly string[]
  /** Fields of the KubeletConfiguration of all nodes. */
  readonly kubelet?: Readonly<Record<string, unknown>>
  /** By plugin, as under `configuration` in an AdmissionConfiguration. */
  readonly admissionConfiguration?: Readonly<Record<string, unknown>>
  /** The servers that kubeconfigs speak of, by the files configurations of plugins name. */
  readonly kubeconfigs?: Readonly<Record<string, string>>
  /** How long pods stay on a node that is not ready, or cannot be reached; 300 unless said. */
  readonly tolerationSeconds?: { readonly notReady?: number; readonly unreachable?: number }
  /** What kube-scheduler is started with: a KubeSchedulerConfiguration. */
  readonly schedulerConfiguration?: unknown
  readonly access?: AccessSpec
  /** Cluster time at the start, epoch milliseconds. Default 2026-01-01T00:00:00Z. */
  readonly start?: number
  readonly seed?: number
  /** The seed of another legal order of what happens at once. */
  readonly order?: number
}

/** Why a cluster cannot be set up as the scenario wants: a fault of the scenario, not ours. */
export class StageError extends Error {}

/** A cluster to play on. */
export interface Cluster extends ExtendingCluster {
  readonly type: 'embedded' | 'remote'
  /** Something happens to a node of itself; why it cannot, where it cannot. */
  happenToNode(node: string, event: NodeEvent): Awaitable<string | undefined>
  /** All kinds it serves now (custom kinds included). */
  kinds(): Awaitable<readonly KindInfo[]>
  request(request: ApiRequest): Awaitable<ApiResponse>
  /** Cluster time, epoch milliseconds. */
  now(): number
  /** Lets cluster time pass. */
  pass(milliseconds: number): Awaitable<void>
  /** Runs until `holds` (asked at once and after everything that happens) or until that much cluster time has passed; true when it held. */
  until(holds: () => boolean, within: number): Awaitable<boolean>
  readonly history: History
  /** What the writes to a kind's objects are called in the history. */
  storedUnder(kind: { readonly apiVersion: string; readonly kind: string; readonly key: string }): string
  /** An object of the history as another version of its kind shows it; a StageError says why it cannot be converted. */
  show(object: ApiObject, apiVersion: string): ApiObject
  /** A cluster that cannot look into its scheduler has none. */
  readonly decisions?: Decisions
  /** What the audit log says so far, oldest first; a cluster that cannot show it has none. */
  readonly auditLog?: readonly ApiObject[]
  /** Sets more of the stage while the play runs; a remote cluster refuses what it cannot do with an Error that says so. */
  addNode(node: NodeSpec): Awaitable<void>
  setNodeUp(name: string, up: boolean): Awaitable<void>
  setImage(image: ImageSpec): Awaitable<void>
  setReviewer(reviewer: ReviewerSpec): Awaitable<void>
  setMetric(metric: MetricSpec): Awaitable<void>
  setCloud(cloud: CloudSpec): Awaitable<void>
  /** False when there is no such node. */
  setMachine(node: string, state: 'running' | 'stopped' | 'deleted'): Awaitable<boolean>
  /** A CSI driver is on a node, or on every one there is and will be; false when there is no such node. */
  addCsiDriver(driver: string, node: string | undefined): Awaitable<boolean>
  setRegistry(registry: RegistrySpec): Awaitable<void>
  /** Brings a fault about; the text says why it cannot be: there is no such node or controller. */
  fault(fault: Fault): Awaitable<string | undefined>
  /** False when no such container is running. */
  happen(namespace: string, pod: string, container: string, event: ContainerEvent): Awaitable<boolean>
  /** Why the kubelet of a node did not start; undefined when it did. */
  kubeletError(node: string): Awaitable<string | undefined>
  /** A device plugin lists its devices on a node, or on every node there is; false when there is no such node. */
  setDevices(node: string | undefined, resource: string, devices: readonly DeviceSpec[]): Awaitable<boolean>
  /** A device plugin goes away or comes back with the devices it had; false when there is none. */
  setDevicePluginUp(node: string | undefined, resource: string, up: boolean): Awaitable<boolean>
  /** False when there is no such device. */
  setDeviceHealth(node: string | undefined, device: string, healthy: boolean): Awaitable<boolean>
  /** What a container was given for itself; undefined when no kubelet has its pod. */
  allocationOf(namespace: string, pod: string, container: string): Awaitable<Allocation | undefined>
  /**
   * Another cluster in the state this one is in, which from then on is only there to be forked again; undefined where that cannot
   * be: time has passed, something is under way, the stage was set in a way that cannot be repeated.
   */
  fork?(): Cluster | undefined
  close(): Awaitable<void>
}

/** Makes clusters for scenarios. */
export type ClusterFactory = (options: ClusterOptions) => Awaitable<Cluster>
