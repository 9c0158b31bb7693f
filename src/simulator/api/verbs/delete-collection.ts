// DELETE on a collection: each object of the selection as if deleted by name. Upstream: registry/generic/registry/store.go DeleteCollection.
import { auditOptions } from '../audit/serve.ts'
import { RequestContext } from '../context.ts'
import type { ServerResponse } from '../request.ts'
import { fromStored, storedKey } from '../stored.ts'
import type { KubeObject } from '../types.ts'
import { readDeleteOptions, removeObject, warnOfDeletion } from './delete.ts'
import { list, selection } from './read.ts'

/** Deletes what the selectors choose; answers with the list as it was. */
export function removeCollection(context: RequestContext): ServerResponse {
  const { parts, info, request } = context
  selection(context)
  const options = readDeleteOptions(context)
  auditOptions(context)
  warnOfDeletion(context, options)
  // Of a collection that is asked for in pages, the page goes.
  const { answer, left } = context.once('deletecollection', () => {
    const answer = list(context)
    const { items } = answer.body as unknown as { readonly items: readonly KubeObject[] }
    return { answer, left: items.map(({ metadata: { namespace = '', name = '' } }) => ({ namespace, name })) }
  })
  // Where a request waits for others it goes on with those that are left.
  for (let next = left[0]; next !== undefined; next = left[0]) {
    const one = new RequestContext(parts, request, { info, ...next, subresource: '' })
    const stored = parts.store.get(storedKey(one), next.namespace, next.name)
    if (stored !== undefined) removeObject(one, fromStored(one, stored), readDeleteOptions(one))
    left.shift()
  }
  return { ...answer, warnings: context.warnings }
}
