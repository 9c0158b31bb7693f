// Which changes may let a pod in that PodTopologySpread refused. Upstream: isSchedulableAfterPodChange and
// isSchedulableAfterNodeChange in pkg/scheduler/framework/plugins/podtopologyspread/plugin.go.
import { deepEqual } from '../../../model/deep-equal.ts'
import type { EventRegistration, Handle, Node, Pod } from '../contract.ts'
import { type Constraint, constraintsOf, type SpreadArguments } from './constraints.ts'

/** What the plugin waits for. */
export function spreadEvents(handle: Handle, defaults: SpreadArguments): readonly EventRegistration[] {
  const constraints = (pod: Pod) => constraintsOf(pod, 'DoNotSchedule', defaults, handle.client.lister)
  return [
    {
      resource: 'pods',
      actions: ['Add', 'UpdatePodLabel', 'UpdatePodToleration', 'Delete'],
      hint: (pod, old, next) => podHelps(pod, old as Pod | undefined, next as Pod | undefined, constraints),
    },
    {
      resource: 'nodes',
      actions: ['Add', 'Delete', 'UpdateNodeLabel', 'UpdateNodeTaint'],
      hint: (pod, old, next) => nodeHelps(constraints(pod), old as Node | undefined, next as Node | undefined),
    },
  ]
}

function podHelps(
  pod: Pod,
  old: Pod | undefined,
  next: Pod | undefined,
  constraintsOfPod: (pod: Pod) => Constraint[],
): boolean {
  for (const other of [old, next]) if (other !== undefined && !involved(other, pod)) return false
  const constraints = constraintsOfPod(pod)
  const counted = ({ metadata }: Pod): boolean => constraints.some(({ selector }) => selector.matches(metadata.labels))
  if (next === undefined) return old !== undefined && counted(old)
  if (old === undefined) return counted(next)
  const tolerates = pod.metadata.uid === next.metadata.uid && !deepEqual(next.spec.tolerations, old.spec.tolerations)
  if (tolerates && constraints.some(({ honorTaints }) => honorTaints)) return true
  return constraints.some(
    ({ selector }) => selector.matches(old.metadata.labels) !== selector.matches(next.metadata.labels),
  )
}

/** The pod itself, or one of its namespace that has a place. */
function involved(other: Pod, pod: Pod): boolean {
  if (other.metadata.uid === pod.metadata.uid) return true
  if (!other.spec.nodeName && !other.status.nominatedNodeName) return false
  return other.metadata.namespace === pod.metadata.namespace
}

function nodeHelps(constraints: readonly Constraint[], old: Node | undefined, next: Node | undefined): boolean {
  const matches = (node: Node | undefined): boolean =>
    node !== undefined && constraints.every(({ topologyKey }) => node.metadata.labels?.[topologyKey] !== undefined)
  if (old === undefined || next === undefined) return matches(old ?? next)
  if (matches(old) !== matches(next)) return true
  if (!matches(next)) return false
  return (
    constraints.some(({ topologyKey }) => old.metadata.labels?.[topologyKey] !== next.metadata.labels?.[topologyKey]) ||
    !deepEqual(old.spec.taints, next.spec.taints)
  )
}
