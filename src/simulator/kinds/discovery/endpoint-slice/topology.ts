// deprecatedTopology cannot be written in v1; what an older version left there stays until the endpoints change.
// Upstream: dropTopologyOnV1 in pkg/registry/discovery/endpointslice/strategy.go.
import type { EndpointSlice } from '../../../../generated/api/discovery.v1.ts'
import { semanticEqual } from '../../lib/validation/metadata.ts'
import { nameIsDNSSubdomain } from '../../lib/validation/names.ts'

const HOSTNAME = 'kubernetes.io/hostname'

/** Drops the field, keeping a node's name that stood there before as nodeName. */
export function dropTopology(object: EndpointSlice, old: EndpointSlice | undefined): void {
  if (old !== undefined && semanticEqual(old.endpoints, object.endpoints)) return
  const before = new Set((old?.endpoints ?? []).map(({ deprecatedTopology }) => deprecatedTopology?.[HOSTNAME] ?? ''))
  for (const endpoint of object.endpoints ?? []) {
    const node = endpoint.deprecatedTopology?.[HOSTNAME]
    if (endpoint.nodeName === undefined && node && before.has(node) && !nameIsDNSSubdomain(node, false).length) {
      endpoint.nodeName = node
    }
    delete endpoint.deprecatedTopology
  }
}
