// Hints by which a service's traffic stays near: in the zone, or on the node. Upstream:
// staging/src/k8s.io/endpointslice/trafficdist/trafficdist.go.
import type { Endpoint, EndpointHints, EndpointSlice } from '../../../generated/api/discovery.v1.ts'
import type { SliceChanges } from '../lib/endpoints/slices.ts'

const CLOSE: ReadonlySet<string | undefined> = new Set(['PreferClose', 'PreferSameZone', 'PreferSameNode'])
const MODE = 'service.kubernetes.io/topology-mode'
const OLD_MODE = 'service.kubernetes.io/topology-aware-hints'

/** Whether a service asks for a distribution that is known. */
export const isTrafficDistribution = (value: string | undefined): boolean => CLOSE.has(value)

/** Whether annotations ask for hints by the zones' share of CPU. */
export function hintsEnabled(annotations: Readonly<Record<string, string>> | undefined): boolean {
  const value = annotations?.[OLD_MODE] ?? annotations?.[MODE]
  return value === 'Auto' || value === 'auto'
}

/** Sets the hints of all slices to be written and of those that lack theirs. */
export function reconcileHints(
  distribution: string | undefined,
  changes: SliceChanges,
  unchanged: readonly EndpointSlice[],
): void {
  const onNodes = distribution === 'PreferSameNode'
  const stale = unchanged.filter(({ endpoints }) =>
    endpoints?.some((endpoint) => isReady(endpoint) && !isHinted(endpoint, onNodes)),
  )
  changes.toUpdate.push(...stale.map(copyForUpdate))
  for (const slice of [...changes.toCreate, ...changes.toUpdate])
    for (const endpoint of slice.endpoints ?? []) if (isReady(endpoint)) setHints(endpoint, hintsFor(endpoint, onNodes))
}

/** A slice whose endpoints and metadata may be changed. */
export const copyForUpdate = (slice: EndpointSlice): EndpointSlice => ({
  ...slice,
  metadata: { ...slice.metadata },
  endpoints: (slice.endpoints ?? []).map((endpoint) => ({ ...endpoint })),
})

/** Sets or takes away an endpoint's hints. */
export function setHints(endpoint: Endpoint, hints: EndpointHints | undefined): void {
  if (hints === undefined) delete endpoint.hints
  else endpoint.hints = hints
}

/** Whether the endpoint's ready condition is true. */
export const isReady = ({ conditions }: Endpoint): boolean => conditions.ready === true

function hintsFor({ zone, nodeName }: Endpoint, onNodes: boolean): EndpointHints | undefined {
  const forNodes = onNodes && nodeName !== undefined
  if (zone === undefined && !forNodes) return undefined
  return {
    ...(zone === undefined ? {} : { forZones: [{ name: zone }] }),
    ...(forNodes ? { forNodes: [{ name: nodeName }] } : {}),
  }
}

function isHinted({ hints, zone, nodeName }: Endpoint, onNodes: boolean): boolean {
  const { forZones = [], forNodes = [] } = hints ?? {}
  const named = (list: readonly { readonly name: string }[], wanted: string | undefined): boolean =>
    wanted === undefined ? list.length === 0 : list.length === 1 && list[0]!.name === wanted
  return named(forZones, zone) && named(forNodes, onNodes ? nodeName : undefined)
}
