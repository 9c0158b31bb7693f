// Discovery: which groups, versions and resources there are, in the form that is asked for; the aggregated form with an ETag, so that
// clients keep it. Upstream: apiserver/pkg/endpoints/discovery, discovery/aggregated/{wrapper,etag}.go.
import { createHash } from 'node:crypto'
import type { APIService } from '../../../generated/api/apiregistration.v1.ts'
import discovery from '../../data/discovery.json' with { type: 'json' }
import { aggregatedWith } from '../custom-discovery.ts'
import { discoveryDocument, SERVICES, servedBesides } from '../discovery.ts'
import { aggregatedOrder } from '../group-order.ts'
import type { ApiServer } from '../server.ts'
import { StatusError } from '../status/status-error.ts'
import type { JsonObject } from '../types.ts'
import { firstAccepted, negotiate, wantsPretty } from './accept.ts'
import { jsonResponse, objectResponse, refusalResponse, type WireResponse } from './responses.ts'

/** What is asked of a path that is no resource. */
export interface EndpointRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly accept: string | undefined
  readonly userAgent?: string | undefined
  /** The ETag the client has. */
  readonly ifNoneMatch?: string | undefined
}

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
const aggregated = discovery.aggregated as unknown as Readonly<Record<'api' | 'apis', JsonObject>>

/** The answer to `/api`, `/apis` and what is below them but no resource, or undefined. */
export function discoveryAnswer(server: ApiServer, at: string, request: EndpointRequest): WireResponse | undefined {
  if ((at === '/api' || at === '/apis') && wantsAggregated(request.accept)) return aggregatedAnswer(server, at, request)
  const document = discoveryDocument(server.parts, at)
  if (document === undefined) return undefined
  try {
    const { format, pretty } = negotiate(request.accept, { protobuf: true, stream: false, transforms: false })
    const indented = pretty || wantsPretty(request.query.get('pretty') ?? undefined, request.userAgent)
    return objectResponse(200, document, { format, pretty: indented })
  } catch (error) {
    if (!(error instanceof StatusError)) throw error
    return refusalResponse(error)
  }
}

/** The first of the wishes that can be met is for the aggregated form. */
const wantsAggregated = (accept: string | undefined): boolean =>
  accept?.includes('as=APIGroupDiscoveryList') === true &&
  firstAccepted(accept, ({ as, group, version }) => as === '' || isAggregated(as, group, version))?.as ===
    'APIGroupDiscoveryList'

const isAggregated = (as: string, group: string, version: string): boolean =>
  as === 'APIGroupDiscoveryList' && group === 'apidiscovery.k8s.io' && version === 'v2'

function aggregatedAnswer(server: ApiServer, at: '/api' | '/apis', { ifNoneMatch }: EndpointRequest): WireResponse {
  const document = aggregatedWith(aggregated[at === '/api' ? 'api' : 'apis'], at, servedBesides(server.parts), () =>
    aggregatedOrder(server.parts.store.list<APIService>(SERVICES)),
  )
  const answer = jsonResponse(200, document, AGGREGATED)
  const etag = `"${createHash('sha512').update(answer.body).digest('hex').toUpperCase()}"`
  const headers = { ...answer.headers, etag, vary: 'Accept', 'cache-control': 'public' }
  return ifNoneMatch === etag ? { code: 304, headers, body: '' } : { ...answer, headers }
}
