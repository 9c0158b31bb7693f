// Takes CPUs from as few units of the machine as possible. Upstream: takeByTopologyNUMAPacked in
// pkg/kubelet/cm/cpumanager/cpu_assignment.go.
import { CpuAccumulator, type Sorting } from './accumulator.ts'
import type { CpuSet } from './cpu-set.ts'
import type { CpuTopology } from './cpu-topology.ts'

/** CPUs that were taken, or why they were not. */
export type Taken = CpuSet | { readonly error: string }

/** Sockets and NUMA nodes, then caches where they are preferred, then cores, then single CPUs. */
export function takePacked(
  topology: CpuTopology,
  available: CpuSet,
  count: number,
  sorting: Sorting,
  preferUncoreCache: boolean,
): Taken {
  const accumulator = new CpuAccumulator(topology, available, count, sorting)
  if (accumulator.satisfied) return accumulator.result
  if (accumulator.failed) return notEnough(count, available)
  const steps = [
    () => accumulator.takeFullNodes(),
    ...(preferUncoreCache ? [() => accumulator.takeUncoreCaches()] : []),
    ...(sorting === 'spread' ? [] : [() => accumulator.takeFullCores()]),
    () => accumulator.takeRemaining(),
  ]
  for (const step of steps) {
    step()
    if (accumulator.satisfied) return accumulator.result
  }
  return { error: 'failed to allocate cpus' }
}

/** Fewer are free than asked for. */
export const notEnough = (count: number, available: CpuSet): { readonly error: string } => ({
  error: `not enough cpus available to satisfy request: requested=${count}, available=${available.size}`,
})
