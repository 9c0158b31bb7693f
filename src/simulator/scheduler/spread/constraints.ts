// The topology spread constraints of a pod, ready to count: its own, or the cluster's defaults for pods of services and
// workloads. Upstream: pkg/scheduler/framework/plugins/podtopologyspread/common.go and plugins/helper/spread.go.
import type { ReplicaSet, StatefulSet } from '../../../generated/api/apps.v1.ts'
import type { ReplicationController, Service, TopologySpreadConstraint } from '../../../generated/api/core.v1.ts'
import { type Labels, matchesSet, type Selector } from '../../../model/labels.ts'
import { matchesRequiredNodeAffinity } from '../../../model/node-affinity.ts'
import { blocksScheduling, findUntoleratedTaint } from '../../../model/taints.ts'
import type { Lister } from '../../api/types.ts'
import type { NodeInfo, Pod } from '../contract.ts'
import { isEmpty, pairs, selectorFrom, selectorOf, textOf } from '../selectors.ts'

/** A constraint as the plugin works with it. */
export interface Constraint {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly selector: Selector
  readonly minDomains: number
  readonly honorAffinity: boolean
  readonly honorTaints: boolean
}

/** What to do when a constraint cannot be met. */
export type Action = 'DoNotSchedule' | 'ScheduleAnyway'

/** The plugin's arguments. */
export interface SpreadArguments {
  readonly defaultConstraints: readonly TopologySpreadConstraint[]
  /** The cluster's own defaults: nodes need not have all the labels. */
  readonly systemDefaulted: boolean
}

/** The defaults of the system. */
export const systemDefaults: SpreadArguments = {
  defaultConstraints: [
    { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
    { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
  ],
  systemDefaulted: true,
}

/** The constraints of a pod that call for `action`. */
export function constraintsOf(pod: Pod, action: Action, defaults: SpreadArguments, lister: Lister): Constraint[] {
  const own = pod.spec.topologySpreadConstraints
  if (own !== undefined && own.length > 0) return chosen(own, pod.metadata.labels, action)
  const constraints = chosen(defaults.defaultConstraints, pod.metadata.labels, action)
  if (constraints.length === 0) return constraints
  const selector = defaultSelector(pod, lister)
  return selector === undefined ? [] : constraints.map((constraint) => ({ ...constraint, selector }))
}

function chosen(
  constraints: readonly TopologySpreadConstraint[],
  labels: Labels | undefined,
  action: Action,
): Constraint[] {
  return constraints
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action)
    .map((constraint) => ({
      maxSkew: constraint.maxSkew,
      topologyKey: constraint.topologyKey,
      selector: withLabelKeys(selectorOf(constraint.labelSelector), constraint.matchLabelKeys ?? [], labels ?? {}),
      minDomains: constraint.minDomains ?? 1,
      honorAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
      honorTaints: constraint.nodeTaintsPolicy === 'Honor',
    }))
}

function withLabelKeys(selector: Selector, keys: readonly string[], labels: Labels): Selector {
  const own: Record<string, string> = {}
  for (const key of keys) if (Object.hasOwn(labels, key)) own[key] = labels[key]!
  if (selector.nothing || Object.keys(own).length === 0) return selector
  return selectorFrom([...pairs(own), ...selector.requirements])
}

/** What services and the pod's workload select; undefined when nothing does. */
function defaultSelector(pod: Pod, lister: Lister): Selector | undefined {
  const { namespace = '', labels, ownerReferences } = pod.metadata
  const set: Record<string, string> = {}
  for (const { spec } of lister.list<Service>('services', namespace)) {
    if (spec.selector && matchesSet(spec.selector, labels)) Object.assign(set, spec.selector)
  }
  const owner = ownerReferences?.find(({ controller }) => controller === true)
  let requirements = pairs(set)
  if (owner?.apiVersion === 'v1' && owner.kind === 'ReplicationController') {
    const found = lister.get<ReplicationController>('replicationcontrollers', namespace, owner.name)
    requirements = pairs({ ...set, ...found?.spec.selector })
  } else if (owner?.apiVersion === 'apps/v1') {
    const resource = { ReplicaSet: 'replicasets.apps', StatefulSet: 'statefulsets.apps' }[owner.kind]
    const found =
      resource === undefined ? undefined : lister.get<ReplicaSet | StatefulSet>(resource, namespace, owner.name)
    if (found !== undefined) requirements.push(...selectorOf(found.spec.selector).requirements)
  }
  return requirements.length === 0 ? undefined : selectorFrom(requirements)
}

/** Whether a node's pods count for a constraint. */
export function countsNode({ honorAffinity, honorTaints }: Constraint, pod: Pod, node: NodeInfo): boolean {
  if (honorAffinity && !matchesRequiredNodeAffinity(pod, node.node)) return false
  return (
    !honorTaints || findUntoleratedTaint(node.node.spec.taints, pod.spec.tolerations, blocksScheduling) === undefined
  )
}

/** Whether every node counts for a constraint, whatever its labels and taints. */
export function countsAllNodes({ honorAffinity, honorTaints }: Constraint, { spec }: Pod): boolean {
  if (honorTaints) return false
  return (
    !honorAffinity ||
    (spec.nodeSelector === undefined &&
      spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution === undefined)
  )
}

/** Whether a node has the labels of all constraints. */
export function hasAllKeys({ labels }: Pick<NodeInfo, 'labels'>, constraints: readonly Constraint[]): boolean {
  for (const { topologyKey } of constraints) if (!labels.has(topologyKey)) return false
  return true
}

/** The sort of pods a constraint counts in a namespace: those it selects and that are not being deleted. */
export function countedPods({ selector }: Constraint, namespace: string) {
  return {
    key: `spread|${namespace}|${textOf(selector)}`,
    matches: ({ metadata }: Pod) =>
      metadata.namespace === namespace && metadata.deletionTimestamp === undefined && selector.matches(metadata.labels),
  }
}

/** An empty selector counts no pod, although it matches all. */
export const countsNothing = ({ selector }: Constraint): boolean => isEmpty(selector) || selector.nothing
