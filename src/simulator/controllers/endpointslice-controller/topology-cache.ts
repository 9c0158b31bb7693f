// Hints by topology mode: each zone gets endpoints by its share of the nodes' CPU, or none gets any and an event says why.
// Upstream: staging/src/k8s.io/endpointslice/topologycache. Where upstream walks its maps in any order, zones come by name.
import type { Node } from '../../../generated/api/core.v1.ts'
import type { EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import { mustParseQuantity, quantityMilliValue } from '../../../model/quantity.ts'
import type { SliceChanges } from '../lib/endpoints/slices.ts'
import { type Allocations, allocationsFor, exchange, MIN_SHARE, redistribute } from './topology-allocation.ts'
import { copyForUpdate, isReady, setHints } from './traffic-distribution.ts'

const ZONE = 'topology.kubernetes.io/zone'
const EXCLUDED = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'] as const

/** The slices of one service and family, before their hints are settled. */
export interface SliceInfo extends SliceChanges {
  readonly key: string
  readonly addressType: string
  unchanged: EndpointSlice[]
}

/** An event to tell of the service. */
export interface TopologyEvent {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

type Counts = Map<string, number>

/** What is known of zones and of the services whose endpoints have hints. */
export class TopologyCache {
  /** Empty until nodes were heard of; undefined when they do not say enough. */
  #ratios: ReadonlyMap<string, number> | undefined = new Map()
  readonly #services = new Map<string, Map<string, Counts>>()
  readonly #hinted = new Set<string>()

  setNodes(nodes: readonly Node[]): void {
    this.#ratios = undefined
    const cpus = new Map<string, number>()
    let total = 0
    for (const { metadata, status } of nodes) {
      if (EXCLUDED.some((label) => metadata.labels?.[label] !== undefined)) continue
      if (status.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True') continue
      const cpu = quantityMilliValue(mustParseQuantity(status.allocatable?.['cpu'] ?? '0'))
      const zone = metadata.labels?.[ZONE]
      if (!zone || cpu === 0) return
      cpus.set(zone, (cpus.get(zone) ?? 0) + cpu)
      total += cpu
    }
    if (cpus.size >= 2) this.#ratios = new Map([...cpus].sort(byName).map(([zone, cpu]) => [zone, cpu / total]))
  }

  /** Services in which some zone has too few endpoints by now. */
  overloadedServices(): string[] {
    return [...this.#services]
      .filter(([, types]) => [...types.values()].some((counts) => this.#isOverloaded(counts)))
      .map(([key]) => key)
  }

  hasHints(key: string): boolean {
    return this.#hinted.has(key)
  }

  removeHints(key: string, addressType: string): void {
    const types = this.#services.get(key)
    types?.delete(addressType)
    if (types?.size === 0) this.#services.delete(key)
    this.#hinted.delete(key)
  }

  /** Gives every ready endpoint a zone, or takes all hints away. */
  addHints(info: SliceInfo): TopologyEvent[] {
    const give = (message: string): TopologyEvent[] => {
      this.removeHints(info.key, info.addressType)
      removeHints(info)
      return [event('Warning', 'TopologyAwareHintsDisabled', message, info)]
    }
    const total = [...info.toCreate, ...info.toUpdate, ...info.unchanged].reduce(
      (sum, slice) => sum + readyIn(slice),
      0,
    )
    const allocations = allocationsFor(this.#ratios, total)
    if (typeof allocations === 'string') return give(allocations)
    const counts = keepHints(info, allocations)
    const open = [...info.toCreate, ...info.toUpdate]
    for (const { endpoints } of open) {
      for (const endpoint of endpoints ?? []) {
        if (!isReady(endpoint)) continue
        if (!endpoint.zone) return give('One or more endpoints do not have a zone specified')
        counts.set(endpoint.zone, (counts.get(endpoint.zone) ?? 0) + 1)
        setHints(endpoint, { forZones: [{ name: endpoint.zone }] })
      }
    }
    const { giving, receiving } = exchange(allocations, counts)
    for (const [zone, change] of redistribute(open, giving, receiving))
      counts.set(zone, (counts.get(zone) ?? 0) + change)
    if (counts.size === 0) return give('No hints allocated for zones')
    const news = !this.#hinted.has(info.key)
    const types = this.#services.get(info.key) ?? new Map<string, Counts>()
    this.#services.set(info.key, types.set(info.addressType, counts))
    this.#hinted.add(info.key)
    return news ? [event('Normal', 'TopologyAwareHintsEnabled', 'Topology Aware Hints has been enabled', info)] : []
  }

  #isOverloaded(counts: Counts): boolean {
    if (counts.size === 0) return false
    if (this.#ratios === undefined || this.#ratios.size === 0) return true
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
    return [...this.#ratios].some(([zone, ratio]) => (counts.get(zone) ?? -1) < Math.ceil(total * ratio * MIN_SHARE))
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

const event = (
  type: TopologyEvent['type'],
  reason: string,
  message: string,
  { addressType }: SliceInfo,
): TopologyEvent => ({ type, reason, message: `${message}, addressType: ${addressType}` })

const readyIn = ({ endpoints }: EndpointSlice): number => (endpoints ?? []).filter(isReady).length

/** Counts the hints of unchanged slices; those whose hints cannot stay are to be updated. */
function keepHints(info: SliceInfo, allocations: Allocations): Counts {
  const counts: Counts = new Map()
  info.unchanged = info.unchanged.filter((slice) => {
    const own = hintsOf(slice, counts, allocations)
    if (own === undefined) info.toUpdate.push(copyForUpdate(slice))
    else for (const [zone, count] of own) counts.set(zone, (counts.get(zone) ?? 0) + count)
    return own !== undefined
  })
  return counts
}

function hintsOf({ endpoints }: EndpointSlice, counts: Counts, allocations: Allocations): Counts | undefined {
  const own: Counts = new Map()
  for (const endpoint of endpoints ?? []) {
    if (!isReady(endpoint)) continue
    const zones = endpoint.hints?.forZones ?? []
    if (zones.length === 0) return undefined
    for (const { name } of zones) own.set(name, (own.get(name) ?? 0) + 1)
  }
  const fits = [...own].every(
    ([zone, count]) => count + (counts.get(zone) ?? 0) <= (allocations.get(zone)?.maximum ?? -1),
  )
  return fits ? own : undefined
}

/** Takes all hints away; slices that had some are to be updated. */
export function removeHints(info: SliceInfo): void {
  for (const slice of [...info.toCreate, ...info.toUpdate])
    for (const endpoint of slice.endpoints ?? []) setHints(endpoint, undefined)
  info.unchanged = info.unchanged.filter((slice) => {
    if (!slice.endpoints?.some(({ hints }) => hints !== undefined)) return true
    const copy = copyForUpdate(slice)
    for (const endpoint of copy.endpoints ?? []) setHints(endpoint, undefined)
    info.toUpdate.push(copy)
    return false
  })
}
