// GET with watch=true: what is there (where asked) and then every change that the selection sees.
// An object that leaves the selection is DELETED for this watch, one that enters is ADDED. Upstream: storage/cacher.
import type { StoreChange } from '../../engine/store.ts'
import type { RequestContext } from '../context.ts'
import { readListOptions } from '../list-options.ts'
import type { ServerResponse, WatchEvent } from '../request.ts'
import { expired } from '../status/status-error.ts'
import { fromStored, storedKey } from '../stored.ts'
import type { KubeObject } from '../types.ts'
import { selection } from './read.ts'

/** Opens a watch; nothing is delivered before `start`. */
export function watch(context: RequestContext): ServerResponse {
  const { parts, info } = context
  const query = context.request.query ?? {}
  readListOptions(context, true)
  const selected = selection(context) ?? ((): boolean => true)
  const namespace = info.namespaced && context.namespace !== '' ? context.namespace : undefined
  const named = context.name
  const wanted = (object: KubeObject): boolean => (named === '' || object.metadata.name === named) && selected(object)
  const from = query['resourceVersion'] ?? ''
  let stop: (() => void) | undefined
  const start = (listener: (event: WatchEvent) => void): void => {
    const deliver = (change: StoreChange): void => {
      if (namespace !== undefined && change.namespace !== namespace) return
      const event = eventFor(change, wanted, (o) => fromStored(context, o))
      if (event !== undefined) listener(event)
    }
    if (from === '' || from === '0' || query['sendInitialEvents'] === 'true') {
      for (const object of parts.store.list(storedKey(context), namespace)) {
        const shown = fromStored(context, object)
        if (wanted(shown)) listener({ type: 'ADDED', object: shown })
      }
      if (query['sendInitialEvents'] === 'true') listener(initialEventsEnd(context))
    } else if (!Number.isInteger(Number(from)) || Number(from) > parts.store.revision + 1_000_000) {
      listener({ type: 'ERROR', object: expired(`too old resource version: ${from} (${parts.store.revision})`).status })
    } else {
      for (const change of parts.store.history)
        if (change.resource === storedKey(context) && change.revision > Number(from)) deliver(change)
    }
    stop = parts.store.listen(storedKey(context), deliver)
  }
  return { code: 200, body: {}, warnings: context.warnings, watch: { start, stop: () => stop?.() } }
}

function eventFor(
  change: StoreChange,
  wanted: (object: KubeObject) => boolean,
  show: (object: KubeObject) => KubeObject,
): WatchEvent | undefined {
  const object = show(change.object)
  if (change.type === 'DELETED') return wanted(object) ? { type: 'DELETED', object } : undefined
  const before = change.previous !== undefined && wanted(show(change.previous))
  const now = wanted(object)
  if (now) return { type: before ? 'MODIFIED' : 'ADDED', object }
  return before ? { type: 'DELETED', object } : undefined
}

function initialEventsEnd({ info, parts }: RequestContext): WatchEvent {
  const metadata = {
    resourceVersion: String(parts.store.revision),
    annotations: { 'k8s.io/initial-events-end': 'true' },
  }
  return { type: 'BOOKMARK', object: { kind: info.kind, apiVersion: info.apiVersion, metadata } }
}
