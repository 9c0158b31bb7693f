// Which CPUs belong to which core, NUMA node, socket and last-level cache.
// Upstream: pkg/kubelet/cm/cpumanager/topology/topology.go.
import type { Cpu, Machine } from '../machine.ts'
import type { CpuSet } from './cpu-set.ts'

/** A level of the machine CPUs are grouped by. */
export type Level = 'core' | 'numa' | 'socket' | 'uncore'

/** CPUs with where they stand. */
export class CpuDetails {
  readonly #cpus: readonly Cpu[]

  constructor(cpus: readonly Cpu[]) {
    this.#cpus = cpus
  }

  get cpus(): CpuSet {
    return new Set(this.#cpus.map(({ id }) => id))
  }

  get size(): number {
    return this.#cpus.length
  }

  keepOnly(cpus: CpuSet): CpuDetails {
    return new CpuDetails(this.#cpus.filter(({ id }) => cpus.has(id)))
  }

  /** The ids at a level; only those that hold CPUs of one of these at another level. */
  idsAt(level: Level, within?: { readonly level: Level; readonly ids: readonly number[] }): Set<number> {
    const found = new Set<number>()
    for (const cpu of this.#cpus)
      if (within === undefined || within.ids.includes(cpu[within.level])) found.add(cpu[level])
    return found
  }

  cpusIn(level: Level, ...ids: readonly number[]): CpuSet {
    const found = new Set<number>()
    for (const cpu of this.#cpus) if (ids.includes(cpu[level])) found.add(cpu.id)
    return found
  }

  cpu(id: number): Cpu | undefined {
    return this.#cpus.find((cpu) => cpu.id === id)
  }
}

/** The CPUs of a machine. */
export class CpuTopology {
  readonly details: CpuDetails
  readonly cpus: number
  readonly cores: number
  readonly sockets: number
  readonly numaNodes: number
  readonly uncoreCaches: number

  constructor({ numaNodes, sockets }: Machine) {
    this.details = new CpuDetails(numaNodes.flatMap(({ cpus }) => cpus))
    this.cpus = this.details.size
    this.cores = this.details.idsAt('core').size
    this.sockets = sockets
    this.numaNodes = this.details.idsAt('numa').size
    this.uncoreCaches = this.details.idsAt('uncore').size
  }

  get perCore(): number {
    return this.cores === 0 ? 0 : Math.floor(this.cpus / this.cores)
  }

  get perSocket(): number {
    return this.sockets === 0 ? 0 : Math.floor(this.cpus / this.sockets)
  }

  get perUncore(): number {
    return this.uncoreCaches === 0 ? 0 : Math.floor(this.cpus / this.uncoreCaches)
  }
}
