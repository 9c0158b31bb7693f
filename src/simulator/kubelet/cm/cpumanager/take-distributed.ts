// Takes CPUs evenly from several NUMA nodes where one does not do, so that what is left stays balanced.
// Upstream: takeByTopologyNUMADistributed in pkg/kubelet/cm/cpumanager/cpu_assignment.go (KEP-2902).
import { CpuAccumulator, type Sorting } from './accumulator.ts'
import { type Choice, eachCombination } from './combinations.ts'
import type { CpuSet } from './cpu-set.ts'
import type { CpuTopology } from './cpu-topology.ts'
import { notEnough, type Taken, takePacked } from './take-packed.ts'

/** NUMA nodes to take evenly from, and those that give one group more. */
interface Plan {
  readonly combination: Choice
  readonly remainder: Choice | undefined
  readonly balance: number
}

/** CPUs are handed out in groups: the threads of a core, or single ones. */
export function takeDistributed(
  topology: CpuTopology,
  available: CpuSet,
  count: number,
  group: number,
  sorting: Sorting,
): Taken {
  const packed = () => takePacked(topology, available, count, sorting, false)
  if (count % group !== 0) return packed()
  const accumulator = new CpuAccumulator(topology, available, count, sorting)
  if (accumulator.satisfied) return accumulator.result
  if (accumulator.failed) return notEnough(count, available)
  const numas = accumulator.numaNodes()
  const [least, most] = rangeOfNodes(topology, accumulator, group)
  for (let k = least; k <= most; k++) {
    const plan = bestPlan(accumulator, numas, k, count, group)
    if (plan !== undefined) return carryOut(plan, topology, accumulator, count, group, sorting)
  }
  return packed()
}

function rangeOfNodes(topology: CpuTopology, { needed, details }: CpuAccumulator, group: number): [number, number] {
  const groups = Math.floor((topology.cpus - 1) / group) + 1
  const perNode = Math.floor((groups - 1) / topology.numaNodes) + 1
  const wanted = Math.floor((needed - 1) / group) + 1
  return [Math.floor((wanted - 1) / perNode) + 1, Math.min(wanted, details.idsAt('numa').size)]
}

function bestPlan(
  { details }: CpuAccumulator,
  numas: readonly number[],
  k: number,
  count: number,
  group: number,
): Plan | undefined {
  const free = new Map(numas.map((numa) => [numa, details.cpusIn('numa', numa).size]))
  let best: Plan | undefined
  eachCombination(numas, k, (choice) => {
    if (best?.balance === 0) return true
    const combination = choice()
    const sizes = combination.map((numa) => free.get(numa) ?? 0)
    if (sum(sizes) < count) return false
    if (sum(sizes.map((size) => Math.floor(size / group))) * group < count) return false
    const each = evenShare(count, combination.length, group)
    if (sizes.some((size) => size < each)) return false
    const after = new Map(free)
    for (const numa of combination) after.set(numa, (after.get(numa) ?? 0) - each)
    const found = balanceOf(combination, after, count - each * combination.length, group)
    if (found.balance < (best?.balance ?? Number.MAX_VALUE)) best = { combination: choice, ...found }
    return false
  })
  return best
}

/** How evenly CPUs would be left, with the nodes that give the remainder. */
function balanceOf(
  combination: readonly number[],
  after: ReadonlyMap<number, number>,
  remainder: number,
  group: number,
): Pick<Plan, 'remainder' | 'balance'> {
  if (remainder === 0) return { balance: standardDeviation([...after.values()]), remainder: undefined }
  const able = combination.filter((numa) => (after.get(numa) ?? 0) >= group)
  let best: Pick<Plan, 'remainder' | 'balance'> = { balance: Number.MAX_VALUE, remainder: undefined }
  for (let k = able.length; k >= 1; k--) {
    eachCombination(able, k, (choice) => {
      const subset = choice()
      const left = new Map(after)
      if (sum(subset.map((numa) => left.get(numa) ?? 0)) < remainder) return false
      let rest = remainder
      while (rest > 0) {
        for (const numa of subset) {
          if (rest === 0) break
          const size = left.get(numa) ?? 0
          if (size < group) continue
          left.set(numa, size - group)
          rest -= group
        }
      }
      const balance = standardDeviation([...left.values()])
      if (balance < best.balance) best = { balance, remainder: choice }
      return false
    })
  }
  return best
}

function carryOut(
  plan: Plan,
  topology: CpuTopology,
  accumulator: CpuAccumulator,
  count: number,
  group: number,
  sorting: Sorting,
): Taken {
  const combination = plan.combination()
  const take = (numa: number, amount: number): void => {
    const taken = takePacked(topology, accumulator.details.cpusIn('numa', numa), amount, sorting, false)
    accumulator.take('error' in taken ? new Set() : taken)
  }
  const each = evenShare(count, combination.length, group)
  for (const numa of combination) take(numa, each)
  let rest = count - each * combination.length
  while (rest > 0) {
    const before = rest
    for (const numa of plan.remainder?.() ?? []) {
      if (rest === 0) break
      if (accumulator.details.cpusIn('numa', numa).size < group) continue
      take(numa, group)
      rest -= group
    }
    if (rest === before) break
  }
  if (accumulator.needed === 0) return accumulator.result
  const many = accumulator.needed > 0 ? 'not enough' : 'too many'
  return { error: `accounting error, ${many} CPUs allocated, remaining: ${accumulator.needed}` }
}

const evenShare = (count: number, nodes: number, group: number): number =>
  Math.floor(Math.floor(count / nodes) / group) * group

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const rounded = (value: number): number => Math.round(value * 1000) / 1000

function standardDeviation(values: readonly number[]): number {
  const mean = rounded(sum(values) / values.length)
  return rounded(Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length))
}
