// The device manager: knows the devices plugins offer and their health, hands them to containers, and tells the node's capacity of them. A
// real plugin's devices are taken in no order; here in the order the plugin lists them.
// Upstream: pkg/kubelet/cm/devicemanager/manager.go.
import type { Container, Pod } from '../../../../generated/api/core.v1.ts'
import type { AllocateAnswer } from '../../../../model/node-event.ts'
import { isSidecar, podLimits } from '../../../../model/pod-resources.ts'
import { mustParseQuantity, quantityValue } from '../../../../model/quantity.ts'
import type { Rejection } from '../../admission/contract.ts'
import type { Machine } from '../machine.ts'
import { isSet } from '../topologymanager/bit-mask.ts'
import {
  type AffinityStore,
  type HintProvider,
  type Hints,
  type TopologyHint,
  unexpected,
} from '../topologymanager/contract.ts'
import { answerWith, type ContainerDevices } from './answers.ts'
import { type Device, deviceHints } from './device-hints.ts'
import { PodDevices } from './pod-devices.ts'

/** A plugin that is gone is remembered so long. */
const STOP_GRACE_MS = 300_000

/** What the manager is made with. */
export interface DeviceManagerParts {
  readonly machine: Machine
  readonly store: AffinityStore
  now(): number
  /** Whether a container's pod still uses the node. */
  active(podUid: string): boolean
}

/** A plugin's devices, in its order. */
interface Plugin {
  devices: ReadonlyMap<string, Device>
  healthy: Set<string>
  unhealthy: Set<string>
  /** When its plugin went away. */
  stoppedAt?: number
}

/** What the node has of plugins' resources. */
export interface DeviceCapacity {
  readonly capacity: Readonly<Record<string, number>>
  readonly allocatable: Readonly<Record<string, number>>
  /** Resources whose plugins have been gone for good. */
  readonly removed: readonly string[]
}

const NONE: ReadonlySet<string> = new Set()

/** Hands out devices. */
export class DeviceManager implements HintProvider {
  readonly #parts: DeviceManagerParts
  readonly #nodes: readonly number[]
  readonly #plugins = new Map<string, Plugin>()
  /** Resources whose plugins are forgotten. */
  readonly #removed = new Set<string>()
  readonly #offered = new Map<string, readonly Device[]>()
  /** What plugins answer from now on, by resource. */
  readonly #answers = new Map<string, AllocateAnswer>()
  #allocated = new Map<string, Set<string>>()
  readonly #pods = new PodDevices()
  /** Devices of init containers of the pod last allocated for. */
  #reusable: { readonly pod: string; readonly devices: Map<string, Set<string>> } | undefined

  constructor(parts: DeviceManagerParts) {
    this.#parts = parts
    this.#nodes = parts.machine.numaNodes.map(({ id }) => id)
  }

  /** A plugin lists its devices, at first or anew; the pods that must hear of it. */
  listed(resource: string, devices: readonly Device[]): readonly string[] {
    const before = this.#plugins.get(resource)?.devices
    const told = new Set<string>()
    for (const { id, healthy } of devices) {
      const holder = before?.get(id)?.healthy === healthy ? undefined : this.#pods.holderOf(id)
      if (holder !== undefined) told.add(holder)
    }
    this.#offered.set(resource, devices)
    this.#removed.delete(resource)
    this.#plugins.set(resource, {
      devices: new Map(devices.map((device) => [device.id, device])),
      healthy: new Set(devices.filter(({ healthy }) => healthy).map(({ id }) => id)),
      unhealthy: new Set(devices.filter(({ healthy }) => !healthy).map(({ id }) => id)),
    })
    return [...told]
  }

  /** A plugin goes away: its devices are healthy no more. False when there is none. */
  disconnected(resource: string): boolean {
    const plugin = this.#plugins.get(resource)
    if (plugin === undefined || plugin.stoppedAt !== undefined) return false
    for (const id of plugin.healthy) plugin.unhealthy.add(id)
    plugin.healthy = new Set()
    plugin.stoppedAt = this.#parts.now()
    return true
  }

  /** The devices a plugin listed last, also one that is gone. */
  offered(resource: string): readonly Device[] | undefined {
    return this.#offered.get(resource)
  }

  /** The resource a device belongs to. */
  resourceOf(device: string): string | undefined {
    for (const [resource, { devices }] of this.#plugins) if (devices.has(device)) return resource
    return undefined
  }

  /** For the node's status; forgets plugins that have been gone long enough. */
  capacity(): DeviceCapacity {
    const capacity: Record<string, number> = {}
    const allocatable: Record<string, number> = {}
    for (const [resource, { healthy, unhealthy, stoppedAt }] of this.#plugins) {
      if (stoppedAt !== undefined && this.#parts.now() - stoppedAt > STOP_GRACE_MS) {
        this.#removed.add(resource)
        this.#plugins.delete(resource)
        continue
      }
      allocatable[resource] = healthy.size
      capacity[resource] = healthy.size + unhealthy.size
    }
    return { capacity, allocatable, removed: [...this.#removed] }
  }

  /** When the next plugin that is gone will be forgotten. */
  get forgetsAt(): number | undefined {
    const stops = [...this.#plugins.values()].flatMap(({ stoppedAt }) => (stoppedAt === undefined ? [] : [stoppedAt]))
    return stops.length === 0 ? undefined : Math.min(...stops) + STOP_GRACE_MS + 1
  }

  containerHints(pod: Pod, container: Container): Hints | undefined {
    this.#releaseStale()
    const uid = uidOf(pod)
    const hints = new Map<string, readonly TopologyHint[] | undefined>()
    for (const [resource, wanted] of this.#limitsOf(container.resources?.limits ?? {})) {
      const reusable = this.#reusableOf(uid, resource)
      const allocated = this.#pods.ofContainer(uid, container.name).get(resource) ?? NONE
      hints.set(resource, this.#hints(resource, wanted, allocated, reusable))
    }
    return hints
  }

  podHints(pod: Pod): Hints | undefined {
    this.#releaseStale()
    const hints = new Map<string, readonly TopologyHint[] | undefined>()
    for (const [resource, quantity] of Object.entries(podLimits(pod, { excludeOverhead: true })))
      if (this.#isKnown(resource))
        hints.set(
          resource,
          this.#hints(resource, quantityValue(quantity), this.#pods.ofPod(uidOf(pod), resource), NONE),
        )
    return hints
  }

  #hints(
    resource: string,
    wanted: number,
    allocated: ReadonlySet<string>,
    reusable: ReadonlySet<string>,
  ): readonly TopologyHint[] | undefined {
    const devices = this.#plugins.get(resource)?.devices
    if (devices === undefined || !isAligned(devices)) return undefined
    if (allocated.size > 0)
      return allocated.size === wanted ? deviceHints(devices, this.#nodes, allocated, NONE, wanted) : []
    const available = this.#available(resource)
    if (new Set([...available, ...reusable]).size < wanted) return []
    return deviceHints(devices, this.#nodes, available, reusable, wanted)
  }

  allocate(pod: Pod, container: Container): Rejection | undefined {
    const uid = uidOf(pod)
    if (this.#reusable?.pod !== uid) this.#reusable = { pod: uid, devices: new Map() }
    const init = pod.spec.initContainers?.find(({ name }) => name === container.name)
    for (const [name, amount] of Object.entries(container.resources?.limits ?? {})) {
      if (!this.#isKnown(name)) continue
      this.#releaseStale()
      const wanted = quantityValue(mustParseQuantity(amount))
      const devices = this.#devicesToAllocate(uid, container.name, name, wanted)
      if ('error' in devices) return unexpected(devices.error)
      if (devices.size === 0) continue
      const answer = this.#answers.get(name)
      this.#pods.insert(uid, container.name, name, devices, answer && answerWith(answer, [...devices]))
    }
    const ends = init !== undefined && !isSidecar(init)
    for (const [resource, devices] of this.#pods.ofContainer(uid, container.name)) {
      const left = new Set(this.#reusableOf(uid, resource))
      for (const device of devices) {
        if (ends) left.add(device)
        else left.delete(device)
      }
      this.#reusable.devices.set(resource, left)
    }
    return undefined
  }

  /** The devices that are to be taken; none when the container has all already. */
  #devicesToAllocate(
    uid: string,
    container: string,
    resource: string,
    wanted: number,
  ): ReadonlySet<string> | { readonly error: string } {
    const known = this.#pods.ofContainer(uid, container).get(resource)
    if (known !== undefined && known.size !== wanted) {
      const change = `from ${known.size} to ${wanted}`
      return { error: `pod "${uid}" container "${container}" changed request for resource "${resource}" ${change}` }
    }
    const plugin = this.#plugins.get(resource)
    if (plugin === undefined) return { error: `cannot allocate unregistered device ${resource}` }
    const { healthy } = plugin
    if (healthy.size === 0)
      return { error: `no healthy devices present; cannot allocate unhealthy devices ${resource}` }
    if (known !== undefined && [...known].some((id) => !healthy.has(id))) {
      const why = 'previously allocated devices are no longer healthy'
      return { error: `${why}; cannot allocate unhealthy devices ${resource}` }
    }
    let needed = wanted - (known?.size ?? 0)
    if (needed === 0) return NONE
    const taken = new Set<string>()
    const takeFrom = (ids: Iterable<string>): boolean => {
      for (const id of ids) {
        if (needed === 0) break
        if (taken.has(id)) continue
        taken.add(id)
        needed--
      }
      return needed === 0
    }
    if (!takeFrom(this.#reusableOf(uid, resource))) {
      const available = new Set([...this.#available(resource)].filter((id) => !taken.has(id)))
      if (available.size < needed) {
        const amounts = `Requested: ${needed}, Available: ${available.size}`
        return { error: `requested number of devices unavailable for ${resource}. ${amounts}` }
      }
      for (const part of this.#byAffinity(uid, container, plugin.devices, available)) if (takeFrom(part)) break
    }
    const all = this.#allocated.get(resource) ?? new Set<string>()
    for (const id of taken) all.add(id)
    this.#allocated.set(resource, all)
    return taken
  }

  /** Near the affinity of the container, elsewhere, and those that do not say where they are. */
  #byAffinity(
    uid: string,
    container: string,
    devices: ReadonlyMap<string, Device>,
    available: ReadonlySet<string>,
  ): readonly string[][] {
    const ids = [...available]
    const { affinity } = this.#parts.store.affinity(uid, container)
    if (affinity === undefined || !isAligned(devices)) return [ids]
    const numaOf = (id: string) => devices.get(id)?.numa ?? []
    const near = (id: string) => numaOf(id).some((node) => isSet(affinity, node))
    return [
      ids.filter(near),
      ids.filter((id) => !near(id) && numaOf(id).length > 0),
      ids.filter((id) => numaOf(id).length === 0),
    ]
  }

  /** The devices of a container by resource, with their health as it is now. */
  ofContainer(podUid: string, container: string): ReadonlyMap<string, readonly Device[]> {
    return new Map(
      [...this.#pods.ofContainer(podUid, container)].map(([resource, ids]) => {
        const plugin = this.#plugins.get(resource)
        return [resource, [...ids].map((id) => plugin?.devices.get(id) ?? { id, numa: [], healthy: true })]
      }),
    )
  }

  /** What a plugin answers to allocations from now on. */
  answers(resource: string, answer: AllocateAnswer): void {
    this.#answers.set(resource, answer)
  }

  /** What the plugins of a container's devices answered. */
  answerFor(podUid: string, container: string): ContainerDevices {
    return this.#pods.answerFor(podUid, container)
  }

  /** Why a container that has devices cannot be run: its plugin is forgotten. */
  runError(container: Container): string | undefined {
    for (const [name, wanted] of this.#limitsOf(container.resources?.limits ?? {}))
      if (wanted > 0 && !this.#plugins.has(name))
        return `endpoint not found in cache for a registered resource: ${name}`
    return undefined
  }

  /** What of the node's allocatable devices counts at least for a pod that has some: all that are anybody's. */
  heldFor(podUid: string): ReadonlyMap<string, number> {
    if (!this.#pods.hasPod(podUid)) return new Map()
    return new Map([...this.#allocated].map(([resource, devices]) => [resource, devices.size]))
  }

  #limitsOf(limits: Readonly<Record<string, string>>): [string, number][] {
    return Object.entries(limits)
      .filter(([name]) => this.#isKnown(name))
      .map(([name, amount]) => [name, quantityValue(mustParseQuantity(amount))])
  }

  #isKnown(resource: string): boolean {
    return this.#plugins.has(resource) || this.#allocated.has(resource)
  }

  #available(resource: string): ReadonlySet<string> {
    const inUse = this.#allocated.get(resource) ?? NONE
    const { devices, healthy } = this.#plugins.get(resource) ?? { devices: new Map(), healthy: NONE }
    return new Set([...devices.keys()].filter((id) => healthy.has(id) && !inUse.has(id)))
  }

  #reusableOf(uid: string, resource: string): ReadonlySet<string> {
    return this.#reusable?.pod === uid ? (this.#reusable.devices.get(resource) ?? NONE) : NONE
  }

  #releaseStale(): void {
    if (this.#pods.keepOnly(this.#parts.active)) this.#allocated = this.#pods.all()
  }
}

const uidOf = ({ metadata }: Pod): string => metadata.uid ?? ''

/** Devices that say where they are want to be near. */
const isAligned = (devices: ReadonlyMap<string, Device>): boolean =>
  [...devices.values()].some(({ numa }) => numa.length > 0)
