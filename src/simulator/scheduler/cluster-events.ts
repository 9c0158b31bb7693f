// Which of the changes plugins can wait for an update of a node or a pod is. Upstream: pkg/scheduler/framework/events.go.
import { deepEqual } from '../../model/deep-equal.ts'
import type { ClusterEvent, Node, Pod } from './contract.ts'
import { type Resources, requestsOf } from './resources.ts'

/** How a node changed, in the plugins' terms; conditions count without their heartbeats. */
export function nodeChanges(old: Node, node: Node): ClusterEvent[] {
  const events: ClusterEvent[] = []
  const add = (action: ClusterEvent['action']): void => {
    events.push({ resource: 'nodes', action })
  }
  if (old.spec.unschedulable === true && node.spec.unschedulable !== true) add('UpdateNodeTaint')
  if (!deepEqual(old.status.allocatable, node.status.allocatable)) add('UpdateNodeAllocatable')
  if (!deepEqual(old.metadata.labels, node.metadata.labels)) add('UpdateNodeLabel')
  if (!deepEqual(old.spec.taints, node.spec.taints)) add('UpdateNodeTaint')
  if (conditionsDiffer(old, node)) add('UpdateNodeCondition')
  if (!deepEqual(old.metadata.annotations, node.metadata.annotations)) add('UpdateNodeAnnotation')
  if (!deepEqual(old.status.declaredFeatures, node.status.declaredFeatures)) add('UpdateNodeDeclaredFeature')
  return events
}

function conditionsDiffer(old: Node, node: Node): boolean {
  const before = old.status.conditions ?? []
  const after = node.status.conditions ?? []
  if (before === after) return false
  return (
    before.length !== after.length ||
    after.some(({ type, status }) => before.find((condition) => condition.type === type)?.status !== status)
  )
}

/** How a pod changed, in the plugins' terms; `Update` when it is in none of them. */
export function podChanges(old: Pod, pod: Pod): ClusterEvent[] {
  const events: ClusterEvent[] = []
  const add = (action: ClusterEvent['action']): void => {
    events.push({ resource: 'pods', action })
  }
  if (!deepEqual(old.metadata.labels, pod.metadata.labels)) add('UpdatePodLabel')
  if (shrank(requestsOf(old, { useStatus: true }), requestsOf(pod, { useStatus: true }))) add('UpdatePodScaleDown')
  if ((old.spec.tolerations?.length ?? 0) !== (pod.spec.tolerations?.length ?? 0)) add('UpdatePodToleration')
  if ((old.spec.schedulingGates?.length ?? 0) > 0 && (pod.spec.schedulingGates?.length ?? 0) === 0) {
    add('UpdatePodSchedulingGatesEliminated')
  }
  const claims = ({ status }: Pod) => [status.resourceClaimStatuses ?? [], status.extendedResourceClaimStatus]
  if (!deepEqual(claims(old), claims(pod))) add('UpdatePodGeneratedResourceClaim')
  if (events.length === 0) add('Update')
  return events
}

function shrank(before: Resources, after: Resources): boolean {
  if (after.milliCpu < before.milliCpu || after.memory < before.memory) return true
  if (after.ephemeralStorage < before.ephemeralStorage) return true
  for (const [name, value] of before.scalars ?? []) if ((after.scalars?.get(name) ?? 0) < value) return true
  return false
}
