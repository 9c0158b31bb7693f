// The node on which preemption does the least harm. Upstream: pickOneNodeForPreemption in
// pkg/scheduler/framework/preemption/preemption.go.
import type { Random } from '../../api/types.ts'
import type { PodInfo } from '../contract.ts'
import type { Candidate } from './candidates.ts'

/** Makes the sum of priorities grow with the number of victims, whatever their priorities. */
const PRIORITY_SHIFT = 2 ** 31

/** What makes a candidate better, most decisive first. */
const scores: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => -violations,
  ({ victims }) => -victims[0]!.priority,
  ({ victims }) => -victims.reduce((sum, { priority }) => sum + priority + PRIORITY_SHIFT, 0),
  ({ victims }) => -victims.length,
  ({ victims }) => earliestStart(victims),
]

/** The best candidate; among equals chance decides. */
export function pickCandidate(candidates: readonly Candidate[], random: Random): Candidate | undefined {
  let best = candidates
  for (const score of scores) {
    if (best.length <= 1) return best[0]
    best = highest(best, score)
  }
  return best[best.length === 1 ? 0 : random.int(best.length)]
}

function highest(candidates: readonly Candidate[], score: (candidate: Candidate) => number): readonly Candidate[] {
  let most = Number.NEGATIVE_INFINITY
  let best: Candidate[] = []
  for (const candidate of candidates) {
    const value = score(candidate)
    if (value < most) continue
    if (value > most) best = []
    most = value
    best.push(candidate)
  }
  return best
}

/** When the first of the most important victims started; those that have not count as later than all others. */
function earliestStart(victims: readonly PodInfo[]): number {
  const most = victims.reduce((priority, victim) => Math.max(priority, victim.priority), Number.NEGATIVE_INFINITY)
  let first: string | undefined
  for (const { priority, startTime } of victims) {
    if (priority === most && startTime !== undefined && (first === undefined || startTime < first)) first = startTime
  }
  return first === undefined ? Number.POSITIVE_INFINITY : Date.parse(first)
}
