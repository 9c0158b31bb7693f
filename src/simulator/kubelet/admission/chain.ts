// Asks the handlers of a pod's admission in upstream's order. Upstream: canAdmitPod in pkg/kubelet/allocation/allocation_manager.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { registry } from '../../../generated/registry/kubelet-admission.ts'
import { kubeletAdmissionOrder } from '../../data/kubelet-admission-order.ts'
import type { NodeContext } from '../node-context.ts'
import type { AdmitHandler, Rejection } from './contract.ts'

let chain: readonly { readonly file: string; readonly handler: AdmitHandler }[] | undefined

/** What a pod keeps from its addition, whatever its resize asks for. */
const ofAddition: ReadonlySet<string> = new Set(['allocate-resources'])

/** The first thing that speaks against the pod, or against what it asks for now. */
export function rejection(pod: Pod, node: NodeContext, operation: 'add' | 'resize' = 'add'): Rejection | undefined {
  chain ??= kubeletAdmissionOrder.flatMap(({ file }) => {
    const handler = registry.get(file)
    return handler === undefined ? [] : [{ file, handler }]
  })
  const { uid } = pod.metadata
  const attributes = { pod, node, otherPods: node.activePods().filter(({ metadata }) => metadata.uid !== uid) }
  for (const { file, handler } of chain) {
    if (operation === 'resize' && ofAddition.has(file)) continue
    const refusal = handler.admit(attributes)
    if (refusal !== undefined) return refusal
  }
  return undefined
}
