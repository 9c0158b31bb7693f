// The sets of NUMA nodes memory could come from. A NUMA node that gives memory alone never gives any together with others, and one that
// gives together with others never does so with different ones. Upstream: calculateHints in
// pkg/kubelet/cm/memorymanager/policy_static.go.
import { type BitMask, bitsOf, countOf, isNarrower, masksOf } from '../topologymanager/bit-mask.ts'
import type { TopologyHint } from '../topologymanager/contract.ts'
import type { MemoryRequests } from './requests.ts'
import type { NumaState } from './state.ts'

/** A hint that names its NUMA nodes. */
export type MemoryHint = TopologyHint & { readonly affinity: BitMask }

/** The hints all kinds of memory of a request share; `reusable` is what init containers of the pod leave behind. */
export function memoryHints(
  state: ReadonlyMap<number, NumaState>,
  requests: MemoryRequests,
  reusable: (mask: BitMask, type: string) => number,
): MemoryHint[] {
  const nodes = [...state.keys()].sort((a, b) => a - b)
  let least = nodes.length
  const masks: BitMask[] = []
  for (const mask of masksOf(nodes)) {
    const bits = bitsOf(mask)
    if (![...requests].every(([type, size]) => total(state, bits, type, 'allocatable') >= size)) continue
    least = Math.min(least, bits.length)
    if (isBarred(state, bits)) continue
    if (![...requests].every(([type, size]) => total(state, bits, type, 'free') + reusable(mask, type) >= size))
      continue
    masks.push(mask)
  }
  return masks.map((affinity) => ({ affinity, preferred: countOf(affinity) === least }))
}

/** The sum over NUMA nodes. */
function total(
  state: ReadonlyMap<number, NumaState>,
  nodes: readonly number[],
  type: string,
  field: 'allocatable' | 'free',
): number {
  let sum = 0
  for (const node of nodes) sum += state.get(node)?.tables.get(type)?.[field] ?? 0
  return sum
}

function isBarred(state: ReadonlyMap<number, NumaState>, bits: readonly number[]): boolean {
  if (bits.length === 1) return (state.get(bits[0] as number)?.cells.length ?? 0) > 1
  return violates(state, bits)
}

/** Whether taking from these NUMA nodes together would break what was given before. */
export function violates(state: ReadonlyMap<number, NumaState>, bits: readonly number[]): boolean {
  if (bits.length === 1) return false
  return bits.some((node) => {
    const { assignments = 0, cells = [] } = state.get(node) ?? {}
    return assignments > 0 && (cells.length === 1 || !sameNodes(cells, bits))
  })
}

/** Whether both name the same NUMA nodes. */
export function sameNodes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((node) => b.includes(node))
}

/** Whether there is enough free memory on these NUMA nodes. */
export function satisfies(state: ReadonlyMap<number, NumaState>, mask: BitMask, requests: MemoryRequests): boolean {
  const bits = bitsOf(mask)
  return [...requests].every(([type, size]) => total(state, bits, type, 'free') >= size)
}

/** Preferred ones before others, narrow ones before wide ones. */
export function bestHint(hints: readonly MemoryHint[]): MemoryHint | undefined {
  let best: MemoryHint | undefined
  for (const hint of hints) {
    if (best === undefined || (hint.preferred && !best.preferred)) best = hint
    else if (hint.preferred === best.preferred && isNarrower(hint.affinity, best.affinity)) best = hint
  }
  return best
}
