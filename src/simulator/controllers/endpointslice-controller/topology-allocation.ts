// How many endpoints each zone should have, and which zones give to which. Upstream: getAllocations,
// getGivingAndReceivingZones and redistributeHints of staging/src/k8s.io/endpointslice/topologycache.
import type { EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import { isReady, setHints } from './traffic-distribution.ts'

/** A zone may carry a fifth more than its share. */
export const MIN_SHARE = 1 / 1.2

interface Allocation {
  readonly minimum: number
  readonly desired: number
  maximum: number
}

/** By zone, in order of their names. */
export type Allocations = ReadonlyMap<string, Allocation>

/** The allocations for so many ready endpoints, or why there are none. */
export function allocationsFor(
  ratios: ReadonlyMap<string, number> | undefined,
  endpoints: number,
): Allocations | string {
  if (ratios === undefined)
    return 'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes'
  if (ratios.size < 2) return 'Nodes only ready in one zone'
  const about = `(${endpoints} endpoints, ${ratios.size} zones)`
  if (ratios.size > endpoints) return `Insufficient number of endpoints ${about}`
  const allocations = new Map<string, Allocation>()
  let least = 0
  for (const [zone, ratio] of ratios) {
    const desired = ratio * endpoints
    const minimum = Math.ceil(desired * MIN_SHARE)
    allocations.set(zone, { minimum, desired: Math.max(desired, minimum), maximum: 0 })
    least += minimum
    if (least > endpoints)
      return `Unable to allocate minimum required endpoints to each zone without exceeding overload threshold ${about}`
  }
  for (const allocation of allocations.values()) allocation.maximum = allocation.minimum + endpoints - least
  return allocations
}

type Counts = Map<string, number>

const most = (zones: ReadonlyMap<string, number>): readonly [string, number] => {
  let found: readonly [string, number] = ['', 0]
  for (const [zone, count] of zones) if (count > found[1]) found = [zone, count]
  return found
}

const add = (counts: Counts, key: string, by: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

/** Whole endpoints that zones give and receive. */
export function exchange(
  allocations: Allocations,
  counts: ReadonlyMap<string, number>,
): { giving: Counts; receiving: Counts } {
  const surplus: Counts = new Map()
  const lack: Counts = new Map()
  for (const [zone, { desired }] of allocations) {
    const difference = (counts.get(zone) ?? 0) - desired
    if (difference > 0) surplus.set(zone, difference)
    else if (difference < 0) lack.set(zone, -difference)
  }
  const giving: Counts = new Map()
  const receiving: Counts = new Map()
  for (;;) {
    const [giver, gives] = most(surplus)
    const [receiver, receives] = most(lack)
    if (giver === '' || receiver === '' || (gives < 1 && receives < 1) || gives < 0.5 || receives < 0.5) break
    add(giving, giver, 1)
    add(surplus, giver, -1)
    add(receiving, receiver, 1)
    add(lack, receiver, -1)
  }
  return { giving, receiving }
}

/** Hands endpoints of giving zones to receiving ones; how each zone's count changes. */
export function redistribute(slices: readonly EndpointSlice[], giving: Counts, receiving: Counts): Counts {
  const changes: Counts = new Map()
  for (const { endpoints } of slices) {
    for (const endpoint of endpoints ?? []) {
      if (!isReady(endpoint)) continue
      const { zone = '' } = endpoint
      const receiver = [...receiving].find(([, count]) => count > 0)?.[0]
      if (receiver === undefined || (giving.get(zone) ?? 0) <= 0) continue
      setHints(endpoint, { forZones: [{ name: receiver }] })
      add(giving, zone, -1)
      add(receiving, receiver, -1)
      add(changes, receiver, 1)
      add(changes, zone, -1)
    }
  }
  return changes
}
