// Asks a container over HTTP as Go's client does for probes and hooks: which headers it sends, which redirects it follows (those
// to the same host, nine of them), what its errors say. Upstream: pkg/probe/http/{http,request}.go, ResolveContainerPort in
// pkg/probe/util.go, net/http of Go.
import type { Container, HTTPGetAction } from '../../../generated/api/core.v1.ts'
import { quote } from '../../../model/quote.ts'
import type { Answer, Ask } from '../../containers/contract.ts'
import { type Co, sleep } from '../../containers/coroutine.ts'
import type { ClusterNetwork } from '../../containers/network.ts'
import type { Clock } from '../../engine/clock.ts'
import { parseGoInt } from '../cm/go-values.ts'

const MAX_PORT = 65535
/** When Linux gives up asking for a connection: tcp_syn_retries of 6. */
const CONNECT_TIMEOUT = 127_000
const MOST_REQUESTS = 10
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Who asks over HTTP and why, and for how long an answer is waited for; a hook waits as long as it takes. */
export interface HttpAsking {
  readonly purpose: 'probe' | 'lifecycle'
  readonly spec: Container
  readonly clock: Clock
  readonly network: ClusterNetwork
  readonly podIp: string
  /** The address of the node's bridge, which is where its pods see it ask from. */
  readonly from: string
  readonly timeoutSeconds?: number
}

/** What came of a request: an answer, or why none came; `plain` says that a server without TLS was asked for TLS. */
export type HttpAnswer =
  | { readonly code: number; readonly body: string }
  | { readonly error: string; readonly plain?: string }

interface Target {
  readonly scheme: string
  readonly host: string
  readonly port: number
  /** Host and port as they are written. */
  readonly authority: string
  readonly path: string
}

/** A port by number or by the name a container gives it. */
export function portOf(port: number | string, container: Container): number | { readonly error: string } {
  const number =
    typeof port === 'number'
      ? port
      : (container.ports?.find(({ name }) => name === port)?.containerPort ?? parseGoInt(port))
  if (typeof number !== 'number' || (number > 0 && number <= MAX_PORT)) return number
  return { error: `invalid port number: ${number}` }
}

/** Asks over HTTP; a port that is not to be found is no request at all, and fails at once. */
export function* request(action: HTTPGetAction, asking: HttpAsking): Co<HttpAnswer | { readonly portError: string }> {
  const port = portOf(action.port, asking.spec)
  if (typeof port !== 'number') return { portError: port.error }
  const { clock, timeoutSeconds, podIp } = asking
  const host = action.host || podIp
  const scheme = (action.scheme || 'HTTP').toLowerCase()
  const path = action.path?.startsWith('/') === true ? action.path : `/${action.path ?? ''}`
  const deadline = timeoutSeconds === undefined ? Number.POSITIVE_INFINITY : clock.now() + timeoutSeconds * 1000
  const headers = headersOf(action, asking.purpose)
  let target: Target = { scheme, host, port, authority: `${host}:${port}`, path }
  let referer: string | undefined
  let named = headers.get('Host')
  for (let asked = 1; ; asked++) {
    const answer = yield* askOnce(target, wireHeaders(headers, named ?? target.authority, referer, asking), {
      ...asking,
      deadline,
    })
    if ('error' in answer || answer.location === undefined || !redirects.has(answer.code)) return answer
    const next = follow(target, answer.location)
    if (next.host !== host) return answer
    if (asked >= MOST_REQUESTS)
      return { error: `Get ${quote(answer.location)}: stopped after ${MOST_REQUESTS} redirects` }
    if (absolute.test(answer.location)) named = undefined
    referer = target.scheme === 'https' && next.scheme === 'http' ? undefined : urlOf(target)
    target = next
  }
}

const urlOf = ({ scheme, authority, path }: Target): string => `${scheme}://${authority}${path}`

function* askOnce(
  target: Target,
  headers: Readonly<Record<string, string>>,
  { clock, network, deadline, from }: HttpAsking & { readonly deadline: number },
): Co<Answer | (HttpAnswer & { readonly error: string })> {
  const { scheme, host, port, authority, path } = target
  const asked = `Get ${quote(urlOf(target))}`
  const found = network.connect(host, port)
  const limit = deadline - clock.now()
  if (found === 'unreachable' && limit === Number.POSITIVE_INFINITY) {
    yield sleep(clock, CONNECT_TIMEOUT)
    return { error: `${asked}: dial tcp ${authority}: connect: connection timed out` }
  }
  if (found === 'refused') return { error: `${asked}: dial tcp ${authority}: connect: connection refused` }
  const ask: Ask = { method: 'GET', path, headers, from }
  if (found !== 'unreachable' && found.http === undefined && found.receive !== undefined && scheme === 'http') {
    found.receive(asText(ask))
    return { error: `${asked}: EOF` }
  }
  const late = { error: `${asked}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)` }
  if (found === 'unreachable' || found.http === undefined) {
    yield limit === Number.POSITIVE_INFINITY ? () => () => {} : sleep(clock, limit)
    return late
  }
  if (scheme === 'https')
    return { error: `${asked}: http: server gave HTTP response to HTTPS client`, plain: authority }
  const answer = found.http(ask)
  const { after = 0 } = answer
  if (after > 0) yield sleep(clock, Math.min(after, limit))
  return after > limit ? late : answer
}

/** The headers a manifest asks for, and those a kubelet adds. */
function headersOf({ httpHeaders }: HTTPGetAction, purpose: HttpAsking['purpose']): Map<string, string> {
  const headers = new Map<string, string>()
  for (const { name, value } of httpHeaders ?? []) {
    const key = canonical(name)
    const before = headers.get(key)
    headers.set(key, before === undefined || key === 'Host' ? (before ?? value) : `${before}, ${value}`)
  }
  if (!headers.has('User-Agent')) headers.set('User-Agent', `kube-${purpose}/1.36`)
  if (!headers.has('Accept')) headers.set('Accept', '*/*')
  return headers
}

/** All headers in the order they are sent. */
function wireHeaders(
  headers: ReadonlyMap<string, string>,
  host: string,
  referer: string | undefined,
  { purpose }: HttpAsking,
): Readonly<Record<string, string>> {
  const own = new Map(headers)
  const agent = own.get('User-Agent')
  own.delete('User-Agent')
  own.delete('Host')
  if (own.get('Accept') === '') own.delete('Accept')
  if (referer !== undefined && !own.has('Referer')) own.set('Referer', referer)
  const last =
    purpose === 'probe'
      ? { Connection: 'close' }
      : own.has('Accept-Encoding') || own.has('Range')
        ? {}
        : { 'Accept-Encoding': 'gzip' }
  return {
    Host: host,
    ...(agent === '' || agent === undefined ? {} : { 'User-Agent': agent }),
    ...Object.fromEntries([...own].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...last,
  }
}

/** `x-custom-header` is sent as `X-Custom-Header`. */
const canonical = (name: string): string =>
  name
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase())
    .join('-')

/** A request as it is sent. */
function asText({ method, path, headers = {} }: Ask): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:/
const withAuthority = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?\/\/([^/?#]*)([^#]*)/

/** Where a redirect leads from a request. */
function follow(from: Target, location: string): Target {
  const match = withAuthority.exec(location)
  if (match !== null) {
    const scheme = (match[1] ?? from.scheme).toLowerCase()
    const authority = (match[2] ?? '').replace(/^.*@/, '')
    const [host = '', port] = authority.split(':')
    const path = match[3]?.startsWith('/') === true ? match[3] : `/${match[3] ?? ''}`
    return { scheme, host, port: Number(port ?? (scheme === 'https' ? 443 : 80)), authority, path }
  }
  if (location.startsWith('/')) return { ...from, path: location }
  const { pathname, search } = new URL(location, urlOf(from))
  return { ...from, path: pathname + search }
}
