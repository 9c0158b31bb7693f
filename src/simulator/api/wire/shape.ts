// The forms an object can be asked for in: itself, a Table, only its metadata. Upstream: handlers/response.go.
import type { ApiServer } from '../server.ts'
import { StatusError } from '../status/status-error.ts'
import type { JsonObject, KubeObject, ResourceInfo } from '../types.ts'
import type { Representation } from './accept.ts'
import { inOrder, UNTYPED } from './encode.ts'
import { partialMetadata, tableOf } from './table.ts'

/** What is being answered. */
export interface Subject {
  readonly server: ApiServer
  readonly info: ResourceInfo
  readonly representation: Representation
  /** Of a table's rows: `Metadata` unless the client asks for `Object` or `None`. */
  readonly includeObject: string
}

type List = KubeObject & { readonly items: readonly KubeObject[] }

/** Whether a body is a list of the resource's objects. */
export function isListOf(info: ResourceInfo, body: KubeObject): body is List {
  return body.kind === `${info.kind}List` && Array.isArray((body as Partial<List>).items)
}

/** The body in the form that was asked for; a Status stays one. */
export function shaped({ server, info, representation, includeObject }: Subject, body: KubeObject): JsonObject {
  if (body.kind === 'Status') return body as unknown as JsonObject
  const list = isListOf(info, body)
  const meta = `meta.k8s.io/${representation.metaVersion}`
  switch (representation.as) {
    case 'Table': {
      const kind = server.parts.kinds.get(`${info.apiVersion}/${info.kind}`)
      const metadata = (list ? body.metadata : { resourceVersion: body.metadata.resourceVersion }) as JsonObject
      const items = list
        ? body.items.map((o) => ({ kind: info.kind, apiVersion: info.apiVersion, ...o }))
        : [body as KubeObject]
      return {
        ...tableOf({ info, kind, items, metadata, includeObject, now: server.parts.clock.now() }),
        apiVersion: meta,
      }
    }
    case 'PartialObjectMetadata':
      if (list) throw wrongShape(info, `you requested PartialObjectMetadata, but the requested object is a list`)
      return { ...partialMetadata(body), apiVersion: meta }
    case 'PartialObjectMetadataList':
      if (!list)
        throw wrongShape(info, `you requested PartialObjectMetadataList, but the requested object is not a list`)
      return {
        kind: representation.as,
        apiVersion: meta,
        metadata: body.metadata,
        // Nothing is ever put into a list of none.
        items: body.items.length === 0 ? null : body.items.map((o) => ({ metadata: o.metadata })),
      }
    default:
      if (list) return { ...body, items: body.items.map((item) => inOrder(item, info.type)) } as JsonObject
      return inOrder(body, body.kind === info.kind ? info.type : UNTYPED) as JsonObject
  }
}

function wrongShape({ group, kind }: ResourceInfo, why: string): StatusError {
  const list = why.endsWith('a list') && !why.endsWith('not a list')
  const goType = `*${group === '' ? 'core' : group.split('.', 1)[0]}.${kind}${list ? 'List' : ''}`
  return new StatusError(406, 'NotAcceptable', `${why} (${goType})`)
}
