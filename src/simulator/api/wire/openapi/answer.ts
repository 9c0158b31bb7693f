// /openapi/v3, its documents and /openapi/v2, with the hashes clients keep them by. This and all it imports loads with the
// first request for them. Upstream: kube-openapi/pkg/handler3/handler.go.
import type { Resources } from '../../resources.ts'
import { jsonResponse, textResponse, type WireResponse } from '../responses.ts'
import { type Document, documentOf, groupVersions, hashOf } from './documents.ts'
import { swaggerDocument } from './swagger.ts'
import { swaggerBytes } from './swagger-protobuf.ts'

const ROOT = '/openapi/v3'
const YEAR_SECONDS = 31_536_000

const SWAGGER_PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'

/** How a document is asked for. */
export interface OpenApiRequest {
  readonly path: string
  /** The hash the client knows it by; '' for none. */
  readonly hash: string
  /** v2 only. */
  readonly protobuf: boolean
}

/** The answer to one of these paths. */
export function openApiResponse(resources: Resources, { path, hash, protobuf }: OpenApiRequest): WireResponse {
  if (path === '/openapi/v2') return swaggerResponse(resources, protobuf)
  const served = groupVersions(resources)
  if (path === ROOT) {
    const paths = [...served].map(([key, groupVersion]) => {
      const url = `${ROOT}/${key}?hash=${documentOf(key, groupVersion).hash}`
      return [key, { serverRelativeURL: url }] as const
    })
    return jsonResponse(200, { paths: Object.fromEntries(paths) })
  }
  const key = path.slice(ROOT.length + 1)
  const groupVersion = served.get(key)
  if (groupVersion === undefined) return textResponse(404, '404 page not found\n')
  const document = documentOf(key, groupVersion)
  if (hash !== '' && hash !== document.hash) {
    return { code: 301, headers: { location: `${path}?hash=${document.hash}` }, body: '' }
  }
  return documentResponse(document, hash !== '')
}

function swaggerResponse(resources: Resources, protobuf: boolean): WireResponse {
  const document = swaggerDocument(resources)
  if (!protobuf) {
    const text = `${JSON.stringify(document)}\n`
    return documentResponse({ text, hash: hashOf(text) }, false)
  }
  return {
    code: 200,
    headers: { 'content-type': SWAGGER_PROTOBUF, vary: 'Accept' },
    body: '',
    bytes: swaggerBytes(document),
  }
}

function documentResponse({ text, hash }: Document, lasting: boolean): WireResponse {
  const headers = {
    'content-type': 'application/json',
    etag: `"${hash}"`,
    vary: 'Accept',
    ...(lasting ? { 'cache-control': `public, immutable, max-age=${YEAR_SECONDS}` } : {}),
  }
  return { code: 200, headers, body: text }
}
