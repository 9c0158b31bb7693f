// DELETE on a collection: each object of the selection as if deleted by name. Upstream: registry/generic/registry/store.go DeleteCollection.
import { auditOptions } from '../audit/serve.ts'
import { RequestContext } from '../context.ts'
import type { ServerResponse } from '../request.ts'
import { fromStored, storedKey } from '../stored.ts'
import { readDeleteOptions, removeObject } from './delete.ts'
import { list, selection } from './read.ts'

/** Deletes what the selectors choose; answers with the list as it was. */
export function removeCollection(context: RequestContext): ServerResponse {
  const { parts, info, request } = context
  const selected = selection(context)
  const answer = list(context)
  auditOptions(context)
  for (const stored of parts.store.list(storedKey(context), info.namespaced ? context.namespace : undefined)) {
    const object = fromStored(context, stored)
    if (selected !== undefined && !selected(object)) continue
    const one = new RequestContext(parts, request, {
      info,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name ?? '',
      subresource: '',
    })
    removeObject(one, object, readDeleteOptions(one))
  }
  return { ...answer, warnings: context.warnings }
}
