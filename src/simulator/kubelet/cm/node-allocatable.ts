// What a node has and what of it pods may have: capacity less what is reserved for the system, for Kubernetes and by hard
// eviction. Upstream: pkg/kubelet/cm/node_container_manager_linux.go, helpers.go, MachineInfo in pkg/kubelet/nodestatus/setters.go.
import {
  addQuantity,
  formatQuantity,
  isQuantityError,
  isZero,
  mustParseQuantity,
  parseQuantity,
  type Quantity,
  quantityOf,
  quantityValue,
  sign,
  subQuantity,
} from '../../../model/quantity.ts'
import type { Quantities, ResourceList } from '../../../model/resource-list.ts'
import { type KubeletSettings, kubeletDefaults } from '../settings.ts'
import { parseCpus } from './cpumanager/cpu-set.ts'
import type { Machine } from './machine.ts'

const WINDOWS_MEMORY = '500Mi'
const zero = mustParseQuantity('0')

/** What is in the machine: CPUs, memory, huge pages; the rest as the stage says. */
export function nodeCapacity(
  stated: ResourceList,
  machine: Machine,
  settings: KubeletSettings,
): Record<string, string> {
  const capacity: Record<string, string> = { ...stated }
  const huge: Record<string, number> = {}
  for (const { hugepages } of machine.numaNodes)
    for (const name in hugepages) huge[name] = (huge[name] ?? 0) + (hugepages[name] as number)
  for (const name in huge) capacity[name] = formatQuantity(quantityOf(huge[name] as number, 'BinarySI'))
  const { maxPods, podsPerCore } = settings
  const pods = maxPods ?? quantityValue(mustParseQuantity(capacity['pods'] ?? '110'))
  const cores = machine.numaNodes.reduce((sum, { cpus }) => sum + cpus.length, 0)
  capacity['pods'] = String(podsPerCore > 0 ? Math.min(cores * podsPerCore, pods) : pods)
  return capacity
}

/** What pods may have of it. */
export function nodeAllocatable(capacity: ResourceList, reserved: Quantities): Record<string, string> {
  const allocatable: Record<string, string> = {}
  for (const name in capacity) {
    const amount = capacity[name] as string
    const kept = reserved[name]
    allocatable[name] = kept === undefined ? amount : notNegative(subQuantity(mustParseQuantity(amount), kept))
  }
  for (const name in capacity) {
    if (!name.startsWith('hugepages-')) continue
    const memory = mustParseQuantity(allocatable['memory'] ?? '0')
    allocatable['memory'] = notNegative(subQuantity(memory, mustParseQuantity(capacity[name] as string)))
  }
  return allocatable
}

const notNegative = (quantity: Quantity): string => (sign(quantity) < 0 ? '0' : formatQuantity(quantity))

/** What is kept from pods, by resource; only what is more than nothing. */
export function nodeReservation(capacity: ResourceList, settings: KubeletSettings, os: string): Quantities {
  const { kubeReserved, systemReserved } = reservedLists(settings)
  const evicted = hardEvictionReservation(capacity, settings, os)
  const reservation: Quantities = {}
  for (const name in capacity) {
    let sum = zero
    for (const amount of [systemReserved[name], kubeReserved[name]])
      if (amount !== undefined) sum = addQuantity(sum, mustParseQuantity(amount))
    const threshold = evicted[name]
    if (threshold !== undefined) sum = addQuantity(sum, threshold)
    if (!isZero(sum)) reservation[name] = sum
  }
  return reservation
}

/** Named CPUs take the place of reserved amounts of cpu. */
export function reservedLists(settings: KubeletSettings): Pick<KubeletSettings, 'kubeReserved' | 'systemReserved'> {
  const { kubeReserved, systemReserved, reservedSystemCPUs } = settings
  const cpus = parseCpus(reservedSystemCPUs)
  if ('error' in cpus || cpus.size === 0) return { kubeReserved, systemReserved }
  const { cpu: _, ...rest } = kubeReserved
  return { kubeReserved: rest, systemReserved: { ...systemReserved, cpu: String(cpus.size) } }
}

function hardEvictionReservation(capacity: ResourceList, { evictionHard }: KubeletSettings, os: string): Quantities {
  const reservation: Quantities = {}
  const keep = (resource: string, threshold: string | undefined): void => {
    const all = capacity[resource]
    const kept = threshold && all !== undefined ? thresholdOf(threshold, mustParseQuantity(all)) : undefined
    if (kept !== undefined) reservation[resource] = kept
  }
  const unset = evictionHard === kubeletDefaults.evictionHard
  keep('memory', unset && os === 'windows' ? WINDOWS_MEMORY : evictionHard['memory.available'])
  keep('ephemeral-storage', evictionHard['nodefs.available'])
  return reservation
}

/** Upstream counts percentages in single precision. */
function thresholdOf(text: string, capacity: Quantity): Quantity | undefined {
  if (!text.endsWith('%')) {
    const quantity = parseQuantity(text)
    return isQuantityError(quantity) ? undefined : quantity
  }
  const share = Math.fround(Math.fround(Number(text.slice(0, -1))) / 100)
  return quantityOf(Math.floor(quantityValue(capacity) * share), 'BinarySI')
}
