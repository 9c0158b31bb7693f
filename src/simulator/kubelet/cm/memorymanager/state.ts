// What memory of which NUMA node is whose. Upstream: pkg/kubelet/cm/memorymanager/state.
import type { Machine } from '../machine.ts'

/** One kind of memory of one NUMA node, in bytes. */
export interface MemoryTable {
  readonly allocatable: number
  reserved: number
  free: number
}

/** One NUMA node. */
export interface NumaState {
  /** Two for a container that has memory and huge pages here. */
  assignments: number
  /** The NUMA nodes it gives memory together with, itself among them. */
  cells: readonly number[]
  readonly tables: ReadonlyMap<string, MemoryTable>
}

/** Memory of one kind that a container has, from these NUMA nodes. */
export interface MemoryBlock {
  readonly numa: readonly number[]
  readonly type: string
  readonly size: number
}

/** Bytes that are kept from pods, by NUMA node and kind. */
export type SystemReserved = ReadonlyMap<number, Readonly<Record<string, number>>>

/** The memory of a machine while nobody has any. */
export function freshState({ numaNodes }: Machine, reserved: SystemReserved): Map<number, NumaState> {
  return new Map(
    numaNodes.map(({ id, memory, hugepages }) => {
      const kept = reserved.get(id) ?? {}
      const tables = new Map<string, MemoryTable>()
      const add = (type: string, allocatable: number) =>
        tables.set(type, { allocatable, free: allocatable, reserved: 0 })
      let huge = 0
      for (const [type, bytes] of Object.entries(hugepages)) {
        add(type, bytes - (kept[type] ?? 0))
        huge += bytes
      }
      add('memory', memory - (kept['memory'] ?? 0) - huge)
      return [id, { assignments: 0, cells: [id], tables }]
    }),
  )
}

/** Takes memory from these NUMA nodes, from the first as much as it has. */
export function takeMemory(state: Map<number, NumaState>, numa: readonly number[], type: string, size: number): void {
  let rest = size
  for (const id of numa) {
    const node = state.get(id)
    if (node === undefined) continue
    node.assignments++
    node.cells = numa
    const table = node.tables.get(type)
    if (table === undefined || rest === 0 || table.free <= 0) continue
    const taken = Math.min(table.free, rest)
    table.reserved += taken
    table.free -= taken
    rest -= taken
  }
}

/** Gives memory back. */
export function releaseMemory(state: Map<number, NumaState>, { numa, type, size }: MemoryBlock): void {
  let rest = size
  for (const id of numa) {
    const node = state.get(id)
    if (node === undefined) continue
    node.assignments--
    if (node.assignments === 0) node.cells = [id]
    const table = node.tables.get(type)
    if (table === undefined || rest === 0 || table.reserved === 0) continue
    const released = Math.min(table.reserved, rest)
    table.free += released
    table.reserved -= released
    rest -= released
  }
}
