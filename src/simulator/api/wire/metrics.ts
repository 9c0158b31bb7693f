// /metrics: how many requests were answered how, and how many objects there are, in Prometheus' text format. Upstream has
// hundreds of series; these are the ones dashboards and tests ask for first. apiserver/pkg/endpoints/metrics/metrics.go.
import discovery from '../../data/discovery.json' with { type: 'json' }
import type { ApiServer } from '../server.ts'
import type { ResourceInfo } from '../types.ts'

const counts = new WeakMap<ApiServer, Map<string, number>>()
const VERBS: Readonly<Record<string, string>> = { POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' }

/** Takes note of an answered request. */
export function countRequest(
  server: ApiServer,
  asked: { readonly method: string; readonly name: string; readonly subresource: string; readonly watch: boolean },
  { group, version, resource, namespaced }: ResourceInfo,
  code: number,
): void {
  const { method, name, subresource, watch } = asked
  const read = watch ? 'WATCH' : name === '' ? 'LIST' : 'GET'
  const verb = method === 'DELETE' && name === '' ? 'DELETECOLLECTION' : (VERBS[method] ?? read)
  const scope = name === '' ? (namespaced ? 'namespace' : 'cluster') : 'resource'
  const labels = `code="${code}",component="apiserver",dry_run="",group="${group}",resource="${resource}",scope="${scope}",subresource="${subresource}",verb="${verb}",version="${version}"`
  let own = counts.get(server)
  if (own === undefined) {
    own = new Map()
    counts.set(server, own)
  }
  own.set(labels, (own.get(labels) ?? 0) + 1)
}

/** The text of /metrics. */
export function metricsText(server: ApiServer): string {
  const { store, resources } = server.parts
  const requests = [...(counts.get(server) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
  const objects = [...new Set([...resources.all()].map(({ key }) => key))].sort()
  const { major, minor, gitVersion, platform } = discovery.version
  return [
    ...series('apiserver_request_total', 'counter', 'Counter of apiserver requests', requests),
    ...series(
      'apiserver_storage_objects',
      'gauge',
      'Number of stored objects at the time of last check',
      objects.map((key) => [`resource="${key}"`, store.count(key)]),
    ),
    ...series('kubernetes_build_info', 'gauge', 'A metric with a constant value 1', [
      [`git_version="${gitVersion}",major="${major}",minor="${minor}",platform="${platform}"`, 1],
    ]),
    '',
  ].join('\n')
}

function series(
  name: string,
  type: string,
  help: string,
  values: readonly (readonly [string, number])[],
): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...values.map(([l, value]) => `${name}{${l}} ${value}`)]
}
