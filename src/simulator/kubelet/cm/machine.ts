// The hardware of a node: its NUMA nodes with their CPUs, memory and huge pages. What the stage leaves open is spread evenly: one
// NUMA node, a socket for each, one thread per core. Threads of a core are numbered as Linux does: all first threads, then all
// second ones. Upstream: what cAdvisor tells of a machine (info/v1/machine.go).
import { addQuantity, formatQuantity, mustParseQuantity, quantityValue } from '../../../model/quantity.ts'
import { parseCpus, sorted } from './cpumanager/cpu-set.ts'

/** One NUMA node as the stage sets it. */
export interface NumaNodeSpec {
  /** `0-3,8-11`. */
  readonly cpus?: string
  readonly memory?: string
  /** Amounts by resource: `hugepages-2Mi`. */
  readonly hugepages?: Readonly<Record<string, string>>
  /** To every NUMA node, in order; 10 to itself. */
  readonly distances?: readonly number[]
}

/** A node's hardware as the stage sets it. */
export interface MachineSpec {
  readonly numaNodes?: number | readonly NumaNodeSpec[]
  readonly sockets?: number
  readonly threadsPerCore?: number
  /** The last-level caches of the machine; one to a socket where nothing is said. */
  readonly uncoreCaches?: number
  /** Amounts by resource, spread evenly over those NUMA nodes of which nothing else is said. */
  readonly hugepages?: Readonly<Record<string, string>>
}

/** A CPU and where it stands; a core is named by the least of its CPUs. */
export interface Cpu {
  readonly id: number
  readonly core: number
  readonly socket: number
  readonly numa: number
  /** The last-level cache it shares with others. */
  readonly uncore: number
}

/** A NUMA node. */
export interface NumaNode {
  readonly id: number
  readonly cpus: readonly Cpu[]
  /** Bytes, huge pages among them. */
  readonly memory: number
  /** Bytes by resource. */
  readonly hugepages: Readonly<Record<string, number>>
  readonly distances: readonly number[]
}

/** The hardware. */
export interface Machine {
  readonly numaNodes: readonly NumaNode[]
  readonly sockets: number
}

const LOCAL = 10
const REMOTE = 20

const known = new Map<string, Machine>()
const KNOWN_LIMIT = 64

/** The hardware of a node with this capacity; the same for all nodes alike. */
export function machineOf(spec: MachineSpec, capacity: Readonly<Record<string, string>>): Machine {
  const { cpu = '0', memory = '0' } = capacity
  const key = JSON.stringify([spec, cpu, memory])
  let machine = known.get(key)
  if (machine === undefined) {
    machine = makeMachine(spec, cpu, memory)
    if (known.size >= KNOWN_LIMIT) known.clear()
    known.set(key, machine)
  }
  return machine
}

function makeMachine(spec: MachineSpec, cpu: string, memoryText: string): Machine {
  const { numaNodes = 1, threadsPerCore = 1 } = spec
  const specs: readonly NumaNodeSpec[] =
    typeof numaNodes === 'number' ? Array.from({ length: numaNodes }, () => ({})) : numaNodes
  const count = specs.length
  const sockets = spec.sockets ?? count
  const { uncoreCaches = sockets } = spec
  const cpus = cpusOf(specs, Math.ceil(Number(quantityValue(mustParseQuantity(cpu)))), threadsPerCore)
  const memory = quantityValue(mustParseQuantity(memoryText))
  return {
    sockets,
    numaNodes: specs.map((node, id) => ({
      id,
      cpus: coresOf(cpus[id] ?? [], id, threadsPerCore, (part) => ({
        socket: shareAt(id, part, count, sockets),
        uncore: shareAt(id, part, count, uncoreCaches),
      })),
      memory: node.memory === undefined ? shareOf(memory, id, count) : quantityValue(mustParseQuantity(node.memory)),
      hugepages: node.hugepages === undefined ? hugePagesShare(spec, id, count) : bytesOf(node.hugepages),
      distances: node.distances ?? specs.map((_, other) => (other === id ? LOCAL : REMOTE)),
    })),
  }
}

const bytesOf = (amounts: Readonly<Record<string, string>>): Record<string, number> =>
  Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, quantityValue(mustParseQuantity(amount))]))

/** Whole pages to each; the kernel hands them out one by one, so the first have those that are left. */
function hugePagesShare({ hugepages = {} }: MachineSpec, index: number, count: number): Record<string, number> {
  const share = bytesOf(hugepages)
  for (const name in share) {
    const page = quantityValue(mustParseQuantity(name.slice('hugepages-'.length)))
    const pages = Math.floor((share[name] as number) / page)
    share[name] = (Math.floor(pages / count) + (index < pages % count ? 1 : 0)) * page
  }
  return share
}

/** The CPUs and memory a machine has by what is said of its NUMA nodes; what one of them leaves open is not known. */
export function machineCapacity({ numaNodes }: MachineSpec = {}): Record<string, string> {
  if (numaNodes === undefined || typeof numaNodes === 'number') return {}
  const capacity: Record<string, string> = {}
  if (numaNodes.every(({ cpus }) => cpus !== undefined))
    capacity['cpu'] = String(cpusOf(numaNodes, 0, 1).reduce((sum, cpus) => sum + cpus.length, 0))
  const amounts = numaNodes.map(({ memory }) => memory)
  if (amounts.every((amount) => amount !== undefined))
    capacity['memory'] = formatQuantity(amounts.map(mustParseQuantity).reduce(addQuantity))
  return capacity
}

/** The CPUs of each NUMA node, in order. */
function cpusOf(specs: readonly NumaNodeSpec[], total: number, threads: number): number[][] {
  const cores = Math.ceil(total / threads)
  return specs.map(({ cpus }, i) => {
    if (cpus !== undefined) {
      const set = parseCpus(cpus)
      return 'error' in set ? [] : sorted(set)
    }
    const own: number[] = []
    const from = Math.floor((cores * i) / specs.length)
    const to = Math.floor((cores * (i + 1)) / specs.length)
    for (let thread = 0; thread < threads; thread++)
      for (let core = from; core < to; core++) if (thread * cores + core < total) own.push(thread * cores + core)
    return own
  })
}

function coresOf(
  cpus: readonly number[],
  numa: number,
  threads: number,
  at: (part: number) => Pick<Cpu, 'socket' | 'uncore'>,
): Cpu[] {
  const cores = Math.max(Math.ceil(cpus.length / threads), 1)
  return cpus.map((id, i) => ({ id, core: cpus[i % cores] ?? id, numa, ...at((i % cores) / cores) }))
}

/** Which of so many sockets or caches: several NUMA nodes share one, or one spans several. */
function shareAt(numa: number, part: number, count: number, shares: number): number {
  if (shares <= count) return Math.floor((numa * shares) / count)
  const each = shares / count
  return Math.floor(numa * each + part * each)
}

const PAGE = 4096

function shareOf(total: number, index: number, count: number): number {
  const share = Math.floor(total / count / PAGE) * PAGE
  return index === count - 1 ? total - share * (count - 1) : share
}
