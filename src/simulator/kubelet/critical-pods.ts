// Pods a node cannot do without: static ones, their mirrors, and those of the two system priorities.
// Upstream: IsCriticalPod, IsStaticPod, IsMirrorPod, Preemptable in pkg/kubelet/types/pod_update.go.
import type { Pod } from '../../generated/api/core.v1.ts'

/** Annotations of pods a kubelet has from elsewhere than the API. */
export const annotations = {
  source: 'kubernetes.io/config.source',
  mirror: 'kubernetes.io/config.mirror',
  hash: 'kubernetes.io/config.hash',
  seen: 'kubernetes.io/config.seen',
} as const

const SYSTEM_CRITICAL = 2_000_000_000

/** Whether a pod came from a file or a URL. */
export function isStaticPod({ metadata }: Pod): boolean {
  const source = metadata.annotations?.[annotations.source]
  return source !== undefined && source !== 'api'
}

/** Whether a pod of the API only shows a static one. */
export const isMirrorPod = ({ metadata }: Pod): boolean => metadata.annotations?.[annotations.mirror] !== undefined

/** Whether a pod is never evicted and comes before others. */
export const isCriticalPod = (pod: Pod): boolean =>
  isStaticPod(pod) || isMirrorPod(pod) || (pod.spec.priority ?? 0) >= SYSTEM_CRITICAL

/** Whether one pod may make another one go. */
export function isPreemptable(preemptor: Pod, other: Pod): boolean {
  if (isCriticalPod(preemptor) && !isCriticalPod(other)) return true
  const [own, theirs] = [preemptor.spec.priority, other.spec.priority]
  return typeof own === 'number' && typeof theirs === 'number' && own > theirs
}
