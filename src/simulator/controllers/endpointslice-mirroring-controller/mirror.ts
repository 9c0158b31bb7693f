// The slices that mirror one Endpoints object: one per subset and address family.
// Upstream: pkg/controller/endpointslicemirroring/{reconciler,reconciler_helpers,utils}.go.
import type { EndpointPort as CorePort, EndpointAddress, Endpoints } from '../../../generated/api/core.v1.ts'
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { controllerReference } from '../../../model/owner-references.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import { EndpointSet, sameBeyondIdentity } from '../lib/endpoints/endpoint-set.ts'
import { portMapKey, sortPorts } from '../lib/endpoints/go-hash.ts'
import { repackSubsets } from '../lib/endpoints/repack.ts'
import { MANAGED_BY, SERVICE_NAME, type SliceChanges, slicePrefix } from '../lib/endpoints/slices.ts'
import { TRIGGER_TIME } from '../lib/endpoints/trigger-times.ts'

/** The value of the managed-by label. */
export const MANAGER = 'endpointslicemirroring-controller.k8s.io'

const MAX_PER_SUBSET = 1000
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

type Labels = Record<string, string>

interface Group {
  readonly addressType: string
  readonly ports: EndpointPort[]
  readonly endpoints: EndpointSet
}

/** The writes that make the mirror true, and how many addresses had no room in it; `fits` hears of slices that are true already. */
export function mirror(
  endpoints: Endpoints,
  existing: readonly EndpointSlice[],
  fits: (slice: EndpointSlice) => void = () => undefined,
): { readonly changes: SliceChanges; readonly skipped: number } {
  const { groups, skipped } = groupsOf(endpoints)
  const byKey = new Map<string, EndpointSlice[]>()
  for (const slice of existing) {
    const key = keyOf(slice.addressType, slice.ports)
    byKey.set(key, [...(byKey.get(key) ?? []), slice])
  }
  const changes: SliceChanges = { toCreate: [], toUpdate: [], toDelete: [] }
  for (const [key, group] of groups) reconcile(endpoints, byKey.get(key) ?? [], group, changes, fits)
  for (const [key, slices] of byKey) if (!groups.has(key)) changes.toDelete.push(...slices)
  recycle(changes)
  return { changes, skipped }
}

const keyOf = (addressType: string, ports: readonly EndpointPort[] | null): string =>
  `${addressType}-${portMapKey(ports)}`

function groupsOf({ subsets }: Endpoints): { groups: Map<string, Group>; skipped: number } {
  const groups = new Map<string, Group>()
  let skipped = 0
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of repackSubsets(subsets ?? [])) {
    const slicePorts = sortPorts(ports.map(portOf))
    const groupFor = (addressType: string): Group => {
      const key = keyOf(addressType, slicePorts)
      const group = groups.get(key) ?? { addressType, ports: slicePorts, endpoints: new EndpointSet() }
      groups.set(key, group)
      return group
    }
    const both = { IPv4: groupFor('IPv4'), IPv6: groupFor('IPv6') }
    let added = 0
    const add = (address: EndpointAddress, ready: boolean): void => {
      if (added >= MAX_PER_SUBSET) skipped++
      else {
        both[address.ip.includes(':') ? 'IPv6' : 'IPv4'].endpoints.insert(endpointOf(address, ready))
        added++
      }
    }
    for (const address of addresses) add(address, true)
    for (const address of notReadyAddresses) add(address, false)
  }
  return { groups, skipped }
}

const portOf = ({ name = '', port, protocol = '', appProtocol }: CorePort): EndpointPort => ({
  name,
  protocol,
  port,
  ...(appProtocol === undefined ? {} : { appProtocol }),
})

const endpointOf = ({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint => ({
  addresses: [ip],
  conditions: { ready },
  ...(hostname ? { hostname } : {}),
  ...(targetRef === undefined ? {} : { targetRef }),
  ...(nodeName === undefined ? {} : { nodeName }),
})

function reconcile(
  owner: Endpoints,
  existing: readonly EndpointSlice[],
  group: Group,
  changes: SliceChanges,
  fits: (slice: EndpointSlice) => void,
): void {
  if (group.endpoints.size === 0) {
    changes.toDelete.push(...existing)
    return
  }
  const [first, ...others] = existing
  changes.toDelete.push(...others)
  if (first !== undefined && isMirror(owner, first, group.endpoints)) {
    fits(first)
    return
  }
  const slice = newSlice(owner, group, first?.metadata.name)
  if (first === undefined) changes.toCreate.push(slice)
  else changes.toUpdate.push(slice)
}

function isMirror(owner: Endpoints, slice: EndpointSlice, wanted: EndpointSet): boolean {
  const endpoints = slice.endpoints ?? []
  const same = (endpoint: Endpoint): boolean => {
    const other = wanted.get(endpoint)
    return other !== undefined && sameBeyondIdentity(other, endpoint)
  }
  const { [MANAGED_BY]: _manager, [SERVICE_NAME]: _service, ...labels } = slice.metadata.labels ?? {}
  const stale = slice.metadata.ownerReferences?.some(
    ({ kind, name, uid }) => kind === 'Endpoints' && name === owner.metadata.name && uid !== owner.metadata.uid,
  )
  return (
    endpoints.length === wanted.size &&
    endpoints.every(same) &&
    deepEqual(owner.metadata.labels ?? {}, labels) &&
    deepEqual(annotationsOf(owner), slice.metadata.annotations ?? {}) &&
    stale !== true
  )
}

function annotationsOf({ metadata }: Endpoints): Labels {
  const { [TRIGGER_TIME]: _time, [LAST_APPLIED]: _applied, ...annotations } = metadata.annotations ?? {}
  return annotations
}

function newSlice(owner: Endpoints, { addressType, ports, endpoints }: Group, name: string | undefined): EndpointSlice {
  const { name: ownerName = '', namespace, labels } = owner.metadata
  const annotations = annotationsOf(owner)
  return {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    metadata: {
      ...(name === undefined ? { generateName: slicePrefix(ownerName) } : { name }),
      namespace,
      labels: sortedMap({ ...labels, [SERVICE_NAME]: ownerName, [MANAGED_BY]: MANAGER }),
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      ownerReferences: [controllerReference({ apiVersion: 'v1', kind: 'Endpoints', metadata: owner.metadata })],
    },
    addressType,
    endpoints: endpoints.take(MAX_PER_SUBSET),
    ports: ports.length > 0 ? ports : null,
  }
}

/** Slices that would go become those of the same family that would be made. */
function recycle(changes: SliceChanges): void {
  for (const slice of [...changes.toCreate]) {
    const old = changes.toDelete.find(({ addressType }) => addressType === slice.addressType)
    if (old === undefined) continue
    changes.toCreate.splice(changes.toCreate.indexOf(slice), 1)
    changes.toDelete.splice(changes.toDelete.indexOf(old), 1)
    slice.metadata.name = old.metadata.name
    changes.toUpdate.push(slice)
  }
}
