// Makes room for a critical pod that the node has too little for: as few pods as do, those of lesser quality of service first.
// Upstream: pkg/kubelet/preemption/preemption.go.
import type { Pod } from '../../../generated/api/core.v1.ts'
import { type QosClass, qosClassOf } from '../../../model/pod-qos.ts'
import { podRequests } from '../../../model/pod-resources.ts'
import { quantityMilliValue, quantityValue } from '../../../model/quantity.ts'
import { isPreemptable } from '../critical-pods.ts'
import type { Failure } from '../status.ts'

/** So much more of a resource is needed; cpu in thousandths. */
export interface Requirement {
  readonly resource: string
  readonly amount: number
}

/** What becomes of a pod that has to go. */
export const PREEMPTED: Failure = {
  reason: 'Preempting',
  message: 'Preempted in order to admit critical pod',
  disruption: 'Pod was preempted by Kubelet to accommodate a critical pod.',
}

/** The pods that have to go, or that no pods would do. */
export function podsToPreempt(
  pod: Pod,
  pods: readonly Pod[],
  requirements: readonly Requirement[],
): readonly Pod[] | { readonly error: string } {
  const of = (wanted: QosClass): Pod[] =>
    pods.filter((other) => isPreemptable(pod, other) && qosClassOf(other) === wanted)
  const [bestEffort, burstable, guaranteed] = [of('BestEffort'), of('Burstable'), of('Guaranteed')]
  const missing = less(requirements, [...bestEffort, ...burstable, ...guaranteed])
  if (missing.length > 0) {
    const list = missing.map(({ resource, amount }) => `(res: ${resource}, q: ${amount}), `).join('')
    return { error: `no set of running pods found to reclaim resources: [${list}]` }
  }
  const fromGuaranteed = nearest(guaranteed, less(requirements, [...bestEffort, ...burstable]))
  const fromBurstable = nearest(burstable, less(requirements, [...bestEffort, ...fromGuaranteed]))
  const fromBestEffort = nearest(bestEffort, less(requirements, [...fromBurstable, ...fromGuaranteed]))
  return [...fromBestEffort, ...fromBurstable, ...fromGuaranteed]
}

/** Of these pods those that come nearest to what is required, one after the other. */
function nearest(candidates: readonly Pod[], required: readonly Requirement[]): Pod[] {
  const pods = [...candidates]
  const chosen: Pod[] = []
  let left = required
  while (left.length > 0) {
    let best = 0
    let shortest = left.length + 1
    for (const [i, pod] of pods.entries()) {
      const far = distance(left, pod)
      if (far < shortest || (far === shortest && isSmaller(pod, pods[best]!))) {
        shortest = far
        best = i
      }
    }
    const pod = pods[best]!
    chosen.push(pod)
    left = less(left, [pod])
    pods[best] = pods[pods.length - 1]!
    pods.pop()
  }
  return chosen
}

function distance(required: readonly Requirement[], pod: Pod): number {
  let far = 0
  for (const { resource, amount } of required) {
    const rest = amount - requestOf(pod, resource)
    if (rest > 0) far += (rest / amount) ** 2
  }
  return far
}

function less(required: readonly Requirement[], pods: readonly Pod[]): Requirement[] {
  return required
    .map(({ resource, amount }) => ({
      resource,
      amount: amount - pods.reduce((sum, pod) => sum + requestOf(pod, resource), 0),
    }))
    .filter(({ amount }) => amount > 0)
}

function isSmaller(a: Pod, b: Pod): boolean {
  for (const resource of ['memory', 'cpu']) {
    const [own, theirs] = [requestOf(a, resource), requestOf(b, resource)]
    if (own !== theirs) return own < theirs
  }
  return true
}

function requestOf(pod: Pod, resource: string): number {
  if (resource === 'pods') return 1
  const quantity = podRequests(pod)[resource]
  if (quantity === undefined) return 0
  return resource === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity)
}
