// Gathers CPUs for a container out of those that are free, whole units first. Which of NUMA nodes and sockets is the larger unit the
// machine decides. Upstream: cpuAccumulator in pkg/kubelet/cm/cpumanager/cpu_assignment.go.
import { type CpuSet, difference, sorted, union } from './cpu-set.ts'
import type { CpuDetails, CpuTopology, Level } from './cpu-topology.ts'

/** How CPUs are taken one by one: core after core, or spread over the cores of a socket. */
export type Sorting = 'packed' | 'spread'

/** CPUs being gathered. */
export class CpuAccumulator {
  readonly #topology: CpuTopology
  readonly #sorting: Sorting
  readonly #numaFirst: boolean
  details: CpuDetails
  needed: number
  result: CpuSet = new Set()

  constructor(topology: CpuTopology, available: CpuSet, count: number, sorting: Sorting) {
    this.#topology = topology
    this.#sorting = sorting
    this.#numaFirst = topology.sockets >= topology.numaNodes
    this.details = topology.details.keepOnly(available)
    this.needed = count
  }

  get satisfied(): boolean {
    return this.needed < 1
  }

  get failed(): boolean {
    return this.needed > this.details.size
  }

  take(cpus: CpuSet): void {
    this.result = union(this.result, cpus)
    this.details = this.details.keepOnly(difference(this.details.cpus, this.result))
    this.needed -= cpus.size
  }

  /** Takes whole free units of the two largest levels. */
  takeFullNodes(): void {
    const levels: readonly Level[] = this.#numaFirst ? ['numa', 'socket'] : ['socket', 'numa']
    for (const level of levels) {
      this.#takeFull(level, level === 'numa' ? this.numaNodes() : this.#sockets())
      if (this.satisfied) return
    }
  }

  takeFullCores(): void {
    this.#takeFull('core', this.#cores())
  }

  takeRemaining(): void {
    for (const cpu of this.#single()) {
      this.take(new Set([cpu]))
      if (this.satisfied) return
    }
  }

  /** Whole caches first, then what fits into one. */
  takeUncoreCaches(): void {
    const size = this.#topology.perUncore
    for (const uncore of this.#uncoreCaches()) {
      if (this.needed >= size) this.#takeFull('uncore', this.#uncoreCaches())
      if (this.satisfied) return
      this.#takePartOfUncore(uncore)
      if (this.satisfied) return
    }
  }

  #takePartOfUncore(uncore: number): void {
    const { perCore } = this.#topology
    const wanted = Math.ceil(this.needed / perCore)
    const cores = sorted(this.details.idsAt('core', { level: 'uncore', ids: [uncore] })).slice(0, wanted)
    let free = sorted(this.details.cpusIn('core', ...cores))
    if (this.needed % 2 !== 0 && perCore > 1 && free.length > this.needed) free = free.slice(0, -1)
    if (free.length === this.needed) this.take(new Set(free))
  }

  /** NUMA nodes with free CPUs, the fullest first. */
  numaNodes(): number[] {
    if (this.#numaFirst) return this.#bySize('numa', this.details.idsAt('numa'))
    return this.#sockets().flatMap((socket) => this.#inside('numa', 'socket', socket))
  }

  #sockets(): number[] {
    if (!this.#numaFirst) return this.#bySize('socket', this.details.idsAt('socket'))
    return this.numaNodes().flatMap((numa) => this.#inside('socket', 'numa', numa))
  }

  #cores(): number[] {
    return this.#numaFirst
      ? this.#sockets().flatMap((socket) => this.#inside('core', 'socket', socket))
      : this.numaNodes().flatMap((numa) => this.#inside('core', 'numa', numa))
  }

  #uncoreCaches(): number[] {
    return this.numaNodes().flatMap((numa) => this.#inside('uncore', 'numa', numa))
  }

  #single(): number[] {
    if (this.#sorting === 'packed') return this.#cores().flatMap((core) => sorted(this.details.cpusIn('core', core)))
    return this.#sockets().flatMap((socket) => sorted(this.details.cpusIn('socket', socket)))
  }

  #inside(level: Level, outer: Level, id: number): number[] {
    return this.#bySize(level, this.details.idsAt(level, { level: outer, ids: [id] }))
  }

  /** Those with the fewest free CPUs first. */
  #bySize(level: Level, ids: Iterable<number>): number[] {
    const sized = [...ids].map((id) => ({ id, size: this.details.cpusIn(level, id).size }))
    return sized.sort((a, b) => a.size - b.size || a.id - b.id).map(({ id }) => id)
  }

  #takeFull(level: Level, ids: readonly number[]): void {
    const { details, perCore, perSocket } = this.#topology
    // Which are free is looked at once, before any is taken.
    const free = ids.filter((id) => {
      const own = level === 'core' ? perCore : level === 'socket' ? perSocket : details.cpusIn(level, id).size
      return this.details.cpusIn(level, id).size === own
    })
    for (const id of free) {
      const cpus = details.cpusIn(level, id)
      if (this.needed >= cpus.size) this.take(cpus)
    }
  }
}
