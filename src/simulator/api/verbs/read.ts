// GET of one object and of collections. Upstream: handlers/get.go.
import { labelSelectorMatcher } from '../../../model/labels.ts'
import type { RequestContext } from '../context.ts'
import { fieldSelector } from '../field-selector.ts'
import type { ServerResponse } from '../request.ts'
import { badRequest } from '../status/status-error.ts'
import { existing, fromStored, storedKey } from '../stored.ts'
import type { KubeObject } from '../types.ts'

/** One object; a subresource that holds the whole object reads the same. */
export function get(context: RequestContext): ServerResponse {
  return { code: 200, body: existing(context), warnings: context.warnings }
}

/** What a list or a watch selects. */
export function selection(context: RequestContext): ((object: KubeObject) => boolean) | undefined {
  const query = context.request.query ?? {}
  const byFields = fieldSelector(context, query['fieldSelector'])
  const byLabels = query['labelSelector'] ? labelTest(query['labelSelector']) : undefined
  if (byFields === undefined || byLabels === undefined) return byFields ?? byLabels
  return (object) => byFields(object) && byLabels(object)
}

function labelTest(text: string): (object: KubeObject) => boolean {
  const matcher = labelSelectorMatcher(text)
  if (typeof matcher === 'string') throw badRequest(matcher)
  return (object) => matcher(object.metadata.labels ?? {})
}

/** A collection, or the one object of it that metadata.name selects. */
export function list(context: RequestContext): ServerResponse {
  const { info, parts } = context
  const selected = selection(context)
  const namespace = info.namespaced && context.namespace !== '' ? context.namespace : undefined
  let items = parts.store.list(storedKey(context), namespace).map((object) => fromStored(context, object))
  if (selected !== undefined) items = items.filter(selected)
  const page = paginate(context, items)
  return {
    code: 200,
    body: {
      kind: `${info.kind}List`,
      apiVersion: info.apiVersion,
      metadata: page.metadata,
      items: page.items.map(withoutType),
    },
    warnings: context.warnings,
  }
}

/** Items of a typed list carry no kind and apiVersion of their own. */
function withoutType({
  kind: _kind,
  apiVersion: _apiVersion,
  ...rest
}: KubeObject): Omit<KubeObject, 'kind' | 'apiVersion'> {
  return rest
}

interface Page {
  readonly items: readonly KubeObject[]
  readonly metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number }
}

/** limit and continue; the token names the revision and the last key of the page before. */
function paginate(context: RequestContext, items: readonly KubeObject[]): Page {
  const query = context.request.query ?? {}
  const revision = String(context.parts.store.revision)
  const limit = Number(query['limit'] ?? 0)
  const keyOf = (o: KubeObject): string => `${o.metadata.namespace ?? ''}/${o.metadata.name ?? ''}`
  const after = query['continue'] ? decodeToken(query['continue']) : undefined
  const rest = after === undefined ? items : items.filter((o) => keyOf(o) > after)
  if (!(limit > 0) || rest.length <= limit) return { items: rest, metadata: { resourceVersion: revision } }
  const page = rest.slice(0, limit)
  const token = Buffer.from(
    JSON.stringify({ v: 'meta.k8s.io/v1', rv: Number(revision), start: keyOf(page.at(-1)!) }),
  ).toString('base64url')
  const remaining = query['labelSelector'] || query['fieldSelector'] ? {} : { remainingItemCount: rest.length - limit }
  return { items: page, metadata: { resourceVersion: revision, continue: token, ...remaining } }
}

function decodeToken(token: string): string {
  try {
    const { start } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { start?: unknown }
    if (typeof start === 'string') return start
  } catch {
    // refused below: what cannot be read is not ours
  }
  throw badRequest('continue key is not valid: illegal base64 data at input byte 0')
}
