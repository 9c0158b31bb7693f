// Merges the hints of all providers into one: every combination of one hint per resource is a candidate, the best one wins.
// Upstream: pkg/kubelet/cm/topologymanager/policy.go.
import { type BitMask, countOf, isNarrower } from './bit-mask.ts'
import type { Hints, TopologyHint } from './contract.ts'
import type { NumaInfo } from './numa-info.ts'

/** A hint that names its NUMA nodes. */
export interface MergedHint extends TopologyHint {
  readonly affinity: BitMask
}

/** Which of two masks is better. */
export type Choose = (current: BitMask, candidate: BitMask) => BitMask

const ANY: readonly TopologyHint[] = [{ affinity: undefined, preferred: true }]
const NOWHERE: readonly TopologyHint[] = [{ affinity: undefined, preferred: false }]

/** One list per resource; who gives no hints has no preference. */
export function filterHints(providers: readonly (Hints | undefined)[]): (readonly TopologyHint[])[] {
  return providers.flatMap((hints) => {
    if (hints === undefined || hints.size === 0) return [ANY]
    return [...hints.values()].map((list) => (list === undefined ? ANY : list.length === 0 ? NOWHERE : list))
  })
}

/** The best merged hint; all NUMA nodes, not preferred, when no combination has one in common. */
export function mergeHints(hints: readonly (readonly TopologyHint[])[], numa: NumaInfo, choose: Choose): MergedHint {
  const target = maxOfMinCounts(hints)
  let best: MergedHint | undefined
  const visit = (i: number, chosen: readonly TopologyHint[]): void => {
    const list = hints[i]
    if (list === undefined) {
      best = better(best, mergePermutation(numa.all, chosen), target, choose)
      return
    }
    for (const hint of list) visit(i + 1, [...chosen, hint])
  }
  visit(0, [])
  return best ?? { affinity: numa.all, preferred: false }
}

/** What hints have in common; preferred only when all are, and all are alike. */
function mergePermutation(all: BitMask, hints: readonly TopologyHint[]): MergedHint {
  let affinity = all
  let preferred = true
  let first: BitMask | undefined
  for (const hint of hints) {
    if (!hint.preferred) preferred = false
    if (hint.affinity === undefined) continue
    first ??= hint.affinity
    if (hint.affinity !== first) preferred = false
    affinity &= hint.affinity
  }
  return { affinity, preferred }
}

/** As many NUMA nodes as the resource needs that needs most of them. */
function maxOfMinCounts(hints: readonly (readonly TopologyHint[])[]): number {
  let max = 0
  for (const list of hints) {
    let narrowest: BitMask | undefined
    for (const { affinity } of list)
      if (affinity !== undefined && (narrowest === undefined || isNarrower(affinity, narrowest))) narrowest = affinity
    if (narrowest !== undefined) max = Math.max(max, countOf(narrowest))
  }
  return max
}

function better(
  current: MergedHint | undefined,
  candidate: MergedHint,
  target: number,
  choose: Choose,
): MergedHint | undefined {
  const size = countOf(candidate.affinity)
  if (size === 0) return current
  if (current === undefined) return candidate
  if (current.preferred !== candidate.preferred) return current.preferred ? current : candidate
  const fitter = (): MergedHint => {
    if (candidate.affinity === current.affinity) return current
    return choose(current.affinity, candidate.affinity) === current.affinity ? current : candidate
  }
  if (current.preferred) return fitter()
  const known = countOf(current.affinity)
  // Neither is preferred: come as close to the target as possible, from above or else from below.
  if (known > target) return fitter()
  if (known === target) return size === target ? fitter() : current
  if (size > target) return current
  if (size === target || size > known) return candidate
  return size < known ? current : fitter()
}
