// What the server answers that is no resource: discovery, version, health. Upstream: apiserver/pkg/endpoints/discovery, server/healthz.
import discovery from '../../data/discovery.json' with { type: 'json' }
import type { JsonObject } from '../types.ts'

/** An answer outside of the resources: JSON when `body` is an object, else plain text. */
export interface PlainAnswer {
  readonly code: number
  readonly body: JsonObject | string
  readonly contentType?: string
}

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
const CHECKS = ['ping', 'log', 'etcd']
const LIVE_CHECKS = [
  ...CHECKS,
  'poststarthook/start-apiserver-admission-initializer',
  'poststarthook/generic-apiserver-start-informers',
  'poststarthook/priority-and-fairness-config-consumer',
  'poststarthook/priority-and-fairness-filter',
  'poststarthook/storage-object-count-tracker-hook',
  'poststarthook/start-apiextensions-informers',
  'poststarthook/start-apiextensions-controllers',
  'poststarthook/crd-informer-synced',
  'poststarthook/start-system-namespaces-controller',
  'poststarthook/start-cluster-authentication-info-controller',
  'poststarthook/start-kube-apiserver-identity-lease-controller',
  'poststarthook/start-kube-apiserver-identity-lease-garbage-collector',
  'poststarthook/start-legacy-token-tracking-controller',
  'poststarthook/start-service-ip-repair-controllers',
  'poststarthook/rbac/bootstrap-roles',
  'poststarthook/scheduling/bootstrap-system-priority-classes',
  'poststarthook/priority-and-fairness-config-producer',
  'poststarthook/bootstrap-controller',
  'poststarthook/start-kubernetes-service-cidr-controller',
  'poststarthook/aggregator-reload-proxy-client-cert',
  'poststarthook/start-kube-aggregator-informers',
  'poststarthook/apiservice-status-local-available-controller',
  'poststarthook/apiservice-status-remote-available-controller',
  'poststarthook/apiservice-registration-controller',
  'poststarthook/apiservice-discovery-controller',
  'poststarthook/kube-apiserver-autoregistration',
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
]
const READY_CHECKS = [
  ...LIVE_CHECKS.slice(0, 3),
  'etcd-readiness',
  'informer-sync',
  ...LIVE_CHECKS.slice(3),
  'shutdown',
]

const groups = discovery.groups as unknown as Readonly<Record<string, JsonObject>>
const aggregated = discovery.aggregated as unknown as Readonly<Record<'api' | 'apis', JsonObject>>

/** The answer to a path that is no resource, or undefined. */
export function endpoint(
  path: string,
  query: Readonly<Record<string, string>>,
  accept: string | undefined,
): PlainAnswer | undefined {
  const at = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
  const health = healthAnswer(at, query)
  if (health !== undefined) return health
  if (at === '/version') return { code: 200, body: discovery.version }
  if (at === '/api')
    return wantsAggregated(accept)
      ? { code: 200, body: aggregated.api, contentType: AGGREGATED }
      : { code: 200, body: discovery.api as unknown as JsonObject }
  if (at === '/apis')
    return wantsAggregated(accept)
      ? { code: 200, body: aggregated.apis, contentType: AGGREGATED }
      : { code: 200, body: discovery.apis as unknown as JsonObject }
  const list = groups[at]
  if (list !== undefined) return { code: 200, body: list }
  const group = /^\/apis\/([^/]+)$/.exec(at)?.[1]
  const found = group === undefined ? undefined : discovery.apis.groups.find((g) => g.name === group)
  if (found !== undefined) return { code: 200, body: { kind: 'APIGroup', apiVersion: 'v1', ...found } }
  return undefined
}

const wantsAggregated = (accept: string | undefined): boolean =>
  accept !== undefined && /as=APIGroupDiscoveryList/.test(accept) && /v=v2(?:[,;]|$)/.test(accept)

function healthAnswer(path: string, query: Readonly<Record<string, string>>): PlainAnswer | undefined {
  const checks = path === '/healthz' || path === '/livez' ? LIVE_CHECKS : path === '/readyz' ? READY_CHECKS : undefined
  if (checks === undefined) return undefined
  if (query['verbose'] === undefined) return { code: 200, body: 'ok' }
  return { code: 200, body: `${checks.map((c) => `[+]${c} ok`).join('\n')}\n${path.slice(1)} check passed\n` }
}
