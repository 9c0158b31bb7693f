// The node on which preemption does the least harm. Upstream: pickOneNodeForPreemption in
// pkg/scheduler/framework/preemption/preemption.go.
import type { Random } from '../../api/types.ts'
import type { Pod } from '../contract.ts'
import { priorityOf } from '../node-info.ts'
import type { Candidate } from './candidates.ts'
import { startOf } from './importance.ts'

/** Makes the sum of priorities grow with the number of victims, whatever their priorities. */
const PRIORITY_SHIFT = 2 ** 31

/** What makes a candidate better, most decisive first. */
const scores: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => -violations,
  ({ victims }) => -priorityOf(victims[0]!),
  ({ victims }) => -victims.reduce((sum, pod) => sum + priorityOf(pod) + PRIORITY_SHIFT, 0),
  ({ victims }) => -victims.length,
  ({ victims }) => earliestStart(victims),
]

/** The best candidate; among equals chance decides. */
export function pickCandidate(candidates: readonly Candidate[], random: Random): Candidate | undefined {
  let best = candidates
  for (const score of scores) {
    if (best.length <= 1) return best[0]
    const values = best.map(score)
    const highest = Math.max(...values)
    best = best.filter((_, i) => values[i] === highest)
  }
  return best[best.length === 1 ? 0 : random.int(best.length)]
}

/** When the first of the most important victims started. */
function earliestStart(victims: readonly Pod[]): number {
  const highest = Math.max(...victims.map(priorityOf))
  return Math.min(...victims.filter((pod) => priorityOf(pod) === highest).map(startOf))
}
