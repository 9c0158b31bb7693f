// Which of two pods of lower priority is rather kept: the one of higher priority, then the one that has run longer.
// Upstream: MoreImportantPod in pkg/scheduler/util/utils.go.
import type { PodInfo } from '../contract.ts'

/**
 * Pods that have not started count as starting now, later than all others. Upstream asks the clock anew for each of them, so of
 * two such pods the one asked about first is older.
 */
function moreImportant(a: PodInfo, b: PodInfo): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority
  if (b.startTime === undefined) return true
  return a.startTime !== undefined && a.startTime < b.startTime
}

/** A sorted copy, most important first; by insertion, as upstream sorts the few pods of a node. */
export function byImportance(pods: readonly PodInfo[]): PodInfo[] {
  const sorted = [...pods]
  for (let i = 1; i < sorted.length; i++) {
    for (let j = i; j > 0 && moreImportant(sorted[j]!, sorted[j - 1]!); j--) {
      const later = sorted[j]!
      sorted[j] = sorted[j - 1]!
      sorted[j - 1] = later
    }
  }
  return sorted
}
