// The scheduler's own questions, asked again on the node: for pods that came past the scheduler, and for what has changed since.
// The runtime of every node knows supplemental groups policies. Upstream: pkg/kubelet/lifecycle/predicate.go.
import type { Node, Pod } from '../../../../generated/api/core.v1.ts'
import { hostPortsOf, UsedPorts } from '../../../../model/host-ports.ts'
import { matchesRequiredNodeAffinity } from '../../../../model/node-affinity.ts'
import { findUntoleratedTaint } from '../../../../model/taints.ts'
import type { AdmitAttributes, AdmitHandler, Rejection } from '../contract.ts'
import { shortages } from './fit.ts'

const OS_LABEL = 'kubernetes.io/os'
/** Where the kubelet finds the file or URL a pod came from; static pods have it. */
const CONFIG_SOURCE = 'kubernetes.io/config.source'

/** Operating system, resources, node affinity, host ports, NoExecute taints. */
export const handler: AdmitHandler = {
  admit(attributes) {
    const { pod } = attributes
    const node = attributes.node.containerManager.nodeFor(pod, attributes.node.node())
    return ofSystem(pod, node) ?? generalFilter(attributes, node)
  },
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
  return undefined
}

/** Of several reasons the first is told. */
function generalFilter({ pod, otherPods, node: context }: AdmitAttributes, node: Node): Rejection | undefined {
  const shortage = shortages(pod, node, otherPods)[0]
  if (shortage !== undefined) {
    const { resource, requested, used, capacity } = shortage
    const amounts = `requested: ${requested}, used: ${used}, capacity: ${capacity}`
    return { reason: `OutOf${resource}`, message: `Node didn't have enough resource: ${resource}, ${amounts}` }
  }
  if (!matchesRequiredNodeAffinity(pod, node))
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")
  if (portsTaken(pod, otherPods))
    return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports")
  const comparing = context.gates.enabled('TaintTolerationComparisonOperators')
  const { taints } = node.spec
  if (taints === undefined || isStatic(pod)) return undefined
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

function isStatic({ metadata }: Pod): boolean {
  const source = metadata.annotations?.[CONFIG_SOURCE]
  return source !== undefined && source !== 'api'
}

const failed = (predicate: string, why: string): Rejection => ({
  reason: predicate,
  message: `Predicate ${predicate} failed: ${why}`,
})
