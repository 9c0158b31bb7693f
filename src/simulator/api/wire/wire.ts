// The server as bytes: what the HTTP front hands in and sends out. Negotiation, bodies as text or protobuf, warnings as
// headers, tables, watch streams. Everything else is `handle`.
import { quote } from '../../../model/quote.ts'
import type { Remarks } from '../../auth/contract.ts'
import type { ReceivedRequest } from '../audit/log.ts'
import { attributesOfPath, faultText } from '../authorization.ts'
import { impersonated } from '../impersonation.ts'
import { queryFlag } from '../query.ts'
import { parsePath, type RequestInfo, type ServerRequest, type ServerResponse } from '../request.ts'
import type { ApiServer } from '../server.ts'
import {
  badRequest,
  noSuchPath,
  requestEntityTooLarge,
  type Status,
  StatusError,
  unauthorized,
} from '../status/status-error.ts'
import type { JsonObject, KubeObject, UserInfo } from '../types.ts'
import { negotiate, type Representation, wantsPretty } from './accept.ts'
import { readBody } from './body.ts'
import { customRefusal, NOWHERE } from './custom-routes.ts'
import { encodeText, listText, objectText } from './encode.ts'
import { endpoint, isBelowRouter, takesAnyMethod } from './endpoints.ts'
import { flowHeaders } from './flow-control.ts'
import { countRequest } from './metrics.ts'
import {
  CONTENT_TYPES,
  jsonResponse,
  objectResponse,
  refusalResponse,
  statusHeaders,
  textResponse,
  type WireResponse,
} from './responses.ts'
import { isListOf, type Subject, shaped } from './shape.ts'
import { withoutWatchPrefix } from './watch-prefix.ts'
import { watchStream } from './watch-stream.ts'

export type { Send, WireResponse, WireStream } from './responses.ts'

/** A request as it came over the wire; header names in lower case. */
export interface WireRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
  readonly user: UserInfo
  /** What is to be said of how the user was known. */
  readonly remarks?: Remarks
  /** Where it came from, for the audit log. */
  readonly sourceIPs?: readonly string[]
}

interface Asked extends ServerRequest {
  readonly query: Readonly<Record<string, string>>
  readonly parameters: URLSearchParams
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
const NO_PARAMETERS = new URLSearchParams()

/** Serves one request, as whomever its headers ask for. */
export function serveWire(server: ApiServer, request: WireRequest): WireResponse {
  const asked = readUrl(request)
  if (asked === undefined) return textResponse(400, '400 Bad Request')
  const audited = server.parts.audit?.begin(attributesOfPath(asked), receivedOf(request))
  let flow: Readonly<Record<string, string>> = {}
  try {
    const { user, constraint } = impersonated(server.parts.authorizer, asked, request.headers)
    if (user !== asked.user) audited?.impersonate(user, constraint)
    flow = flowHeaders(server, { ...asked, user })
    const response = serveAs(server, request, { ...asked, user, ...(audited === undefined ? {} : { audited }) })
    audited?.close(response.code)
    return { ...response, headers: { ...flow, ...response.headers } }
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    audited?.answered(error.code, error.status as unknown as JsonObject)
    audited?.close(error.code)
    const refused = refusalResponse(error, request.headers['accept'])
    return { ...refused, headers: { ...flow, ...refused.headers } }
  }
}

/** A request whose sender is not known: 401. */
export function refuseUnauthenticated(server: ApiServer, request: Omit<WireRequest, 'user'>): WireResponse {
  const error = unauthorized()
  const asked = readUrl({ ...request, user: NOBODY })
  if (server.parts.audit !== undefined && asked !== undefined) {
    server.parts.audit.refused(attributesOfPath(asked), receivedOf(request), error.status as unknown as JsonObject)
  }
  return refusalResponse(error, request.headers['accept'])
}

const NOBODY: UserInfo = { name: '', groups: [] }
const LOOPBACK: readonly string[] = ['127.0.0.1']

function receivedOf({ url, headers, remarks, sourceIPs = LOOPBACK }: Omit<WireRequest, 'user'>): ReceivedRequest {
  const said = remarks === undefined ? {} : { annotations: remarks.annotations }
  const agent = headers['user-agent']
  const id = headers['audit-id']
  return { uri: url, sourceIPs, ...(agent ? { userAgent: agent } : {}), ...(id ? { auditID: id } : {}), ...said }
}

/** Path and query; undefined for what is no URL. */
function readUrl({ method, url, user, remarks }: WireRequest): Asked | undefined {
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const query: Record<string, string> = {}
  const parameters = mark < 0 ? NO_PARAMETERS : new URLSearchParams(url.slice(mark + 1))
  for (const [name, value] of parameters) if (!Object.hasOwn(query, name)) query[name] = value
  try {
    decodeURIComponent(path)
  } catch {
    return undefined
  }
  const asked = { method, path: method === 'GET' ? withoutWatchPrefix(path, query) : path, query, parameters, user }
  return remarks === undefined ? asked : { ...asked, remarks }
}

function serveAs(server: ApiServer, request: WireRequest, { parameters, ...asked }: Asked): WireResponse {
  const { accept } = request.headers
  const target = parsePath(asked.path, server.parts.resources)
  if (target !== undefined && METHODS.has(asked.method)) return serveResource(server, request, asked, target)
  const proxied = target === undefined ? server.proxied({ ...asked, ...header('accept', accept) }) : undefined
  if (proxied !== undefined) return proxiedResponse(proxied)
  const refused = server.refusePath(asked)
  if (refused !== undefined) return refusedResponse(refused, request)
  if (target !== undefined) return refusalResponse(isNowhere(target) ? noSuchPath() : methodNotAllowed(), accept)
  if (isWatched(server, asked)) return refusalResponse(methodNotAllowed(), accept)
  const { 'user-agent': userAgent, 'if-none-match': ifNoneMatch } = request.headers
  const found = endpoint(server, { path: asked.path, query: parameters, accept, userAgent, ifNoneMatch })
  if (found === undefined)
    return isBelowRouter(asked.path) ? refusalResponse(noSuchPath(), accept) : textResponse(404, '404 page not found\n')
  const served = asked.method === 'GET' || (asked.method === 'HEAD' && !isBelowRouter(asked.path))
  return served || takesAnyMethod(asked.path) ? found : refusalResponse(methodNotAllowed(), accept)
}

/** Whether a path of a built-in resource leads nowhere, whatever the method. */
function isNowhere({ info, namespace, name, subresource }: RequestInfo): boolean {
  if (info.custom !== undefined) return false
  if (info.namespaced && namespace === '' && name !== '') return true
  return subresource !== '' && !info.subresources.has(subresource)
}

/** Whether a path is one of the old ways to watch, which take nothing but GET. */
const isWatched = (server: ApiServer, { path }: Asked | Omit<Asked, 'parameters'>): boolean =>
  path.includes('/watch/') && parsePath(withoutWatchPrefix(path, {}), server.parts.resources) !== undefined

/** As the other API server said it. */
const proxiedResponse = ({ code, body, text, forward }: ServerResponse): WireResponse =>
  forward !== undefined
    ? { code, headers: {}, body: '', forward }
    : text === undefined
      ? { ...jsonResponse(code, body as JsonObject), code }
      : textResponse(code, text)

/** What the router says where a path knows no such method. */
const methodNotAllowed = (): StatusError =>
  new StatusError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

/** What a table's rows may carry of their objects. */
const INCLUDED: ReadonlySet<string> = new Set(['Metadata', 'Object', 'None', ''])
/** What is sent there is not the server's to read. */
const CONNECTED: ReadonlySet<string> = new Set(['proxy', 'exec', 'attach', 'portforward'])
const ITEM_VERBS: Readonly<Record<string, string>> = { GET: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }
const COLLECTION_VERBS: Readonly<Record<string, string>> = { GET: 'list', POST: 'create', DELETE: 'deletecollection' }

/** Whether a path takes a method at all; what is served follows from the verbs discovery tells. */
function isRouted(method: string, { info, name, subresource }: RequestInfo): boolean {
  if (subresource === '') return info.verbs.includes((name === '' ? COLLECTION_VERBS : ITEM_VERBS)[method] ?? '')
  const verb = method === 'POST' ? 'create' : (ITEM_VERBS[method] ?? '')
  return info.subresources.get(subresource)?.verbs.includes(verb) !== false
}

/** Across all namespaces there are only lists; a namespace without a name is still one. */
function unroutedBuiltIn(method: string, path: string, target: RequestInfo): StatusError | undefined {
  if (target.info.namespaced && target.namespace === '' && !path.includes('/namespaces//')) {
    if (target.name !== '') return noSuchPath()
    if (!target.info.verbs.includes('list')) return noSuchPath()
    return method === 'GET' ? undefined : methodNotAllowed()
  }
  return isRouted(method, target) ? undefined : methodNotAllowed()
}

/** What is not allowed, or could not be judged. */
function refusedResponse({ body, fault, code }: ServerResponse, { url, headers }: WireRequest): WireResponse {
  return fault === undefined
    ? statusResponse(body as Status, headers['accept'])
    : textResponse(code, `${faultText(url, fault)}\n`)
}

function statusResponse(status: Status, accept: string | undefined): WireResponse {
  const error = new StatusError(status.code ?? 500, status.reason ?? '', status.message ?? '', status.details)
  return refusalResponse(error, accept)
}

function serveResource(
  server: ApiServer,
  request: WireRequest,
  asked: Omit<Asked, 'parameters'>,
  target: RequestInfo,
): WireResponse {
  const { headers, body } = request
  const { info } = target
  const { query, method } = asked
  const unrouted =
    info.custom === undefined ? unroutedBuiltIn(method, asked.path, target) : customRefusal(method, target)
  if (unrouted !== undefined) {
    const refused = server.refusePath(asked)
    if (refused !== undefined) return refusedResponse(refused, request)
    return unrouted === NOWHERE
      ? textResponse(404, '404 page not found\n')
      : refusalResponse(unrouted, headers['accept'])
  }
  const { accept } = headers
  const watch = method === 'GET' && target.name === '' && queryFlag(query['watch']) === true
  const negotiated = negotiate(accept, { protobuf: info.type !== '', stream: watch })
  const pretty = negotiated.pretty || wantsPretty(query['pretty'], headers['user-agent'])
  const representation = pretty ? { ...negotiated, pretty } : negotiated
  const response = server.handle({
    ...asked,
    ...(CONNECTED.has(target.subresource) ? {} : readBody(method, headers['content-type'], body, info)),
    ...header('accept', accept),
    ...header('userAgent', headers['user-agent']),
  })
  const { name, subresource } = target
  countRequest(server, { method, name, subresource, watch }, info, response.code)
  if (response.fault !== undefined) return refusedResponse(response, request)
  const { includeObject = '' } = query
  if (response.code < 300 && representation.as === 'Table') checkTableOptions(includeObject)
  return written(response, { server, info, representation, includeObject })
}

/** Upstream: apimachinery/pkg/apis/meta/v1/validation ValidateTableOptions. */
function checkTableOptions(includeObject: string): void {
  if (INCLUDED.has(includeObject)) return
  const why = "must be 'Metadata', 'Object', 'None', or empty"
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${quote(includeObject)}: ${why}`,
  )
}

const header = (name: string, value: string | undefined): JsonObject => (value === undefined ? {} : { [name]: value })

function written(response: ServerResponse, subject: Subject): WireResponse {
  const { format } = subject.representation
  const warnings = response.warnings.filter((w) => !CONTROL.test(w)).map((w) => `299 - ${quoteWarning(w)}`)
  const headers = warnings.length === 0 ? {} : { warning: warnings }
  if (response.watch !== undefined) {
    const type = format === 'json' ? CONTENT_TYPES.json : `${CONTENT_TYPES[format]};stream=watch`
    const stream = watchStream(response.watch, subject)
    return { code: response.code, headers: { ...headers, 'content-type': type }, body: '', stream }
  }
  if (response.stream !== undefined) {
    const { stream } = response
    const unlimited = { start: stream.start, stop: stream.stop, unlimited: true }
    return { code: response.code, headers: { ...headers, ...textHeaders(response) }, body: '', stream: unlimited }
  }
  if (response.text !== undefined) {
    return { code: response.code, headers: { ...headers, ...textHeaders(response) }, body: response.text }
  }
  if (response.code >= 300) {
    const status = response.body as Status
    const all = { ...headers, ...statusHeaders(status) }
    const answer = objectResponse(response.code, status as unknown as JsonObject, subject.representation, all)
    return response.connect === undefined ? answer : { ...answer, connect: response.connect }
  }
  return objectAnswer(response.code, response.body as KubeObject, subject, headers)
}

const textHeaders = ({ contentType = 'text/plain', location }: ServerResponse): Record<string, string> => ({
  ...(contentType === '' ? {} : { 'content-type': contentType }),
  ...(location === undefined ? {} : { location }),
})

function objectAnswer(
  code: number,
  object: KubeObject,
  subject: Subject,
  headers: Readonly<Record<string, readonly string[]>>,
): WireResponse {
  const { info, representation } = subject
  const text = info.custom === undefined && isPlain(representation) ? plainText(object, info) : undefined
  if (text !== undefined) {
    return { code, headers: { 'content-type': CONTENT_TYPES.json, ...headers }, body: `${text}\n` }
  }
  // The fields' numbers are their order in protobuf.
  const asIs = representation.format === 'protobuf' && representation.as === ''
  const shape = asIs ? (object as unknown as JsonObject) : shaped(subject, object)
  return objectResponse(code, shape, representation, headers)
}

const isPlain = ({ format, as, pretty }: Representation): boolean => format === 'json' && as === '' && !pretty

/** The resource's own objects and their lists, from texts that are kept. */
function plainText(object: KubeObject, info: RequestInfo['info']): string | undefined {
  if (isListOf(info, object)) return listText(object as unknown as Parameters<typeof listText>[0], info.type)
  return object.kind === info.kind && object.apiVersion === info.apiVersion ? objectText(object, info.type) : undefined
}

/** No header holds these; such a warning is not sent. */
const CONTROL = /\p{Cc}/u

/** A header is bytes to Node, one a character: here those of UTF-8. Upstream: NewWarningHeader in apimachinery/pkg/util/net/http.go. */
function quoteWarning(text: string): string {
  const quoted = `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
  return Buffer.from(quoted, 'utf8').toString('latin1')
}

/** The answer to a body over the limit. */
export const tooLargeBody = (limit: number): string =>
  encodeText(requestEntityTooLarge(`limit is ${limit}`).status, 'json', false)
