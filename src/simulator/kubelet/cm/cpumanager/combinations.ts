// All ways to choose k of n, told one by one. Upstream builds them in Go slices that share their memory once they have grown past what
// they need: a choice that is kept may be overwritten by a later one. That decides which NUMA nodes are taken, so it is so here too.
// Upstream: iterateCombinations in pkg/kubelet/cm/cpumanager/cpu_assignment.go.

/** A Go slice: the first `length` places of memory that may hold more. */
interface Slice {
  readonly memory: number[]
  readonly capacity: number
  readonly length: number
}

/** A choice as upstream keeps it: read when it is used. */
export type Choice = () => readonly number[]

/** Calls back with every choice until it answers true. */
export function eachCombination(from: readonly number[], k: number, stop: (choice: Choice) => boolean): void {
  if (k < 1) return
  const visit = (left: number, start: number, chosen: Slice): boolean => {
    if (left === 0) return stop(() => chosen.memory.slice(0, chosen.length))
    for (let i = start; i <= from.length - left; i++)
      if (visit(left - 1, i + 1, append(chosen, from[i] as number))) return true
    return false
  }
  visit(k, 0, { memory: [], capacity: 0, length: 0 })
}

/** Small slices double their memory when it is full. */
function append({ memory, capacity, length }: Slice, value: number): Slice {
  const grown = length === capacity
  const own = grown ? memory.slice(0, length) : memory
  own[length] = value
  return { memory: own, capacity: grown ? Math.max(capacity * 2, 1) : capacity, length: length + 1 }
}
