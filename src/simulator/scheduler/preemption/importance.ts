// Which of two pods of lower priority is rather kept: the one of higher priority, then the one that has run longer.
// Upstream: MoreImportantPod in pkg/scheduler/util/utils.go.
import type { Pod, PodInfo } from '../contract.ts'
import { priorityOf } from '../node-info.ts'

/** When a pod started; pods that have not yet count as starting now, later than all others. */
export function startOf({ status }: Pod): number {
  return status.startTime === undefined ? Number.POSITIVE_INFINITY : Date.parse(status.startTime)
}

/** Upstream asks the clock anew for each pod that has not started, so of two such pods the one asked about first is older. */
function moreImportant(a: Pod, b: Pod): boolean {
  const [first, second] = [priorityOf(a), priorityOf(b)]
  if (first !== second) return first > second
  const [startA, startB] = [startOf(a), startOf(b)]
  return startA < startB || (startA === Number.POSITIVE_INFINITY && startB === startA)
}

/** A sorted copy, most important first; by insertion, as upstream sorts the few pods of a node. */
export function byImportance(pods: readonly PodInfo[]): PodInfo[] {
  const sorted = [...pods]
  for (let i = 1; i < sorted.length; i++) {
    for (let j = i; j > 0 && moreImportant(sorted[j]!.pod, sorted[j - 1]!.pod); j--) {
      const later = sorted[j]!
      sorted[j] = sorted[j - 1]!
      sorted[j - 1] = later
    }
  }
  return sorted
}
