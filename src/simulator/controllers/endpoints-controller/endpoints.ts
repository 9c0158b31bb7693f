// The Endpoints object for given subsets: labels from its service, the time of the change, at most 1000 addresses.
// Upstream: syncService, truncateEndpoints and labelsCorrectForEndpoints in pkg/controller/endpoint/endpoints_controller.go.
import type { EndpointAddress, EndpointSubset, Endpoints, Service } from '../../../generated/api/core.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { sortedMap } from '../../../model/sorted-map.ts'
import { hasServiceIP } from '../lib/endpoints/pods.ts'
import { repackSubsets } from '../lib/endpoints/repack.ts'
import { HEADLESS } from '../lib/endpoints/slices.ts'
import { TRIGGER_TIME } from '../lib/endpoints/trigger-times.ts'

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by'
const MANAGER = 'endpoint-controller'
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity'
const MAX_CAPACITY = 1000

/** What is to be written; undefined when the current object says it all. */
export function wantedEndpoints(
  service: Service,
  current: Endpoints | undefined,
  subsets: EndpointSubset[],
  trigger: string | undefined,
): Endpoints | undefined {
  if (current !== undefined && isCurrent(current, service, subsets)) return undefined
  const { [TRIGGER_TIME]: _time, [OVER_CAPACITY]: _over, ...kept } = current?.metadata.annotations ?? {}
  const fitting = truncated(subsets)
  const annotations = sortedMap({
    ...kept,
    ...(trigger === undefined ? {} : { [TRIGGER_TIME]: trigger }),
    ...(fitting === subsets ? {} : { [OVER_CAPACITY]: 'truncated' }),
  })
  const { [HEADLESS]: _headless, ...own } = service.metadata.labels ?? {}
  const labels = sortedMap({ ...own, ...(hasServiceIP(service) ? {} : { [HEADLESS]: '' }), [MANAGED_BY]: MANAGER })
  const { name, namespace } = service.metadata
  return {
    kind: 'Endpoints',
    apiVersion: 'v1',
    metadata: {
      ...(current?.metadata ?? { name, namespace }),
      labels,
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
    },
    subsets: fitting.length > 0 ? fitting : undefined,
  }
}

function isCurrent({ metadata, subsets: old = [] }: Endpoints, service: Service, subsets: EndpointSubset[]): boolean {
  return (
    labelsFit(metadata.labels ?? {}, service.metadata.labels ?? {}) &&
    countOf(old) <= MAX_CAPACITY &&
    metadata.annotations?.[OVER_CAPACITY] === undefined &&
    (sameSubsets(old, subsets) || sameSubsets(repackSubsets(old), subsets))
  )
}

function labelsFit(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  if (labels[MANAGED_BY] !== MANAGER) return false
  let others = 0
  for (const key in labels) {
    if (key === HEADLESS || key === MANAGED_BY) continue
    if (wanted[key] !== labels[key]) return false
    others++
  }
  return Object.keys(wanted).length === others
}

/** Equal but for the versions at which pods were seen, which somebody else may have written. */
function sameSubsets(old: readonly EndpointSubset[], subsets: readonly EndpointSubset[]): boolean {
  if (deepEqual(old, subsets)) return true
  return old.some(isVersioned) && deepEqual(old.map(unversioned), subsets)
}

const isVersioned = ({ addresses = [], notReadyAddresses = [] }: EndpointSubset): boolean =>
  [...addresses, ...notReadyAddresses].some(({ targetRef }) => targetRef?.resourceVersion !== undefined)

function unversioned({ addresses, notReadyAddresses, ...rest }: EndpointSubset): EndpointSubset {
  const plain = ({ targetRef, ...address }: EndpointAddress): EndpointAddress => {
    if (targetRef === undefined) return address
    const { resourceVersion: _seen, ...reference } = targetRef
    return { ...address, targetRef: reference }
  }
  return {
    ...(addresses === undefined ? {} : { addresses: addresses.map(plain) }),
    ...(notReadyAddresses === undefined ? {} : { notReadyAddresses: notReadyAddresses.map(plain) }),
    ...rest,
  }
}

const countOf = (subsets: readonly EndpointSubset[]): number =>
  subsets.reduce(
    (sum, { addresses = [], notReadyAddresses = [] }) => sum + addresses.length + notReadyAddresses.length,
    0,
  )

/** The same list where all fit; else each subset its share, ready addresses first. */
function truncated(subsets: EndpointSubset[]): EndpointSubset[] {
  if (countOf(subsets) <= MAX_CAPACITY) return subsets
  const ready = subsets.reduce((sum, { addresses = [] }) => sum + addresses.length, 0)
  const cutsReady = ready > MAX_CAPACITY
  const max = cutsReady ? MAX_CAPACITY : MAX_CAPACITY - ready
  const total = cutsReady ? ready : countOf(subsets) - ready
  const list = cutsReady ? 'addresses' : 'notReadyAddresses'
  let left = max
  return subsets.map((subset) => {
    const all = subset[list] ?? []
    const share = all.slice(0, Math.min(Math.ceil((all.length / total) * max), left))
    left -= share.length
    const { addresses, notReadyAddresses, ...rest } = subset
    const cut = cutsReady ? { addresses: share } : { addresses, notReadyAddresses: share }
    return {
      ...(cut.addresses?.length ? { addresses: cut.addresses } : {}),
      ...(cut.notReadyAddresses?.length ? { notReadyAddresses: cut.notReadyAddresses } : {}),
      ...rest,
    }
  })
}
