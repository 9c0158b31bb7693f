// What the server says it serves: groups, versions, resources. Upstream: apiserver/pkg/endpoints/discovery,
// kube-aggregator/pkg/apiserver/handler_apis.go.

import type { APIService } from '../../generated/api/apiregistration.v1.ts'
import discovery from '../data/discovery.json' with { type: 'json' }
import { type Besides, customDiscovery, groupsWith, remoteGroup } from './custom-discovery.ts'
import { type GroupOrder, listedOrder } from './group-order.ts'
import type { ServerParts } from './server.ts'
import type { JsonObject } from './types.ts'

const groups = discovery.groups as unknown as Readonly<Record<string, JsonObject>>
/** What groups are registered by. */
export const SERVICES = 'apiservices.apiregistration.k8s.io'
const GROUP = /^\/apis\/([^/]+)$/

/** What is served besides the built-in resources. */
export const servedBesides = ({ resources, aggregation }: ServerParts): Besides => ({
  custom: resources.custom(),
  remote: aggregation?.().versions() ?? [],
})

/** The document at /api, /apis, /apis/<group> or /apis/<group>/<version>. It names the address that is advertised, wherever clients outside came in. */
export function discoveryDocument(parts: ServerParts, at: string): JsonObject | undefined {
  const besides = servedBesides(parts)
  const { custom, remote } = besides
  if (at === '/api' || at === '/apis') {
    const order = (): GroupOrder => listedOrder(parts.store.list<APIService>(SERVICES))
    const name = at === '/api' ? 'api' : 'apis'
    return groupsWith(discovery[name] as unknown as JsonObject, at, besides, order)
  }
  const list = groups[at]
  if (list !== undefined) return list
  const name = GROUP.exec(at)?.[1]
  const group = name === undefined ? undefined : discovery.apis.groups.find((g) => g.name === name)
  if (group !== undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...group }
  return customDiscovery(at, custom) ?? remoteGroup(at, remote)
}
