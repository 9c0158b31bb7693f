// The scheduler's own questions, asked again on the node: for pods that came past the scheduler, and for what has changed since.
// Upstream: pkg/kubelet/lifecycle/predicate.go.
import type { Node, Pod } from '../../../../generated/api/core.v1.ts'
import { hostPortsOf, UsedPorts } from '../../../../model/host-ports.ts'
import { matchesRequiredNodeAffinity } from '../../../../model/node-affinity.ts'
import { findUntoleratedTaint } from '../../../../model/taints.ts'
import { isCriticalPod, isStaticPod } from '../../critical-pods.ts'
import { podsToPreempt } from '../../preemption/preemption.ts'
import type { AdmitAttributes, AdmitHandler, Rejection } from '../contract.ts'
import { type Shortage, shortages } from './fit.ts'

const OS_LABEL = 'kubernetes.io/os'

/** Operating system, resources, node affinity, host ports, NoExecute taints. */
export const handler: AdmitHandler = {
  admit(attributes) {
    const { pod } = attributes
    const node = attributes.node.containerManager.nodeFor(pod, attributes.node.node())
    return ofSystem(pod, node) ?? generalFilter(attributes, node)
  },
}

/** Of several reasons the first is told; a critical pod that only lacks resources gets them from others. */
function generalFilter(attributes: AdmitAttributes, node: Node): Rejection | undefined {
  const { pod, otherPods } = attributes
  const lacking = shortages(pod, node, otherPods)
  if (lacking.length > 0 && isCriticalPod(pod)) return otherReason(attributes, node) ?? makeRoom(attributes, lacking)
  const shortage = lacking[0]
  if (shortage === undefined) return otherReason(attributes, node)
  const { resource, requested, used, capacity } = shortage
  const amounts = `requested: ${requested}, used: ${used}, capacity: ${capacity}`
  return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, ${amounts}` }
}

function makeRoom({ pod, otherPods, node }: AdmitAttributes, lacking: readonly Shortage[]): Rejection | undefined {
  const required = lacking.map(({ resource, requested, used, capacity }) => ({
    resource,
    amount: requested - (capacity - used),
  }))
  const victims = podsToPreempt(pod, otherPods, required)
  if ('error' in victims) {
    const why = `preemption: error finding a set of pods to preempt: ${victims.error}`
    const message = `Unexpected error while attempting to recover from admission failure: ${why}`
    return { reason: 'UnexpectedAdmissionError', message }
  }
  for (const victim of victims) node.preempt(victim)
  return undefined
}

function ofSystem({ metadata, spec }: Pod, { status }: Node): Rejection | undefined {
  const own = status.nodeInfo.operatingSystem
  const labelled = metadata.labels?.[OS_LABEL]
  if (labelled !== undefined && labelled !== own) {
    return {
      reason: 'PodOSSelectorNodeLabelDoesNotMatch',
      message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    }
  }
  if (spec.os && spec.os.name !== own)
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" }
  if (spec.securityContext?.supplementalGroupsPolicy === 'Strict' && status.features?.supplementalGroupsPolicy !== true)
    return {
      reason: 'SupplementalGroupsPolicyNotSupported',
      message: 'SupplementalGroupsPolicy=Strict is not supported in this node',
    }
  return undefined
}

/** What speaks against the pod besides resources. */
function otherReason({ pod, otherPods, node: context }: AdmitAttributes, node: Node): Rejection | undefined {
  if (!matchesRequiredNodeAffinity(pod, node))
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")
  if (portsTaken(pod, otherPods))
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports")
  const comparing = context.gates.enabled('TaintTolerationComparisonOperators')
  const { taints } = node.spec
  if (taints === undefined || isStaticPod(pod)) return undefined
  if (findUntoleratedTaint(taints, pod.spec.tolerations, ({ effect }) => effect === 'NoExecute', comparing))
    return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate")
  return undefined
}

function portsTaken(pod: Pod, others: readonly Pod[]): boolean {
  const wanted = hostPortsOf(pod)
  if (wanted.length === 0) return false
  const used = new UsedPorts()
  for (const other of others) for (const port of hostPortsOf(other)) used.add(port)
  return wanted.some((port) => used.conflicts(port))
}

const failed = (predicate: string, why: string): Rejection => ({
  reason: predicate,
  message: `Predicate ${predicate} failed: ${why}`,
})
