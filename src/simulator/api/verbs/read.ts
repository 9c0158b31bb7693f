// GET of one object and of collections. Upstream: handlers/get.go.
import { labelSelectorMatcher } from '../../../model/labels.ts'
import { allAnswered } from '../../../model/unanswered.ts'
import type { RequestContext } from '../context.ts'
import { exactField, fieldSelector } from '../field-selector.ts'
import {
  type ContinueToken,
  checkMinimumVersion,
  encodeContinue,
  type ListOptions,
  readContinue,
  readListOptions,
} from '../list-options.ts'
import type { ServerResponse } from '../request.ts'
import { badRequest, notFound } from '../status/status-error.ts'
import { existing, fromStored, kindOf, storedKey } from '../stored.ts'
import type { KubeObject } from '../types.ts'

/** One object; a subresource that holds the whole object reads the same. */
export function get(context: RequestContext): ServerResponse {
  const computed = kindOf(context)?.computed
  if (computed === undefined) checkMinimumVersion(context)
  if (computed === undefined) return { code: 200, body: existing(context), warnings: context.warnings }
  const found = computed.all().find(({ metadata }) => metadata.name === context.name)
  if (found === undefined) throw notFound({ group: context.info.group, name: computed.refusedAs }, context.name)
  return { code: 200, body: found, warnings: context.warnings }
}

/** Everything of a kind that is not stored: no pages, no revision. */
function listComputed(context: RequestContext, objects: readonly KubeObject[]): ServerResponse {
  const { info, warnings } = context
  const selected = selection(context)
  const items = (selected === undefined ? objects : objects.filter(selected)).map(withoutType)
  return { code: 200, body: { kind: `${info.kind}List`, apiVersion: info.apiVersion, metadata: {}, items }, warnings }
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

/** The keys a list goes through: a selector of one namespace, and of one name in it, leaves only those; not on a later page. */
function prefix(
  { info, namespace, request }: RequestContext,
  options: ListOptions,
): { namespace?: string; name?: string } {
  const first = options.continue === '' ? request.query?.['fieldSelector'] : undefined
  const single = exactField(first, 'metadata.name')
  if (!info.namespaced) return single ? { name: single } : {}
  const within = namespace || exactField(first, 'metadata.namespace')
  if (!within) return {}
  return single ? { namespace: within, name: single } : { namespace: within }
}

/** The revision a list is of: that of its first page, the exact one it asks for, or the latest. */
function pageRevision(
  { parts }: RequestContext,
  options: ListOptions,
  token: ContinueToken | undefined,
  pages: boolean,
): number {
  const { match, limit, resourceVersion } = options
  if (token !== undefined) return token.revision < 0 ? parts.store.revision : token.revision
  const paged = match === '' && pages && limit > 0 && Number(resourceVersion) > 0
  return match === 'Exact' || paged ? Number(resourceVersion) : parts.store.revision
}

/** A collection: now, or as it was at the revision a page or an exact match asks for. */
export function list(context: RequestContext): ServerResponse {
  const { info, parts } = context
  const computed = kindOf(context)?.computed
  if (computed !== undefined) return listComputed(context, computed.all())
  const options = readListOptions(context, false)
  const selected = selection(context)
  const { namespace, name } = prefix(context, options)
  const token = readContinue(options)
  const revision = pageRevision(context, options, token, name === undefined)
  const key = storedKey(context)
  const stored =
    revision === parts.store.revision ? parts.store.list(key, namespace) : parts.store.listAt(key, namespace, revision)
  let items = allAnswered(stored, (object) => fromStored(context, object))
  if (name !== undefined) items = items.filter(({ metadata }) => metadata.name === name)
  const keyOf = ({ metadata }: KubeObject): string =>
    info.namespaced && namespace === undefined ? `${metadata.namespace}/${metadata.name}` : (metadata.name ?? '')
  if (token !== undefined) items = items.filter((object) => keyOf(object) > token.after)
  // Whoever accepts any version gets everything of the one that is at hand.
  const limit = options.resourceVersion === '0' ? 0 : options.limit
  const page = paginate(items, selected, limit, revision, keyOf)
  const body = {
    kind: `${info.kind}List`,
    apiVersion: info.apiVersion,
    metadata: page.metadata,
    items: page.items.map(withoutType),
  }
  if (info.custom !== undefined) return { code: 200, body: untypedList(body, page), warnings: context.warnings }
  return { code: 200, body, warnings: context.warnings }
}

/** Lists of custom resources keep kind and version with each item, and say that there is no more. */
function untypedList(body: KubeObject, { items, metadata }: Page): KubeObject {
  const { apiVersion, kind } = body
  return { apiVersion, items, kind, metadata: { continue: '', ...metadata } } as KubeObject
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

/**
 * At most `limit` items, and how to go on. With a selection nobody knows whether what remains is selected, nor how much of it;
 * without one it is known how many remain.
 */
function paginate(
  all: readonly KubeObject[],
  selected: ((object: KubeObject) => boolean) | undefined,
  limit: number,
  revision: number,
  keyOf: (object: KubeObject) => string,
): Page {
  const resourceVersion = String(revision)
  const items: KubeObject[] = []
  for (const [i, object] of all.entries()) {
    if (selected?.(object) === false) continue
    items.push(object)
    if (items.length !== limit || i === all.length - 1) continue
    const remaining = selected === undefined ? { remainingItemCount: all.length - limit } : {}
    return { items, metadata: { resourceVersion, continue: encodeContinue(revision, keyOf(object)), ...remaining } }
  }
  return { items, metadata: { resourceVersion } }
}
