// What the configuration keeps from pods on each NUMA node; it must add up to what the node keeps as a whole.
// Upstream: getSystemReservedMemory in pkg/kubelet/cm/memorymanager/memory_manager.go.
import {
  addQuantity,
  compareQuantity,
  formatQuantity,
  mustParseQuantity,
  quantityValue,
} from '../../../../model/quantity.ts'
import type { Quantities } from '../../../../model/resource-list.ts'
import type { MemoryReservation } from '../../settings.ts'
import type { Machine } from '../machine.ts'
import type { SystemReserved } from './state.ts'

const zero = mustParseQuantity('0')

/** Bytes by NUMA node and kind; why they cannot be. */
export function systemReservedMemory(
  { numaNodes }: Machine,
  whole: Quantities,
  reservations: readonly MemoryReservation[],
): SystemReserved | { readonly error: string } {
  const reserved = new Map(numaNodes.map(({ id }): [number, Record<string, number>] => [id, {}]))
  const totals: Quantities = {}
  for (const { numaNode, limits } of reservations) {
    const own = reserved.get(numaNode)
    if (own === undefined) {
      const where = `references a NUMA node ${numaNode} that does not exist on this machine`
      return { error: `the reserved memory configuration ${where}` }
    }
    for (const [name, amount] of Object.entries(limits)) {
      const quantity = mustParseQuantity(amount)
      own[name] = quantityValue(quantity)
      totals[name] = addQuantity(quantity, totals[name] ?? zero)
    }
  }
  const kinds = Object.keys(whole).filter((name) => name === 'memory' || name.startsWith('hugepages-'))
  for (const name of new Set([...Object.keys(totals), ...kinds])) {
    const [stated, determined] = [totals[name] ?? zero, whole[name] ?? zero]
    if (compareQuantity(stated, determined) === 0) continue
    const amount = `the total amount "${formatQuantity(stated)}" of type "${name}"`
    const value = `the value "${formatQuantity(determined)}" determined by Node Allocatable feature`
    return { error: `${amount} is not equal to ${value}` }
  }
  return reserved
}
