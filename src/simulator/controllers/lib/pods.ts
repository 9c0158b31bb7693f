// What controllers ask of pods. Upstream: pkg/api/v1/pod/util.go, pkg/controller/controller_utils.go.
import type { Pod, PodCondition } from '../../../generated/api/core.v1.ts'
import { parseTime } from '../../../model/time.ts'

/** A condition by type. */
export const podCondition = (pod: Pod, type: string): PodCondition | undefined =>
  pod.status.conditions?.find((condition) => condition.type === type)

/** Whether the pod says it is ready. */
export const isPodReady = (pod: Pod): boolean => podCondition(pod, 'Ready')?.status === 'True'

/** Succeeded or Failed. */
export const isPodTerminal = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed'

/** Neither over nor being deleted. */
export const isPodActive = (pod: Pod): boolean => !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined

/** Being deleted and not over yet. */
export const isPodTerminating = (pod: Pod): boolean =>
  !isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined

/** When the pod became ready; 0 when it is not or does not say. */
export function podReadyTime(pod: Pod): number {
  const ready = podCondition(pod, 'Ready')
  return ready?.status === 'True' && ready.lastTransitionTime ? parseTime(ready.lastTransitionTime) : 0
}

/** Ready for at least so long. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  if (!isPodReady(pod)) return false
  if (minReadySeconds === 0) return true
  const since = podReadyTime(pod)
  return since !== 0 && since + minReadySeconds * 1000 <= now
}

/** Milliseconds until the first of the ready pods becomes available; undefined when none waits for it. */
export function nextAvailability(pods: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
  let next: number | undefined
  for (const pod of pods) {
    const since = podReadyTime(pod)
    if (since === 0 || isPodAvailable(pod, minReadySeconds, now)) continue
    const wait = since + minReadySeconds * 1000 - now
    if (next === undefined || wait < next) next = wait
  }
  return next
}
