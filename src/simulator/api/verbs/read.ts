// GET of one object and of collections. Upstream: handlers/get.go.
import { labelSelectorMatcher } from '../../../model/labels.ts'
import { allAnswered } from '../../../model/unanswered.ts'
import type { RequestContext } from '../context.ts'
import { fieldSelector } from '../field-selector.ts'
import { checkMinimumVersion, decodeContinue, encodeContinue, readListOptions } from '../list-options.ts'
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

/** A collection: now, or as it was at the revision a page or an exact match asks for. */
export function list(context: RequestContext): ServerResponse {
  const { info, parts } = context
  const computed = kindOf(context)?.computed
  if (computed !== undefined) return listComputed(context, computed.all())
  const options = readListOptions(context, false)
  const selected = selection(context)
  const namespace = info.namespaced && context.namespace !== '' ? context.namespace : undefined
  const token = options.continue === '' ? undefined : decodeContinue(options.continue)
  const exact = options.match === 'Exact' ? Number(options.resourceVersion) : undefined
  const revision = token?.revision ?? exact ?? parts.store.revision
  const key = storedKey(context)
  const stored =
    revision === parts.store.revision ? parts.store.list(key, namespace) : parts.store.listAt(key, namespace, revision)
  let items = allAnswered(stored, (object) => fromStored(context, object))
  if (selected !== undefined) items = items.filter(selected)
  const keyOf = ({ metadata }: KubeObject): string =>
    info.namespaced && namespace === undefined ? `${metadata.namespace}/${metadata.name}` : (metadata.name ?? '')
  if (token !== undefined) items = items.filter((object) => keyOf(object) > token.after)
  const page = paginate(items, options.limit, revision, keyOf, selected === undefined)
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

/** At most `limit` items, and how to go on; how many remain is only known when nothing was selected away. */
function paginate(
  items: readonly KubeObject[],
  limit: number,
  revision: number,
  keyOf: (object: KubeObject) => string,
  countable: boolean,
): Page {
  const resourceVersion = String(revision)
  if (limit === 0 || items.length <= limit) return { items, metadata: { resourceVersion } }
  const page = items.slice(0, limit)
  const remaining = countable ? { remainingItemCount: items.length - limit } : {}
  return {
    items: page,
    metadata: { resourceVersion, continue: encodeContinue(revision, keyOf(page.at(-1)!)), ...remaining },
  }
}
