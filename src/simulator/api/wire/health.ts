// /healthz, /livez, /readyz: all checks, or one of them by its path. A simulated server is always well.
// Upstream: apiserver/pkg/server/healthz/healthz.go.
import { quote } from '../../../model/quote.ts'
import { textResponse, type WireResponse } from './responses.ts'

const FIRST = ['ping', 'log']
const HOOKS = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'peer-endpoint-reconciler-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'storage-readiness',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'aggregator-reload-proxy-client-cert',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-wait-for-first-sync',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
].map((name) => `poststarthook/${name}`)
const LAST = [
  'autoregister-completion',
  'poststarthook/apiservice-openapi-controller',
  'poststarthook/apiservice-openapiv3-controller',
]
const LIVE = [...FIRST, 'loopback-serving-certificate', 'etcd', ...HOOKS, ...LAST]
const READY = [...FIRST, 'etcd', 'etcd-readiness', 'informer-sync', ...HOOKS, ...LAST, 'shutdown']
const CHECKS: Readonly<Record<string, readonly string[]>> = { healthz: LIVE, livez: LIVE, readyz: READY }

/** Every path of theirs, for the server's index. */
export const HEALTH_PATHS: readonly string[] = Object.entries(CHECKS).flatMap(([root, checks]) => [
  `/${root}`,
  ...checks.map((check) => `/${root}/${check}`),
])

/** The answer to one of these paths, or undefined. */
export function healthAnswer(path: string, query: URLSearchParams): WireResponse | undefined {
  const slash = path.indexOf('/', 1)
  const name = path.slice(1, slash < 0 ? undefined : slash)
  const checks = CHECKS[name]
  if (checks === undefined) return undefined
  if (slash >= 0) return checks.includes(path.slice(slash + 1)) ? textResponse(200, 'ok') : undefined
  if (!query.has('verbose')) return textResponse(200, 'ok')
  const excluded = query.getAll('exclude')
  const lines = checks.map((check) => `[+]${check} ${excluded.includes(check) ? 'excluded: ok' : 'ok'}`)
  const unknown = [...new Set(excluded)].filter((check) => !checks.includes(check)).sort()
  if (unknown.length > 0) {
    lines.push(`warn: some health checks cannot be excluded: no matches for ${unknown.map(quote).join(',')}`)
  }
  return textResponse(200, `${lines.join('\n')}\n${name} check passed\n`)
}
