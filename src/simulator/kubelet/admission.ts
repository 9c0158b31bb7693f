// Why a kubelet refuses a pod that was given to its node past the scheduler. Upstream: pkg/kubelet/lifecycle/predicate.go.
import type { Pod } from '../../generated/api/core.v1.ts'
import { matchesRequiredNodeAffinity } from '../../model/node-affinity.ts'
import type { NodeContext } from './node-context.ts'

/** The refusal's words: the pod's reason and the event's message. */
export interface Rejection {
  readonly reason: string
  readonly message: string
}

/** The first thing that speaks against the pod. */
export function rejection(pod: Pod, context: NodeContext): Rejection | undefined {
  if (!matchesRequiredNodeAffinity(pod, context.node())) {
    const why = "node(s) didn't match Pod's node affinity/selector"
    return { reason: 'NodeAffinity', message: `Predicate NodeAffinity failed: ${why}` }
  }
  return undefined
}
