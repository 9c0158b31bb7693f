// Sets of NUMA nodes as bits of a number: one NUMA node, one bit. Upstream: pkg/kubelet/cm/topologymanager/bitmask.

/** A set of NUMA nodes. */
export type BitMask = number

/** The most NUMA nodes a mask can hold here. */
export const MAX_BITS = 30

/** The mask of these nodes. */
export function maskOf(nodes: Iterable<number>): BitMask {
  let mask = 0
  for (const node of nodes) mask |= 1 << node
  return mask
}

/** Whether a node is in the mask. */
export const isSet = (mask: BitMask, node: number): boolean => node >= 0 && (mask & (1 << node)) !== 0

/** How many nodes are in the mask. */
export function countOf(mask: BitMask): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}

/** The nodes of the mask, in order. */
export function bitsOf(mask: BitMask): number[] {
  const bits: number[] = []
  for (let node = 0; node <= MAX_BITS; node++) if (isSet(mask, node)) bits.push(node)
  return bits
}

/** Fewer nodes, or as many with lower numbers. */
export function isNarrower(a: BitMask, b: BitMask): boolean {
  const difference = countOf(a) - countOf(b)
  return difference === 0 ? a < b : difference < 0
}

/** Every set of these nodes: those of one node first, then of two, and so on. */
export function* masksOf(nodes: readonly number[]): Iterable<BitMask> {
  for (let size = 1; size <= nodes.length; size++) yield* ofSize(nodes, size, 0, 0)
}

function* ofSize(nodes: readonly number[], size: number, from: number, mask: BitMask): Iterable<BitMask> {
  if (size === 0) {
    yield mask
    return
  }
  for (let i = from; i < nodes.length; i++) yield* ofSize(nodes, size - 1, i + 1, mask | (1 << (nodes[i] as number)))
}
