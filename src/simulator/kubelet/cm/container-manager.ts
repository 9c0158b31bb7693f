// The container manager of one node: its machine, what of it pods may have, and the managers that hand it out. None does so on Windows,
// where upstream puts stand-ins in their place. State is kept while the kubelet is down, as its checkpoint files do.
// Upstream: pkg/kubelet/cm/container_manager_linux.go.
import type { Container, Node, Pod } from '../../../generated/api/core.v1.ts'
import { mustParseQuantity, type Quantity, sign, subQuantity } from '../../../model/quantity.ts'
import type { Quantities, ResourceList } from '../../../model/resource-list.ts'
import type { FeatureGates } from '../../api/types.ts'
import type { Rejection } from '../admission/contract.ts'
import type { UsableCpus } from '../cgroup-files.ts'
import { configurationError } from '../configuration/validate.ts'
import { type KubeletSettings, kubeletDefaults } from '../settings.ts'
import { formatCpus } from './cpumanager/cpu-set.ts'
import { CpuManager } from './cpumanager/manager.ts'
import { DeviceManager } from './devicemanager/manager.ts'
import { type Machine, type MachineSpec, machineOf } from './machine.ts'
import { MemoryManager } from './memorymanager/manager.ts'
import { nodeAllocatable, nodeCapacity, nodeReservation } from './node-allocatable.ts'
import { TopologyManager } from './topologymanager/manager.ts'

/** What a container manager is made with. */
export interface ContainerManagerParts {
  readonly machine: MachineSpec
  /** What the stage says the node has. */
  readonly capacity: ResourceList
  readonly os: string
  readonly settings: KubeletSettings
  readonly gates: FeatureGates
  now(): number
  /** The pods that use the node now. */
  activePods(): readonly Pod[]
}

/** What a container was given for itself. */
export interface ContainerAllocation {
  /** `2-3`; undefined when it shares its CPUs with others. */
  readonly cpus: string | undefined
  /** Where its CPUs, memory and devices lie. */
  readonly numaNodes: readonly number[]
  readonly devices: Readonly<Record<string, readonly string[]>>
}

/** The parts of a manager that could be made. */
interface Made {
  readonly machine: Machine
  readonly topology: TopologyManager
  readonly cpus: CpuManager
  readonly memory: MemoryManager
  readonly devices: DeviceManager
}

/** Hands out what is in the node. */
export class ContainerManager {
  readonly #parts: ContainerManagerParts
  readonly #made: Made
  readonly machine: Machine
  readonly devices: DeviceManager
  readonly capacity: ResourceList
  readonly reservation: Quantities
  /** Nothing is taken back before the kubelet has heard of all its pods. */
  sourcesReady = true
  /** The pod that is being admitted, which counts as active, and the others that are. */
  #admitting: string | undefined
  #active: ReadonlySet<string | undefined> | undefined

  private constructor(parts: ContainerManagerParts, make: (manager: ContainerManager) => Made | { error: string }) {
    this.#parts = parts
    const { settings, os } = parts
    this.machine = machineOf(parts.machine, parts.capacity)
    this.capacity = nodeCapacity(parts.capacity, this.machine, settings)
    this.reservation = nodeReservation(this.capacity, settings, os)
    const made = make(this)
    if ('error' in made) throw new StartError(made.error)
    this.#made = made
    this.devices = made.devices
  }

  /** A manager, or why the kubelet does not start. */
  static create(parts: ContainerManagerParts): ContainerManager | { readonly error: string } {
    const error = configurationError(parts.settings)
    if (error !== undefined) return { error }
    try {
      return new ContainerManager(parts, (manager) => manager.#make())
    } catch (thrown) {
      if (thrown instanceof StartError) return { error: thrown.message }
      throw thrown
    }
  }

  #make(): Made | { error: string } {
    const { machine, reservation } = this
    const { gates, os, now } = this.#parts
    const settings = os === 'windows' ? withoutManagers(this.#parts.settings) : this.#parts.settings
    const active = (uid: string): boolean => {
      if (!this.sourcesReady) return true
      // While a pod is being admitted nothing else happens.
      const uids = this.#active ?? this.#activeUids()
      if (this.#admitting !== undefined) this.#active = uids
      return uid === this.#admitting || uids.has(uid)
    }
    const topology = TopologyManager.create(machine, settings)
    if ('error' in topology) return topology
    const devices = new DeviceManager({ machine, store: topology, now, active })
    const cpus = CpuManager.create({ machine, settings, gates, store: topology, reservation, active })
    if ('error' in cpus) return cpus
    const memory = MemoryManager.create({ machine, settings, store: topology, reservation, active })
    if ('error' in memory) return memory
    const tooMuch = overReserved(this.capacity, reservation)
    if (tooMuch !== undefined) return { error: tooMuch }
    for (const provider of [devices, cpus, memory]) topology.addProvider(provider)
    return { machine, topology, cpus, memory, devices }
  }

  /** Whether its managers are real ones: on Windows they are not. */
  get managed(): boolean {
    return this.#parts.os !== 'windows'
  }

  get settings(): KubeletSettings {
    return this.#parts.settings
  }

  /** What pods may have, devices of plugins left out. */
  get allocatable(): Record<string, string> {
    return nodeAllocatable(this.capacity, this.reservation)
  }

  /** Gives a pod's containers what they need; why it cannot. */
  admit(pod: Pod): Rejection | undefined {
    this.#admitting = pod.metadata.uid
    const refusal = this.#made.topology.admit(pod)
    this.#admitting = undefined
    this.#active = undefined
    return refusal
  }

  #activeUids(): Set<string | undefined> {
    return new Set(this.#parts.activePods().map(({ metadata }) => metadata.uid))
  }

  /** A container starts. */
  started(pod: Pod, container: string): void {
    this.#made.memory.started(pod, container)
  }

  /** Nothing of the pod is left. */
  forget(podUid: string): void {
    this.#made.topology.forget(podUid)
  }

  /** Why a container cannot be run. */
  runError(container: Container): string | undefined {
    return this.devices.runError(container)
  }

  /** The node as admission looks at it: a pod's devices count even when their plugin fails. */
  nodeFor(pod: Pod, node: Node): Node {
    const { allocatable = {} } = node.status
    let raised: Record<string, string> | undefined
    for (const [resource, held] of this.devices.heldFor(pod.metadata.uid ?? '')) {
      if (Number(allocatable[resource] ?? 0) >= held) continue
      raised ??= { ...allocatable }
      raised[resource] = String(held)
    }
    return raised === undefined ? node : { ...node, status: { ...node.status, allocatable: raised } }
  }

  /** The CPUs a container may use; those it has for itself it may use wholly. */
  cpusOf(podUid: string, container: string): UsableCpus {
    const { cpus } = this.#made
    const own = cpus.exclusive(podUid, container)
    const whole = own !== undefined && this.#parts.gates.enabled('DisableCPUQuotaWithExclusiveCPUs')
    return { cpus: own ?? cpus.shared ?? this.#allCpus(), quota: !whole }
  }

  #allCpus(): ReadonlySet<number> {
    return new Set(this.machine.numaNodes.flatMap(({ cpus }) => cpus.map(({ id }) => id)))
  }

  /** What a container was given for itself. */
  allocationOf(podUid: string, container: string): ContainerAllocation {
    const cpus = this.#made.cpus.exclusive(podUid, container)
    const devices = this.devices.ofContainer(podUid, container)
    const numaNodes = new Set<number>()
    for (const { id, cpus: own } of this.machine.numaNodes) if (own.some((cpu) => cpus?.has(cpu.id))) numaNodes.add(id)
    for (const { numa } of this.#made.memory.blocks(podUid, container)) for (const id of numa) numaNodes.add(id)
    for (const list of devices.values()) for (const { numa } of list) for (const id of numa) numaNodes.add(id)
    return {
      cpus: cpus === undefined ? undefined : formatCpus(cpus),
      numaNodes: [...numaNodes].sort((a, b) => a - b),
      devices: Object.fromEntries([...devices].map(([resource, list]) => [resource, list.map(({ id }) => id)])),
    }
  }
}

/** Why a kubelet does not start. */
class StartError extends Error {}

const withoutManagers = (settings: KubeletSettings): KubeletSettings => {
  const { cpuManagerPolicy, cpuManagerPolicyOptions, memoryManagerPolicy, topologyManagerPolicy } = kubeletDefaults
  return { ...settings, cpuManagerPolicy, cpuManagerPolicyOptions, memoryManagerPolicy, topologyManagerPolicy }
}

/** More is reserved than there is. Go prints the quantities as structs. */
function overReserved(capacity: ResourceList, reservation: Quantities): string | undefined {
  const errors: string[] = []
  for (const [name, reserved] of Object.entries(reservation)) {
    const all = mustParseQuantity(capacity[name] ?? '0')
    if (sign(subQuantity(all, reserved)) >= 0) continue
    const amounts = `a reservation of ${goStruct(reserved)} but capacity of ${goStruct(all)}`
    errors.push(`Resource "${name}" has ${amounts}. Expected capacity >= reservation.`)
  }
  return errors.length === 0 ? undefined : `invalid Node Allocatable configuration. ${errors.join(' ')}`
}

const goStruct = ({ unscaled, scale, format }: Quantity): string => `{{${unscaled} ${scale}} {<nil>}  ${format}}`
