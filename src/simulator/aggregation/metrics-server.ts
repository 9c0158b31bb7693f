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
import type { PlayedApiServers } from './played.ts'

const GROUP = 'metrics.k8s.io'
const VERSION = `${GROUP}/v1beta1`
const NAME = `v1beta1.${GROUP}`
const NAMESPACE = 'kube-system'
const SERVICE = 'metrics-server'
const ADDRESS = '192.168.0.2'
const WINDOW = '15s'
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

function answer(environment: Environment, { method, path, query = {} }: ServerRequest): ServerResponse {
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
  if (name === undefined) {
    const items = all.filter(({ metadata }) => matches(metadata.labels ?? {}))
    return ok({ kind: `${kind}List`, apiVersion: VERSION, metadata: {}, items })
  }
  const found = all.find(({ metadata }) => metadata.name === name)
  const called = namespace === undefined ? name : `${namespace}/${name}`
  if (found === undefined) return refuse(notFound({ group: GROUP, name: kind.toLowerCase() }, called))
  return ok({ kind, apiVersion: VERSION, ...found })
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

function podMetrics(environment: Environment, namespace: string | undefined): (JsonObject & KubeObject)[] {
  return usages(environment, namespace).map(({ pod, usage }) => {
    const containers = usage.containers.map((container) => ({
      name: container.name,
      usage: usageText(container.usage),
    }))
    return { ...measured(pod, environment.clock.now()), containers }
  })
}

/** What a node's pods use together. */
function nodeMetrics(environment: Environment): (JsonObject & KubeObject)[] {
  const { client, clock } = environment
  const { lister } = client('system:serviceaccount:kube-system:metrics-server')
  const nothing = (): Map<string, number> =>
    new Map([
      ['cpu', 0],
      ['memory', 0],
    ])
  const sums = new Map(lister.list<Node>('nodes').map((node) => [node, nothing()]))
  const byName = new Map([...sums].map(([node, sum]) => [node.metadata.name, sum]))
  for (const { pod, usage } of usages(environment)) {
    const sum = byName.get(pod.spec.nodeName)
    for (const { usage: used } of usage.containers)
      for (const [name, milli] of used) sum?.set(name, (sum.get(name) ?? 0) + milli)
  }
  return [...sums].map(([node, sum]) => ({ ...measured(node, clock.now()), usage: usageText(sum) }))
}
