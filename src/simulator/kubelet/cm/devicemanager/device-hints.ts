// The sets of NUMA nodes devices could come from; the smallest that could ever do are preferred. Only NUMA nodes that have devices of the
// resource are looked at. Upstream: pkg/kubelet/cm/devicemanager/topology_hints.go.
import { type BitMask, countOf, isSet, masksOf } from '../topologymanager/bit-mask.ts'
import type { TopologyHint } from '../topologymanager/contract.ts'

/** A device a plugin offers. */
export interface Device {
  readonly id: string
  /** The NUMA nodes it is near; empty when it does not say. */
  readonly numa: readonly number[]
  readonly healthy: boolean
}

/** Hints for so many devices of those that are available; those that are used again must be near. */
export function deviceHints(
  devices: ReadonlyMap<string, Device>,
  machineNodes: readonly number[],
  available: ReadonlySet<string>,
  reusable: ReadonlySet<string>,
  wanted: number,
): TopologyHint[] {
  const own = new Set([...devices.values()].flatMap(({ numa }) => numa))
  const near = machineNodes.filter((node) => own.has(node))
  const nodes = near.length === 0 ? machineNodes : near
  const inMask = (mask: BitMask, id: string): boolean =>
    devices.get(id)?.numa.some((node) => isSet(mask, node)) === true
  let least = nodes.length
  const masks: BitMask[] = []
  for (const mask of masksOf(nodes)) {
    const all = [...devices.keys()].filter((id) => inMask(mask, id)).length
    if (all >= wanted) least = Math.min(least, countOf(mask))
    const placed = [...reusable].filter((id) => (devices.get(id)?.numa.length ?? 0) > 0)
    if (!placed.every((id) => inMask(mask, id))) continue
    const free = [...available].filter((id) => inMask(mask, id)).length
    if (placed.length + free >= wanted) masks.push(mask)
  }
  return masks.map((affinity) => ({ affinity, preferred: countOf(affinity) === least }))
}
