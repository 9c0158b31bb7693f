// Spreads the endpoints of one list of ports over slices: what is there stays where it is, slices that change anyway are filled
// first, then one that has room, then new ones. Upstream: reconcileByPortMapping in
// staging/src/k8s.io/endpointslice/reconciler.go.
import type { Service } from '../../../generated/api/core.v1.ts'
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import { type EndpointSet, sameBeyondIdentity } from '../lib/endpoints/endpoint-set.ts'
import type { SliceChanges } from '../lib/endpoints/slices.ts'
import { newSlice, sliceLabels } from './slice.ts'

const MAX_ENDPOINTS = 100

/** What is wanted for one list of ports. */
export interface Desired {
  readonly ports: EndpointPort[]
  readonly endpoints: EndpointSet
}

/** The changes; takes all endpoints out of the set. */
export function reconcilePorts(
  service: Service,
  addressType: string,
  existing: readonly EndpointSlice[],
  { ports, endpoints: desired }: Desired,
): SliceChanges {
  const toCreate: EndpointSlice[] = []
  const toDelete: EndpointSlice[] = []
  const toUpdate: EndpointSlice[] = []
  const unchanged: EndpointSlice[] = []
  for (const slice of existing) {
    const kept = keep(slice, desired)
    const { labels, changed } = sliceLabels(service, slice)
    if (kept.changed && kept.endpoints.length === 0) toDelete.push(slice)
    else if (kept.changed)
      toUpdate.push({ ...slice, metadata: { ...slice.metadata, labels }, endpoints: kept.endpoints })
    else if (changed)
      toUpdate.push({ ...slice, metadata: { ...slice.metadata, labels }, endpoints: [...(slice.endpoints ?? [])] })
    else unchanged.push(slice)
  }
  if (desired.size > 0) for (const slice of [...toUpdate].sort((a, b) => sizeOf(b) - sizeOf(a))) fill(slice, desired)
  while (desired.size > 0) {
    const room = desired.size < MAX_ENDPOINTS ? sliceToFill(unchanged, desired.size) : undefined
    if (room === undefined) {
      const slice = newSlice(service, addressType, ports)
      fill(slice, desired)
      toCreate.push(slice)
    } else {
      unchanged.splice(unchanged.indexOf(room), 1)
      const slice = { ...room, endpoints: [...(room.endpoints ?? [])] }
      fill(slice, desired)
      toUpdate.push(slice)
    }
  }
  return { toCreate, toUpdate, toDelete }
}

const sizeOf = ({ endpoints }: EndpointSlice): number => endpoints?.length ?? 0

/** What stays of a slice's endpoints, as they should be now. */
function keep(slice: EndpointSlice, desired: EndpointSet): { endpoints: Endpoint[]; changed: boolean } {
  const endpoints: Endpoint[] = []
  let changed = false
  for (const endpoint of slice.endpoints ?? []) {
    const wanted = desired.get(endpoint)
    if (wanted === undefined) continue
    endpoints.push(wanted)
    if (!sameBeyondIdentity(wanted, endpoint)) changed = true
    desired.delete(endpoint)
  }
  return { endpoints, changed: changed || endpoints.length !== sizeOf(slice) }
}

function fill(slice: EndpointSlice, desired: EndpointSet): void {
  const more = desired.take(MAX_ENDPOINTS - sizeOf(slice))
  if (more.length > 0) slice.endpoints = [...(slice.endpoints ?? []), ...more]
}

/** The slice that `count` more endpoints would fill best. */
function sliceToFill(slices: readonly EndpointSlice[], count: number): EndpointSlice | undefined {
  let closest = MAX_ENDPOINTS
  let found: EndpointSlice | undefined
  for (const slice of slices) {
    const left = MAX_ENDPOINTS - (count + sizeOf(slice))
    if (left < 0 || left >= closest) continue
    closest = left
    found = slice
    if (left === 0) break
  }
  return found
}
