// The metrics server of the stage: metrics.k8s.io/v1beta1 behind an APIService, answered from what the scenario says pods use. It
// runs outside the cluster: its Service has no pods, only an address. Upstream: kubernetes-sigs/metrics-server pkg/api/{pod,node}.go.
import type { Node, Pod } from '../../generated/api/core.v1.ts'
import { labelSelectorMatcher } from '../../model/labels.ts'
import { formatQuantity, milliQuantityOf, type QuantityFormat } from '../../model/quantity.ts'
import { formatTime } from '../../model/time.ts'
import type { ServerRequest, ServerResponse } from '../api/request.ts'
import { badRequest, notFound, type StatusError } from '../api/status/status-error.ts'
import type { JsonObject, KubeObject } from '../api/types.ts'
import type { Environment } from '../client/environment.ts'
import type { PodUsage } from '../client/metrics.ts'
import { type Measured, metricsTable, WINDOW, wantsTable } from './metrics-table.ts'
import type { PlayedApiServers } from './played.ts'

const GROUP = 'metrics.k8s.io'
const VERSION = `${GROUP}/v1beta1`
const NAME = `v1beta1.${GROUP}`
const NAMESPACE = 'kube-system'
const SERVICE = 'metrics-server'
const ADDRESS = '192.168.0.2'
const FORMATS: Readonly<Record<string, QuantityFormat>> = { memory: 'BinarySI' }

/** Registers the metrics server, once. */
export function installMetricsServer(environment: Environment, backends: PlayedApiServers): void {
  const client = environment.client('admin', ['system:masters'])
  if (client.lister.get('services', NAMESPACE, SERVICE) !== undefined) return
  backends.serve(NAME, (request) => answer(environment, request))
  const create = (resource: string, object: object): void => void client.create(resource, object as KubeObject)
  const metadata = { name: SERVICE, namespace: NAMESPACE, labels: { 'k8s-app': SERVICE } }
  const ports = [{ name: 'https', port: 443, protocol: 'TCP' }]
  create('services', { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports } })
  create('endpointslices.discovery.k8s.io', {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { ...metadata, labels: { 'kubernetes.io/service-name': SERVICE } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [ADDRESS], conditions: { ready: true } }],
    ports,
  })
  create('apiservices.apiregistration.k8s.io', {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: NAME, labels: { 'k8s-app': SERVICE } },
    spec: {
      group: GROUP,
      version: 'v1beta1',
      service: { name: SERVICE, namespace: NAMESPACE, port: 443 },
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
    },
  })
}

const ok = (body: JsonObject): ServerResponse => ({ code: 200, body, warnings: [] })
const refuse = ({ code, status }: StatusError): ServerResponse => ({ code, body: status, warnings: [] })
const resource = (name: string, kind: string, namespaced: boolean): JsonObject => ({
  name,
  singularName: '',
  namespaced,
  kind,
  verbs: ['get', 'list'],
})

function answer(environment: Environment, request: ServerRequest): ServerResponse {
  const { method, path, query = {} } = request
  const [, , , , ...rest] = path.split('/')
  if (method !== 'GET') return refuse(notFound({ group: GROUP, name: rest[0] ?? '' }, rest.at(-1) ?? ''))
  if (rest.length === 0) {
    const resources = [resource('nodes', 'NodeMetrics', false), resource('pods', 'PodMetrics', true)]
    return ok({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: VERSION, resources })
  }
  const matches = labelSelectorMatcher(query['labelSelector'] ?? '')
  if (typeof matches === 'string') return refuse(badRequest(matches))
  const [namespace, name] = rest[0] === 'namespaces' ? [rest[1], rest[3]] : [undefined, rest[1]]
  const ofPods = rest[0] === 'pods' || rest[2] === 'pods'
  const all = ofPods ? podMetrics(environment, namespace) : nodeMetrics(environment)
  const kind = ofPods ? 'PodMetrics' : 'NodeMetrics'
  const asked = all.filter(({ object: { metadata } }) =>
    name === undefined ? matches(metadata.labels ?? {}) : metadata.name === name,
  )
  const called = namespace === undefined ? `${name}` : `${namespace}/${name}`
  if (name !== undefined && asked.length === 0)
    return refuse(notFound({ group: GROUP, name: kind.toLowerCase() }, called))
  if (wantsTable(request)) return ok(metricsTable(asked, query['includeObject']))
  const objects = asked.map(({ object }) => object)
  if (name !== undefined) return ok({ kind, apiVersion: VERSION, ...objects[0] })
  return ok({ kind: `${kind}List`, apiVersion: VERSION, metadata: {}, items: objects })
}

type Usage = ReadonlyMap<string, number>

const usageText = (usage: Usage): Record<string, string> =>
  Object.fromEntries(
    [...usage].map(([name, milli]) => [name, formatQuantity(milliQuantityOf(milli, FORMATS[name] ?? 'DecimalSI'))]),
  )

function measured({ metadata }: KubeObject, now: number): JsonObject & KubeObject {
  const { name, namespace, labels } = metadata
  const time = formatTime(now)
  return {
    metadata: { name, ...(namespace ? { namespace } : {}), creationTimestamp: time, ...(labels ? { labels } : {}) },
    timestamp: time,
    window: WINDOW,
  }
}

/** What is known of the pods of a namespace, or of all. */
function usages(
  { client, metrics }: Environment,
  namespace?: string,
): { readonly pod: Pod; readonly usage: PodUsage }[] {
  const { lister } = client('system:serviceaccount:kube-system:metrics-server')
  const namespaces =
    namespace === undefined ? lister.list('namespaces').map(({ metadata }) => metadata.name) : [namespace]
  return namespaces.flatMap((name) => {
    const pods = new Map(lister.list<Pod>('pods', name).map((pod) => [pod.metadata.name ?? '', pod]))
    const known = metrics.usageOf([...pods.values()]) ?? []
    return known.map((usage) => ({ pod: pods.get(usage.name)!, usage }))
  })
}

function podMetrics(environment: Environment, namespace: string | undefined): Measured[] {
  return usages(environment, namespace).map(({ pod, usage }) => {
    const containers = usage.containers.map((container) => ({
      name: container.name,
      usage: usageText(container.usage),
    }))
    const sum = new Map<string, number>()
    for (const { usage: used } of usage.containers) addTo(sum, used)
    return { object: { ...measured(pod, environment.clock.now()), containers }, usage: usageText(sum) }
  })
}

function addTo(sum: Map<string, number> | undefined, usage: Usage): void {
  for (const [name, milli] of usage) sum?.set(name, (sum.get(name) ?? 0) + milli)
}

/** What a node's pods use together. */
function nodeMetrics(environment: Environment): Measured[] {
  const { client, clock } = environment
  const { lister } = client('system:serviceaccount:kube-system:metrics-server')
  const nothing = (): Map<string, number> =>
    new Map([
      ['cpu', 0],
      ['memory', 0],
    ])
  const sums = new Map(lister.list<Node>('nodes').map((node) => [node, nothing()]))
  const byName = new Map([...sums].map(([node, sum]) => [node.metadata.name, sum]))
  for (const { pod, usage } of usages(environment))
    for (const { usage: used } of usage.containers) addTo(byName.get(pod.spec.nodeName), used)
  return [...sums].map(([node, sum]) => {
    const usage = usageText(sum)
    return { object: { ...measured(node, clock.now()), usage }, usage }
  })
}
