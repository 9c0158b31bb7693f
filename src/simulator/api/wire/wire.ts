// The server as bytes: what the HTTP front hands in and sends out. Negotiation, bodies as text, warnings as headers, tables,
// watch events as lines. Everything else is `handle`.
import { isReadableContentType, parseBody } from '../codec/text.ts'
import { impersonated } from '../impersonation.ts'
import { parsePatch } from '../patch/body.ts'
import type { ServerRequest, ServerResponse, WatchEvent } from '../request.ts'
import { parsePath } from '../request.ts'
import type { ApiServer } from '../server.ts'
import { requestEntityTooLarge, StatusError, unauthorized, unsupportedMediaType } from '../status/status-error.ts'
import type { JsonObject, KubeObject, ResourceInfo, UserInfo } from '../types.ts'
import { negotiate, type Representation } from './accept.ts'
import { encodeText, inOrder, UNTYPED } from './encode.ts'
import { endpoint } from './endpoints.ts'
import { partialMetadata, tableOf } from './table.ts'

/** A request as it came over the wire; header names in lower case. */
export interface WireRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
  readonly user: UserInfo
}

/** The answer to send; a stream's events are lines. */
export interface WireResponse {
  readonly code: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string
  readonly stream?: { start(send: (line: string) => void): void; stop(): void }
}

const CONTENT_TYPES = { json: 'application/json', yaml: 'application/yaml' } as const
const BODY_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']

/** Serves one request, as whomever its headers ask for. */
export function serveWire(server: ApiServer, request: WireRequest): WireResponse {
  const url = new URL(request.url, 'http://localhost')
  const query: Record<string, string> = {}
  for (const [name, value] of url.searchParams) query[name] ??= value
  const { method, headers } = request
  try {
    const asked = { method, path: url.pathname, query, user: request.user }
    const user = impersonated(server.parts.authorizer, asked, headers)
    return serveAs(server, request, { ...asked, user })
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return plainResponse(error.code, error.status as unknown as JsonObject)
  }
}

function serveAs(
  server: ApiServer,
  request: WireRequest,
  asked: ServerRequest & { readonly query: Readonly<Record<string, string>> },
): WireResponse {
  const { accept } = request.headers
  const { path, query } = asked
  const plain = endpoint(path, query, accept)
  const target = plain === undefined ? parsePath(path, server.parts.resources) : undefined
  if (target === undefined) {
    const refused = server.refusePath(asked)
    if (refused !== undefined) return plainResponse(refused.code, refused.body as unknown as JsonObject)
    if (plain === undefined) return plainResponse(404, '404 page not found\n')
    return plainResponse(plain.code, plain.body, plain.contentType)
  }
  const representation = negotiate(accept)
  const response = server.handle({
    ...asked,
    ...readBody(request),
    ...header('accept', accept),
    ...header('userAgent', request.headers['user-agent']),
  })
  return written(server, response, target.info, representation, query['includeObject'] ?? 'Metadata')
}

const header = (name: string, value: string | undefined): JsonObject => (value === undefined ? {} : { [name]: value })

function plainResponse(code: number, body: JsonObject | string, contentType?: string): WireResponse {
  if (typeof body === 'string')
    return { code, headers: { 'content-type': contentType ?? 'text/plain; charset=utf-8' }, body }
  return { code, headers: { 'content-type': contentType ?? CONTENT_TYPES.json }, body: encodeText(body, 'json', false) }
}

function readBody({ method, headers, body }: WireRequest): {
  body?: unknown
  duplicates?: readonly string[]
  contentType?: string
} {
  const contentType = headers['content-type']
  if (method === 'GET' || body.length === 0) return contentType === undefined ? {} : { contentType }
  if (method !== 'PATCH' && !isReadableContentType(contentType)) throw unsupportedMediaType(BODY_TYPES)
  const { value, duplicates } = method === 'PATCH' ? parsePatch(body, contentType ?? '') : parseBody(body, contentType)
  return { body: value, duplicates, ...(contentType === undefined ? {} : { contentType }) }
}

function written(
  server: ApiServer,
  response: ServerResponse,
  info: ResourceInfo,
  representation: Representation,
  include: string,
): WireResponse {
  const headers: Record<string, string | readonly string[]> = { 'content-type': CONTENT_TYPES[representation.format] }
  if (response.warnings.length > 0) headers['warning'] = response.warnings.map((w) => `299 - ${quoteWarning(w)}`)
  const shape = (body: unknown): unknown => shaped(server, body as KubeObject, info, representation, include)
  if (response.watch !== undefined) {
    const { watch } = response
    const start = (send: (line: string) => void): void =>
      watch.start(({ type, object }: WatchEvent) =>
        send(`${JSON.stringify({ type, object: type === 'ERROR' ? object : shape(object) })}\n`),
      )
    return { code: response.code, headers, body: '', stream: { start, stop: () => watch.stop() } }
  }
  const body = response.code < 300 ? shape(response.body) : response.body
  return { code: response.code, headers, body: encodeText(body, representation.format, representation.pretty) }
}

const quoteWarning = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

/** The body in the form that was asked for; a Status stays one. */
function shaped(
  server: ApiServer,
  body: KubeObject,
  info: ResourceInfo,
  { as }: Representation,
  includeObject: string,
): unknown {
  if (body.kind === 'Status') return body
  const items = (body as { items?: KubeObject[] }).items
  const isList = items !== undefined && body.kind === `${info.kind}List`
  const kind = server.parts.kinds.get(`${info.apiVersion}/${info.kind}`)
  if (as === 'Table') {
    const metadata = (isList ? body.metadata : { resourceVersion: body.metadata.resourceVersion }) as JsonObject
    return tableOf({
      info,
      kind,
      items: isList ? items.map((o) => ({ kind: info.kind, apiVersion: info.apiVersion, ...o })) : [body],
      metadata,
      includeObject,
      now: server.parts.clock.now(),
    })
  }
  if (as === 'PartialObjectMetadata') return partialMetadata(body)
  if (as === 'PartialObjectMetadataList')
    return {
      kind: as,
      apiVersion: 'meta.k8s.io/v1',
      metadata: body.metadata,
      items: (items ?? []).map((o) => ({ metadata: o.metadata })),
    }
  if (isList) return { ...body, items: items.map((item) => inOrder(item, info.type)) }
  return inOrder(body, body.kind === info.kind ? info.type : UNTYPED)
}

/** The answer to a request without a known identity. */
export const unauthorizedBody = (): string => encodeText(unauthorized().status, 'json', false)

/** The answer to a body over the limit. */
export const tooLargeBody = (limit: number): string =>
  encodeText(requestEntityTooLarge(`limit is ${limit}`).status, 'json', false)
