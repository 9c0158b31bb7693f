// What the server answers that is no resource: discovery, version, health, metrics, OpenAPI, the index of paths.
// Upstream: apiserver/pkg/endpoints/discovery, server/routes.
import discovery from '../../data/discovery.json' with { type: 'json' }
import type { ApiServer } from '../server.ts'
import { StatusError } from '../status/status-error.ts'
import type { JsonObject } from '../types.ts'
import { discoveryAnswer, type EndpointRequest } from './discovery.ts'
import { HEALTH_PATHS, healthAnswer } from './health.ts'
import { metricsText } from './metrics.ts'
import { jsonResponse, refusalResponse, textResponse, type WireResponse } from './responses.ts'
import { statuszAnswer } from './statusz.ts'

const METRICS = 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores'
const groups = discovery.groups as unknown as Readonly<Record<string, JsonObject>>

/** The answer to a path that is no resource, or undefined. */
export function endpoint(server: ApiServer, request: EndpointRequest): WireResponse | undefined {
  const { path, query } = request
  if (path === '/' || path === '/index.html') return indentedResponse({ paths: rootPaths() })
  const at = path.endsWith('/') ? path.slice(0, -1) : path
  if (at === '/version') return indentedResponse(discovery.version)
  if (path === '/metrics') return textResponse(200, metricsText(server), METRICS)
  if (at === '/metrics/slis') return textResponse(200, '', METRICS)
  if (at === '/statusz') return statuszAnswer(server, request, rootPaths())
  if (at.startsWith('/openapi/')) return openApiAnswer(server, at, request)
  return healthAnswer(path, query) ?? discoveryAnswer(server, at, request) ?? openIdAnswer(server, at)
}

/** Whether any method is as good as GET at a path: what is served without a router looks at none. */
export function takesAnyMethod(path: string): boolean {
  if (path === '/' || path === '/index.html' || HEALTH_PATHS.includes(path)) return true
  const at = path.endsWith('/') ? path.slice(0, -1) : path
  return at === '/apis' || (at.startsWith('/apis/') && GROUPS.has(at.slice('/apis/'.length)))
}

/** Whether a router knows how a path begins: then what leads nowhere is refused as a resource would be. */
export function isBelowRouter(path: string): boolean {
  const [, first = '', second = ''] = path.split('/', 3)
  return first === 'api' || first === 'version' || (first === 'apis' && GROUPS.has(second))
}

const GROUPS: ReadonlySet<string> = new Set(discovery.apis.groups.map(({ name }) => name))

/** Whoever issues the tokens of service accounts. */
function openIdAnswer(server: ApiServer, at: string): WireResponse | undefined {
  const found = server.parts.openId(at, server.address)
  if (found === undefined) return undefined
  const headers = { 'content-type': found.contentType, 'cache-control': found.cacheControl }
  return { code: 200, headers, body: JSON.stringify(found.document) }
}

/** The documents are large and few clients ask: they load with the first that does. */
function openApiAnswer(server: ApiServer, at: string, { query, accept }: EndpointRequest): WireResponse | undefined {
  const version = at === '/openapi/v2' ? 'v2' : at === '/openapi/v3' || at.startsWith('/openapi/v3/') ? 'v3' : undefined
  if (version === undefined) return undefined
  const json = accept === undefined || /(?:application\/(?:json|\*)|\*\/\*)/.test(accept)
  const protobuf = !json && version === 'v2' && accept.includes('application/com.github.proto-openapi.spec.v2')
  if (!json && !protobuf) {
    const why = 'only the following media types are accepted: application/json (protobuf is not simulated)'
    return refusalResponse(new StatusError(406, 'NotAcceptable', why))
  }
  const asked = { path: at, hash: query.get('hash') ?? '', protobuf }
  return {
    code: 200,
    headers: {},
    body: '',
    later: async () => (await import('./openapi/answer.ts')).openApiResponse(server.parts.resources, asked),
  }
}

/** Documents for people. */
const indentedResponse = (document: JsonObject): WireResponse => ({
  ...jsonResponse(200, {}),
  body: JSON.stringify(document, null, 2),
})

let listed: readonly string[] | undefined

function rootPaths(): readonly string[] {
  listed ??= [
    '/.well-known/openid-configuration',
    '/api',
    '/apis',
    '/apis/',
    '/metrics',
    '/metrics/slis',
    '/openapi/v2',
    '/openapi/v3',
    '/openapi/v3/',
    '/openid/v1/jwks',
    '/statusz',
    '/version',
    ...HEALTH_PATHS,
    ...Object.keys(groups),
    ...discovery.apis.groups.map((group) => `/apis/${group.name}`),
  ].sort()
  return listed
}
