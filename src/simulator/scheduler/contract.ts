// What a scheduler plugin is: scheduler/plugins/<name>.ts exporting `plugin`, a PluginFactory named as upstream names it. A
// plugin implements the extension points it needs; which ones run, in which order and with what weight is
// data/scheduler-defaults.ts. Upstream: staging/src/k8s.io/kube-scheduler/framework/interface.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import type { Labels } from '../../model/labels.ts'
import type { JsonObject, KubeObject, ResourceKey } from '../api/types.ts'
import type { Client } from '../client/client.ts'
import type { Environment } from '../client/environment.ts'
import type { CycleState } from './cycle-state.ts'
import type { NodeInfo, PodInfo } from './node-info.ts'
import type { NodeToStatus } from './node-to-status.ts'
import type { PodCount, PodSort } from './pod-counts.ts'
import type { TermIndex } from './term-index.ts'
import type { Domains } from './topology.ts'

export type { CycleState } from './cycle-state.ts'
export type { NodeInfo, PodInfo } from './node-info.ts'
export type { Node, Pod }

/** The outcome of an extension point; no status at all means Success. */
export type Code = 'Error' | 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Wait' | 'Skip' | 'Pending'

/** Why a plugin refused (or skipped); `plugin` is filled in by the framework. */
export interface Status {
  readonly code: Code
  readonly reasons: readonly string[]
  readonly plugin?: string
}

/** A status value. */
export const status = (code: Code, ...reasons: string[]): Status => ({ code, reasons })

/** The point of the cycle is not needed for this pod: later points of the same plugin are left out. */
export const skip: Status = { code: 'Skip', reasons: [] }

/** True for refusals of a node or a pod, as opposed to errors. */
export const isRejected = (s: Status): boolean =>
  s.code === 'Unschedulable' || s.code === 'UnschedulableAndUnresolvable' || s.code === 'Pending'

/** What kind of change of a resource a plugin waits for. */
export type Action =
  | 'Add'
  | 'Delete'
  | 'Update'
  | 'UpdateNodeAllocatable'
  | 'UpdateNodeLabel'
  | 'UpdateNodeTaint'
  | 'UpdateNodeCondition'
  | 'UpdateNodeAnnotation'
  | 'UpdateNodeDeclaredFeature'
  | 'UpdatePodLabel'
  | 'UpdatePodScaleDown'
  | 'UpdatePodToleration'
  | 'UpdatePodSchedulingGatesEliminated'
  | 'UpdatePodGeneratedResourceClaim'

/** A change in the cluster that may make a refused pod schedulable: `pods`, `nodes`, or any other resource's key. */
export interface ClusterEvent {
  readonly resource: ResourceKey
  readonly action: Action
}

/** An event a plugin registers for. Without `hint` every such event puts the pods it refused back into the queue. */
export interface EventRegistration {
  readonly resource: ResourceKey
  readonly actions: readonly Action[]
  hint?(pod: Pod, previous: KubeObject | undefined, next: KubeObject | undefined): boolean
}

/** What PreFilter answers: a status, or the only nodes worth looking at, or nothing. */
export interface PreFilterResult {
  readonly status?: Status
  readonly nodeNames?: ReadonlySet<string>
}

/** What PostFilter answers; `nominatedNodeName` undefined leaves the pod's nomination alone, '' clears it. */
export interface PostFilterResult {
  /** Undefined means Success: room was made. */
  readonly status?: Status
  readonly nominatedNodeName?: string
}

/** How a queue compares two pods: the PrioritySort point. */
export interface QueueEntry {
  readonly pod: Pod
  /** When it entered the queue, epoch milliseconds. */
  readonly timestamp: number
}

/** A plugin's extension points; all synchronous. */
export interface Plugin {
  /** Changes that may turn this plugin's refusals around. */
  readonly events?: readonly EventRegistration[]
  preEnqueue?(pod: Pod): Status | undefined
  less?(a: QueueEntry, b: QueueEntry): boolean
  preFilter?(state: CycleState, pod: Pod): PreFilterResult | undefined
  /** PreFilter's state follows a pod that is tried out on (or taken off) a copy of a node. */
  addPod?(state: CycleState, pod: Pod, added: PodInfo, node: NodeInfo): void
  removePod?(state: CycleState, pod: Pod, removed: PodInfo, node: NodeInfo): void
  filter?(state: CycleState, pod: Pod, node: NodeInfo): Status | undefined
  postFilter?(state: CycleState, pod: Pod, refused: NodeToStatus): PostFilterResult
  preScore?(state: CycleState, pod: Pod, nodes: readonly NodeInfo[]): Status | undefined
  score?(state: CycleState, pod: Pod, node: NodeInfo): number
  /** Turns raw scores (by index of the feasible nodes) into 0..100, in place. */
  normalizeScore?(state: CycleState, pod: Pod, scores: number[], nodes: readonly NodeInfo[]): void
  reserve?(state: CycleState, pod: Pod, nodeName: string): Status | undefined
  unreserve?(state: CycleState, pod: Pod, nodeName: string): void
  /** `Wait` keeps the pod reserved until allowed or rejected through the handle. */
  permit?(state: CycleState, pod: Pod, nodeName: string): Status | undefined
  /** True when PreBind is going to write or wait: the pod is nominated to its node meanwhile. */
  willPreBind?(state: CycleState, pod: Pod, nodeName: string): boolean
  /** `Wait` when the cluster has to do something first: the handle is told later. */
  preBind?(state: CycleState, pod: Pod, nodeName: string): Status | undefined
  /** `Skip` lets the next binder try. */
  bind?(state: CycleState, pod: Pod, nodeName: string): Status | undefined
}

/** What a plugin may reach. */
export interface Handle {
  readonly environment: Environment
  readonly client: Client
  /** The schedulerName of the profile. */
  readonly profile: string
  /** The nodes as this cycle sees them, in the scheduler's order. */
  nodes(): readonly NodeInfo[]
  node(name: string): NodeInfo | undefined
  /** On how many nodes an image is present. */
  imageNodes(image: string): number
  /** How many placed pods of a sort there are, by node and by domain. */
  count(sort: PodSort): PodCount
  /** The domains of a topology key. */
  domains(topologyKey: string): Domains
  /** Required anti-affinity of placed pods. */
  readonly refusingTerms: TermIndex
  /** All other affinity of placed pods. */
  readonly scoringTerms: TermIndex
  /** Whether a placed pod names the claim `namespace/name`. */
  claimUsed(key: string): boolean
  namespaceLabels(namespace: string): Labels
  /** Pods nominated to a node by earlier preemptions. */
  nominatedPods(nodeName: string): readonly PodInfo[]
  /** All filters on one node, counting nominated pods of the same or higher priority. */
  runFilters(state: CycleState, pod: Pod, node: NodeInfo): Status | undefined
  runAddPod(state: CycleState, pod: Pod, added: PodInfo, node: NodeInfo): void
  runRemovePod(state: CycleState, pod: Pod, removed: PodInfo, node: NodeInfo): void
  /** Ends a plugin's wait of Permit or PreBind: undefined goes on, a status refuses. False when the pod does not wait. */
  resume(podUid: string, outcome: Status | undefined, plugin?: string): boolean
  /** Whether a pod still waits in Permit or PreBind, in the attempt that `state` is of. */
  waits(podUid: string, state: CycleState): boolean
  /** Writes an event as the profile's scheduler. */
  event(regarding: KubeObject, reason: string, action: string, note: string, related?: KubeObject): void
}

/** A plugin of the profile. */
export interface PluginFactory {
  /** Upstream's name: `NodeResourcesFit`. */
  readonly name: string
  /** `args` as a KubeSchedulerConfiguration's pluginConfig has them. */
  create(handle: Handle, args: JsonObject): Plugin
}
