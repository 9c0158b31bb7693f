// /openapi/v3, its documents and /openapi/v2, with the hashes clients keep them by. This and all it imports loads with the
// first request for them. Upstream: kube-openapi/pkg/handler3/handler.go.
import type { Resources } from '../../resources.ts'
import { jsonResponse, textResponse, type WireResponse } from '../responses.ts'
import { type Document, documentOf, groupVersions } from './documents.ts'
import { swaggerDocument } from './swagger.ts'

const ROOT = '/openapi/v3'
const YEAR_SECONDS = 31_536_000

/** The answer to one of these paths; `hash` is what the client asks for by. */
export function openApiResponse(resources: Resources, path: string, hash: string): WireResponse {
  if (path === '/openapi/v2') return documentResponse(swaggerDocument(resources), false)
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

function documentResponse({ text, hash }: Document, lasting: boolean): WireResponse {
  const headers = {
    'content-type': 'application/json',
    etag: `"${hash}"`,
    vary: 'Accept',
    ...(lasting ? { 'cache-control': `public, immutable, max-age=${YEAR_SECONDS}` } : {}),
  }
  return { code: 200, headers, body: text }
}
