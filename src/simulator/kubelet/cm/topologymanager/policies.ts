// The policies of the topology manager: what of the merged hint a pod may be taken with. Upstream: pkg/kubelet/cm/topologymanager
// /policy_{none,best_effort,restricted,single_numa_node}.go.
import { countOf } from './bit-mask.ts'
import type { Hints, TopologyHint } from './contract.ts'
import { type Choose, filterHints, mergeHints } from './hint-merger.ts'
import type { NumaInfo } from './numa-info.ts'

/** What became of the hints. */
export interface Merged {
  readonly hint: TopologyHint
  readonly admit: boolean
}

/** Merges hints and says whether the pod may stay. */
export type Policy = (providers: readonly (Hints | undefined)[]) => Merged

/** The policy of a name; undefined for `none`, which merges nothing. */
export function policyOf(name: string, numa: NumaInfo, preferClosest: boolean): Policy | undefined {
  const narrowest: Choose = (current, candidate) => numa.narrowest(current, candidate)
  const choose: Choose = preferClosest ? (current, candidate) => numa.closest(current, candidate) : narrowest
  switch (name) {
    case 'best-effort':
      return (providers) => ({ hint: mergeHints(filterHints(providers), numa, choose), admit: true })
    case 'restricted':
      return (providers) => {
        const hint = mergeHints(filterHints(providers), numa, choose)
        return { hint, admit: hint.preferred }
      }
    case 'single-numa-node':
      return (providers) => singleNumaNode(filterHints(providers), numa, narrowest)
    default:
      return undefined
  }
}

/** Only hints of one NUMA node count, and those that do not care. */
function singleNumaNode(hints: readonly (readonly TopologyHint[])[], numa: NumaInfo, choose: Choose): Merged {
  const single = hints.map((list) =>
    list.filter(({ affinity, preferred }) => preferred && (affinity === undefined || countOf(affinity) === 1)),
  )
  const best = mergeHints(single, numa, choose)
  const hint = best.affinity === numa.all ? { affinity: undefined, preferred: best.preferred } : best
  return { hint, admit: hint.preferred }
}
