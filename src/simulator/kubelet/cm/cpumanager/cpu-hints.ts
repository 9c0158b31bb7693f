// The sets of NUMA nodes CPUs could come from; the smallest that could ever do are preferred.
// Upstream: generateCPUTopologyHints in pkg/kubelet/cm/cpumanager/policy_static.go.
import { type BitMask, bitsOf, countOf, isSet, masksOf } from '../topologymanager/bit-mask.ts'
import type { TopologyHint } from '../topologymanager/contract.ts'
import { type CpuSet, sorted } from './cpu-set.ts'
import type { CpuTopology } from './cpu-topology.ts'

/** Hints for so many CPUs of those that are available; those that are used again must be among them. */
export function cpuHints(
  topology: CpuTopology,
  available: CpuSet,
  reusable: CpuSet,
  wanted: number,
  alignBySocket: boolean,
): TopologyHint[] {
  const { details } = topology
  const nodes = sorted(details.idsAt('numa'))
  const perNode = new Map(nodes.map((node) => [node, details.cpusIn('numa', node)]))
  const inMask = (mask: BitMask, set: CpuSet | undefined): number => {
    let count = 0
    for (const [node, cpus] of perNode)
      if (isSet(mask, node)) for (const cpu of cpus) if (set === undefined || set.has(cpu)) count++
    return count
  }
  let least = nodes.length
  const masks: BitMask[] = []
  for (const mask of masksOf(nodes)) {
    if (inMask(mask, undefined) >= wanted) least = Math.min(least, countOf(mask))
    const reused = inMask(mask, reusable)
    if (reused === reusable.size && reused + inMask(mask, available) >= wanted) masks.push(mask)
  }
  return masks.map((affinity) => ({
    affinity,
    preferred: countOf(affinity) === least || (alignBySocket && isSocketAligned(topology, affinity, least)),
  }))
}

/** It spans no more sockets than so many NUMA nodes need. */
function isSocketAligned({ details, numaNodes, sockets }: CpuTopology, affinity: BitMask, least: number): boolean {
  const perSocket = Math.floor(numaNodes / sockets)
  if (perSocket === 0) return false
  return details.idsAt('socket', { level: 'numa', ids: bitsOf(affinity) }).size === Math.ceil(least / perSocket)
}
