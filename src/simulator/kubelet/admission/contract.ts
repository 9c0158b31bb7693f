// What a kubelet asks about a pod before it takes it: one file or folder per handler, named in
// data/kubelet-admission-order.ts, which also says in what order. Upstream: PodAdmitHandler in pkg/kubelet/lifecycle/interfaces.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import type { NodeContext } from '../node-context.ts'

/** Why a pod is refused: the pod's reason and the event's message. */
export interface Rejection {
  readonly reason: string
  readonly message: string
}

/** What a handler may look at. */
export interface AdmitAttributes {
  readonly pod: Pod
  /** The pods that were taken before and still use the node; the pod itself is not among them. */
  readonly otherPods: readonly Pod[]
  readonly node: NodeContext
}

/** One handler of the chain; what it keeps from pod to pod it keeps in the node's context. */
export interface AdmitHandler {
  /** Nothing when the pod may stay. */
  admit(attributes: AdmitAttributes): Rejection | undefined
}
