// The pools of devices as a node sees them: the slices of the newest generation of each pool that are for this node, and whether
// the pool is whole and makes sense. Pools are in the order of their names, those with devices that become ready later last;
// slices in the order of theirs: drivers steer by names what is taken first.
// Upstream: staging/src/k8s.io/dynamic-resource-allocation/structured/internal/incubating/pools_incubating.go.
import type { NodeSelector } from '../../../generated/api/core.v1.ts'
import type { CounterSet, Device, ResourceSlice } from '../../../generated/api/resource.v1.ts'
import { matchesNodeSelectorTerms } from '../../../model/node-affinity.ts'
import type { Node } from '../contract.ts'

/** A device where it was announced. */
export interface OfferedDevice {
  /** `driver/pool/device`. */
  readonly id: string
  readonly driver: string
  readonly pool: Pool
  readonly device: Device
  readonly slice: ResourceSlice
}

/** A pool as a node sees it. */
export interface Pool {
  /** `driver/pool`. */
  readonly id: string
  readonly name: string
  /** Why nothing can be had from it: slices are missing, or they contradict each other. */
  readonly unusable: 'incomplete' | 'invalid' | undefined
  /** Slices with devices for the node. */
  readonly slices: readonly ResourceSlice[]
  /** The others: their devices may share counters with those of the node. */
  readonly slicesElsewhere: readonly ResourceSlice[]
  readonly counterSets: ReadonlyMap<string, CounterSet>
  /** The devices of the slices; those that say themselves where they are may be elsewhere. */
  readonly devices: readonly OfferedDevice[]
}

/** The id of a device. */
export const deviceId = (driver: string, pool: string, device: string): string => `${driver}/${pool}/${device}`

interface Where {
  readonly nodeName?: string | undefined
  readonly allNodes?: boolean | undefined
  readonly nodeSelector?: NodeSelector | undefined
}

/** Whether something is for a node. */
export function isFor({ nodeName, allNodes, nodeSelector }: Where, node: Node): boolean {
  if (nodeName) return nodeName === node.metadata.name
  if (allNodes === true) return true
  return nodeSelector !== undefined && matchesNodeSelectorTerms(nodeSelector.nodeSelectorTerms, node)
}

const hasCounters = ({ spec }: ResourceSlice): boolean => (spec.sharedCounters?.length ?? 0) > 0

/** Slices as many nodes in turn ask for them. */
export class Slices {
  readonly #all: readonly ResourceSlice[]
  readonly #byNode = new Map<string, ResourceSlice[]>()
  readonly #anywhere: ResourceSlice[] = []
  readonly #partitions: boolean

  constructor(all: readonly ResourceSlice[], partitions: boolean) {
    this.#all = all
    this.#partitions = partitions
    for (const slice of all) {
      const { nodeName } = slice.spec
      if (!nodeName || hasCounters(slice)) this.#anywhere.push(slice)
      else if (this.#byNode.has(nodeName)) this.#byNode.get(nodeName)!.push(slice)
      else this.#byNode.set(nodeName, [slice])
    }
  }

  /** The pools a node can use. */
  poolsOf(node: Node): Pool[] {
    const byPool = new Map<string, ResourceSlice[]>()
    for (const slice of this.#byNode.get(node.metadata.name ?? '') ?? []) this.#collect(byPool, slice, node)
    for (const slice of this.#anywhere) this.#collect(byPool, slice, node)
    const pools: Pool[] = []
    for (const [id, slices] of byPool) {
      const pool = this.#pool(id, slices)
      if (pool !== undefined) pools.push(pool)
    }
    const inOrder = pools.sort((a, b) => compareIds(a.id, b.id))
    const later = inOrder.filter(becomesReady)
    return later.length === 0 ? inOrder : [...inOrder.filter((pool) => !becomesReady(pool)), ...later]
  }

  #collect(byPool: Map<string, ResourceSlice[]>, slice: ResourceSlice, node: Node): void {
    if (!this.#isRelevant(slice, node)) return
    const { driver, pool } = slice.spec
    const id = `${driver}/${pool.name}`
    const known = byPool.get(id)
    const generation = known?.[0]?.spec.pool.generation ?? Number.NEGATIVE_INFINITY
    if (known === undefined || pool.generation > generation) byPool.set(id, [slice])
    else if (pool.generation === generation) known.push(slice)
  }

  /** Slices with counters are needed wherever the pool is. */
  #isRelevant(slice: ResourceSlice, node: Node): boolean {
    const { spec } = slice
    if (!this.#partitions && (spec.perDeviceNodeSelection !== undefined || hasCounters(slice))) return false
    if (hasCounters(slice)) return true
    if (spec.nodeName || spec.allNodes === true || spec.nodeSelector !== undefined) return isFor(spec, node)
    return spec.perDeviceNodeSelection === true && (spec.devices ?? []).some((device) => isFor(device, node))
  }

  /** Undefined when a newer generation is on its way: the devices known are no more. */
  #pool(id: string, slices: ResourceSlice[]): Pool | undefined {
    const { pool, driver } = slices[0]!.spec
    if (slices.length === pool.resourceSliceCount) return this.#build(id, slices, [])
    const ofPool = this.#all.filter(({ spec }) => spec.driver === driver && spec.pool.name === pool.name)
    if (ofPool.some(({ spec }) => spec.pool.generation > pool.generation)) return undefined
    const current = ofPool.filter(({ spec }) => spec.pool.generation === pool.generation)
    if (current.length !== pool.resourceSliceCount) return emptyPool(id, pool.name, 'incomplete')
    const elsewhere = current.filter((slice) => !slices.includes(slice))
    return this.#build(id, slices, elsewhere)
  }

  #build(id: string, found: ResourceSlice[], slicesElsewhere: readonly ResourceSlice[]): Pool {
    const { name } = found[0]!.spec.pool
    found.sort((a, b) => compare(a.metadata.name ?? '', b.metadata.name ?? ''))
    const slices = found.filter((slice) => !hasCounters(slice))
    const counterSets = counterSetsOf(found)
    const consistent =
      counterSets !== undefined &&
      namesAreUnique(slices) &&
      (!this.#partitions || (countersExist(counterSets, found) && countersExist(counterSets, slicesElsewhere)))
    if (!consistent) return emptyPool(id, name, 'invalid')
    const devices: OfferedDevice[] = []
    const pool: Pool = { id, name, unusable: undefined, slices, slicesElsewhere, counterSets, devices }
    for (const slice of slices) {
      const { driver } = slice.spec
      for (const device of slice.spec.devices ?? [])
        devices.push({ id: deviceId(driver, name, device.name), driver, pool, device, slice })
    }
    return pool
  }
}

const emptyPool = (id: string, name: string, unusable: 'incomplete' | 'invalid'): Pool => ({
  id,
  name,
  unusable,
  slices: [],
  slicesElsewhere: [],
  counterSets: new Map(),
  devices: [],
})

const becomesReady = ({ devices }: Pool): boolean =>
  devices.some(({ device }) => device.bindingConditions !== undefined)

function namesAreUnique(slices: readonly ResourceSlice[]): boolean {
  const names = slices.flatMap(({ spec }) => spec.devices ?? []).map(({ name }) => name)
  return new Set(names).size === names.length
}

function counterSetsOf(slices: readonly ResourceSlice[]): ReadonlyMap<string, CounterSet> | undefined {
  const sets = slices.flatMap(({ spec }) => spec.sharedCounters ?? [])
  const byName = new Map(sets.map((set) => [set.name, set]))
  return byName.size === sets.length ? byName : undefined
}

function countersExist(sets: ReadonlyMap<string, CounterSet>, slices: readonly ResourceSlice[]): boolean {
  return slices.every(({ spec }) =>
    (spec.devices ?? []).every(({ consumesCounters = [] }) =>
      consumesCounters.every(({ counterSet, counters = {} }) => {
        const known = sets.get(counterSet)?.counters
        return sets.has(counterSet) && Object.keys(counters).every((name) => known?.[name] !== undefined)
      }),
    ),
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** By driver first, then by the pool's name. */
function compareIds(a: string, b: string): number {
  const [left, right] = [a.indexOf('/'), b.indexOf('/')]
  return compare(a.slice(0, left), b.slice(0, right)) || compare(a.slice(left + 1), b.slice(right + 1))
}
