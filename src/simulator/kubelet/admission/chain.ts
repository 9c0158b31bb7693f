// Asks the handlers of a pod's admission in upstream's order. Upstream: canAdmitPod in pkg/kubelet/allocation/allocation_manager.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { registry } from '../../../generated/registry/kubelet-admission.ts'
import { kubeletAdmissionOrder } from '../../data/kubelet-admission-order.ts'
import type { NodeContext } from '../node-context.ts'
import type { AdmitHandler, Rejection } from './contract.ts'

let chain: readonly AdmitHandler[] | undefined

/** The first thing that speaks against the pod. */
export function rejection(pod: Pod, node: NodeContext): Rejection | undefined {
  chain ??= kubeletAdmissionOrder.map(({ file }) => registry.get(file)).filter((handler) => handler !== undefined)
  const { uid } = pod.metadata
  const attributes = { pod, node, otherPods: node.activePods().filter(({ metadata }) => metadata.uid !== uid) }
  for (const handler of chain) {
    const refusal = handler.admit(attributes)
    if (refusal !== undefined) return refusal
  }
  return undefined
}
