// pods/<name>/proxy and services/<name>/proxy: a request is handed on to what listens in the cluster, its answer comes back as it is.
// Limits: headers and bodies are not handed on, links in pages are not rewritten, connections are not upgraded; a kubelet's own API
// (nodes/proxy) is not simulated. Upstream: pkg/registry/core/{pod/strategy.go,service/storage/storage.go} (ResourceLocation),
// apimachinery/pkg/util/proxy.
import type { Endpoints, ObjectReference, Pod, Service } from '../../../generated/api/core.v1.ts'
import type { RequestContext } from '../context.ts'
import type { ServerResponse, TextStream } from '../request.ts'
import { badRequest, notFound, StatusError, serviceUnavailable } from '../status/status-error.ts'
import { qualifiedResource } from '../stored.ts'

/** An answer of something that listens, and how many milliseconds it takes. */
interface Answered {
  readonly code: number
  readonly body: string
  readonly after?: number
}

/** What the network makes of a request to an address; `mute` takes connections and answers nothing. */
export type NetworkAnswer = Answered | 'refused' | 'unreachable' | 'mute'

interface Location {
  readonly scheme: string
  readonly ip: string
  readonly port: number
}

const SCHEMES = new Set(['', 'http', 'https'])
const HTTP_PORT = 80
const HTTPS_PORT = 443
const PROXY_SEGMENTS = 8

/** Hands a request on to a pod. */
export const proxyPod = (context: RequestContext): ServerResponse => handOn(context, locatePod)

/** Hands a request on to one of a service's pods. */
export const proxyService = (context: RequestContext): ServerResponse => handOn(context, locateService)

/** Refuses loudly. */
export function proxyNode(context: RequestContext): ServerResponse {
  if (context.parts.store.get('nodes', '', context.name.split(':')[0]!) === undefined)
    throw notFound(qualifiedResource(context), context.name)
  throw new StatusError(501, 'NotSimulated', "a kubelet's own API is not simulated")
}

function handOn(context: RequestContext, locate: (context: RequestContext) => Location): ServerResponse {
  const { request, warnings } = context
  if (request.query?.['dryRun'] !== undefined) throw badRequest('dryRun is not supported')
  const { scheme, ip, port } = locate(context)
  const path = pathBehind(request.path)
  if (path === '' && request.method === 'GET') return redirected(context)
  const target = `${ip}:${port}`
  const search = new URLSearchParams(request.query).toString()
  const ask = { method: request.method, path: search === '' ? path : `${path}?${search}` }
  const answer = context.parts.containers?.ask(ip, port, ask) ?? 'unreachable'
  if (answer === 'refused') throw unreachable(`dial tcp ${target}: connect: connection refused`)
  if (answer === 'unreachable') throw unreachable(`dial tcp ${target}: i/o timeout`)
  if (answer === 'mute')
    throw new StatusError(501, 'NotSimulated', `what listens at ${target} is not simulated: it takes connections only`)
  if (scheme === 'https') throw unreachable('tls: first record does not look like a TLS handshake')
  const { code, body, after = 0 } = answer
  const stream = after > 0 ? { stream: delayed(context, body, after) } : {}
  return { code, body: {}, text: body, contentType: '', ...stream, warnings }
}

const unreachable = (why: string): StatusError => serviceUnavailable(`error trying to reach service: ${why}`)

function delayed({ parts }: RequestContext, body: string, milliseconds: number): TextStream {
  let cancel = (): void => {}
  return {
    start(send, end) {
      const timer = parts.clock.after(milliseconds, () => {
        send(body)
        end()
      })
      cancel = () => timer.cancel()
    },
    stop: () => cancel(),
  }
}

/** What follows `/api/v1/namespaces/…/pods/…/proxy`. */
function pathBehind(path: string): string {
  const rest = path.split('/').slice(PROXY_SEGMENTS)
  return rest.length === 0 ? '' : `/${rest.join('/')}`
}

/** The root of what is behind ends with a slash, so that links from there lead back here. */
function redirected({ request, warnings }: RequestContext): ServerResponse {
  const search = new URLSearchParams(request.query).toString()
  const location = `${request.path}/${search === '' ? '' : `?${search}`}`
  return { code: 301, body: {}, text: '', contentType: '', location, warnings }
}

/** `name`, `name:port`, `scheme:name:port`. */
function split(id: string, what: string): { scheme: string; name: string; port: string } {
  const parts = id.split(':')
  const [scheme, name, port] = parts.length === 3 ? parts : ['', ...parts]
  if (parts.length > 3 || !name || !SCHEMES.has(scheme ?? '')) throw badRequest(`invalid ${what} request "${id}"`)
  return { scheme: scheme ?? '', name, port: port ?? '' }
}

function located(scheme: string, ip: string, port: string): Location {
  if (port === '') return { scheme, ip, port: scheme === 'https' ? HTTPS_PORT : HTTP_PORT }
  const number = Number(port)
  if (!Number.isInteger(number)) throw unreachable(`dial tcp: lookup tcp/${port}: unknown port`)
  return { scheme, ip, port: number }
}

function locatePod(context: RequestContext): Location {
  const { scheme, name, port } = split(context.name, 'pod')
  const pod = context.parts.store.get<Pod>('pods', context.namespace, name)
  if (pod === undefined) throw notFound(qualifiedResource(context), name)
  const first = pod.spec.containers?.find(({ ports }) => ports !== undefined && ports !== null && ports.length > 0)
  const ip = pod.status.podIPs?.[0]?.ip
  if (!ip) throw badRequest('address not allowed')
  return located(scheme, ip, port === '' ? String(first?.ports?.[0]?.containerPort ?? '') : port)
}

function locateService(context: RequestContext): Location {
  const { scheme, name, port } = split(context.name, 'service')
  const { store, random } = context.parts
  const portName = /^[-+]?\d+$/.test(port) ? portNamed(context, name, Number(port)) : port
  const endpoints = store.get<Endpoints>('endpoints', context.namespace, name)
  if (endpoints === undefined) throw notFound({ group: '', name: 'endpoints' }, name)
  const { subsets } = endpoints
  if (!subsets || subsets.length === 0) throw serviceUnavailable(`no endpoints available for service "${name}"`)
  for (const { ports, addresses } of subsets) {
    const number = ports?.find((one) => (one.name ?? '') === portName)?.port
    const pods = (addresses ?? []).filter(({ ip, targetRef }) => isPodAt(context, ip, targetRef ?? undefined))
    if (number !== undefined && pods.length > 0)
      return located(scheme, pods[random.int(pods.length)]!.ip, String(number))
  }
  throw serviceUnavailable(`no endpoints available for service "${context.name}"`)
}

function portNamed(context: RequestContext, name: string, port: number): string {
  const service = context.parts.store.get<Service>('services', context.namespace, name)
  if (service === undefined) throw notFound(qualifiedResource(context), name)
  const found = service.spec.ports?.find((one) => one.port === port)
  if (found === undefined) throw serviceUnavailable(`no service port ${port} found for service "${name}"`)
  return found.name ?? ''
}

/** Only addresses that are pods of the same namespace are handed anything. */
function isPodAt({ parts, namespace }: RequestContext, ip: string, target: ObjectReference | undefined): boolean {
  if (target === undefined || target.namespace !== namespace) return false
  const pod = parts.store.get<Pod>('pods', namespace, target.name ?? '')
  return pod?.status.podIPs?.some((one) => one.ip === ip) === true
}
