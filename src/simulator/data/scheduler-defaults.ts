// The default profile of kube-scheduler: every plugin upstream enables, in upstream's order, with its weight. Plugins without a
// file under scheduler/plugins are accepted but do nothing: `notSimulatedSchedulerPlugins` names them.
// Upstream: pkg/scheduler/apis/config/v1/default_plugins.go, framework/plugins/names/names.go.
import { registry } from '../../generated/registry/scheduler-plugins.ts'

/** One enabled plugin; `file` is its stem under scheduler/plugins, `gate` the feature gate it needs. */
export interface DefaultPlugin {
  readonly name: string
  readonly file: string
  readonly weight?: number
  readonly gate?: string
}

/** The name of the profile that runs unless configured otherwise, and of its component in events. */
export const defaultSchedulerName = 'default-scheduler'

/** The MultiPoint list in order: each extension point runs its plugins in this order. */
export const defaultPlugins: readonly DefaultPlugin[] = [
  { name: 'SchedulingGates', file: 'scheduling-gates' },
  { name: 'PrioritySort', file: 'priority-sort' },
  { name: 'NodeUnschedulable', file: 'node-unschedulable' },
  { name: 'NodeName', file: 'node-name' },
  { name: 'TaintToleration', file: 'taint-toleration', weight: 3 },
  { name: 'NodeAffinity', file: 'node-affinity', weight: 2 },
  { name: 'NodePorts', file: 'node-ports' },
  { name: 'NodeResourcesFit', file: 'node-resources-fit', weight: 1 },
  { name: 'VolumeRestrictions', file: 'volume-restrictions' },
  { name: 'NodeVolumeLimits', file: 'node-volume-limits' },
  { name: 'VolumeBinding', file: 'volume-binding' },
  { name: 'VolumeZone', file: 'volume-zone' },
  { name: 'PodTopologySpread', file: 'pod-topology-spread', weight: 2 },
  { name: 'InterPodAffinity', file: 'inter-pod-affinity', weight: 2 },
  { name: 'DynamicResources', file: 'dynamic-resources', weight: 2 },
  { name: 'DefaultPreemption', file: 'default-preemption' },
  { name: 'NodeResourcesBalancedAllocation', file: 'node-resources-balanced-allocation', weight: 1 },
  { name: 'ImageLocality', file: 'image-locality', weight: 1 },
  { name: 'DefaultBinder', file: 'default-binder' },
  { name: 'NodeDeclaredFeatures', file: 'node-declared-features', gate: 'NodeDeclaredFeatures' },
  { name: 'GangScheduling', file: 'gang-scheduling', gate: 'GangScheduling' },
  { name: 'TopologyPlacementGenerator', file: 'topology-placement-generator', gate: 'TopologyAwareWorkloadScheduling' },
  { name: 'PodGroupPodsCount', file: 'pod-group-pods-count', weight: 1, gate: 'TopologyAwareWorkloadScheduling' },
]

/** Upstream plugins this project does not act out. */
export function notSimulatedSchedulerPlugins(): readonly string[] {
  return defaultPlugins.filter((plugin) => !registry.has(plugin.file)).map((plugin) => plugin.name)
}

/** Resources the scoring strategy weighs (NodeResourcesFitArgs and NodeResourcesBalancedAllocationArgs). */
export const scoredResources = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
] as const

/** Seconds of the queue: pkg/scheduler/apis/config/v1/defaults.go and scheduling_queue.go. */
export const queueDefaults = {
  initialBackoffSeconds: 1,
  maxBackoffSeconds: 10,
  maxInUnschedulableSeconds: 300,
  flushEverySeconds: 30,
} as const

/** Below so many nodes all are looked at; above, a percentage that shrinks with the size of the cluster. */
export const sampling = { minFeasibleNodes: 100, minPercentage: 5 } as const
