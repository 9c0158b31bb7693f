// GET with watch=true: what is there (where asked) and then every change that the selection sees.
// An object that leaves the selection is DELETED for this watch, one that enters is ADDED. Upstream: storage/cacher.
import type { Timer } from '../../engine/clock.ts'
import type { StoreChange } from '../../engine/store.ts'
import type { RequestContext } from '../context.ts'
import { readListOptions } from '../list-options.ts'
import { queryFlag } from '../query.ts'
import type { ServerResponse, WatchEvent } from '../request.ts'
import { expired } from '../status/status-error.ts'
import { fromStored, storedKey } from '../stored.ts'
import type { KubeObject } from '../types.ts'
import { EventLine } from './event-line.ts'
import { selection } from './read.ts'

/** Clients that ask for bookmarks get one a minute. */
const BOOKMARK_MS = 60_000

/** Opens a watch; nothing is delivered before `start`. */
export function watch(context: RequestContext): ServerResponse {
  const { parts, info } = context
  const options = readListOptions(context, true)
  const selected = selection(context) ?? ((): boolean => true)
  const namespace = info.namespaced && context.namespace !== '' ? context.namespace : undefined
  const named = context.name
  const wanted = (object: KubeObject): boolean => (named === '' || object.metadata.name === named) && selected(object)
  const from = options.resourceVersion
  let stop: (() => void) | undefined
  let timer: Timer | undefined
  let line: EventLine | undefined
  const start = (listener: (event: WatchEvent) => void): void => {
    const events = new EventLine(listener, parts.outside)
    line = events
    parts.store.look(storedKey(context), namespace)
    const deliver = (change: StoreChange): void => {
      if (namespace !== undefined && change.namespace !== namespace) return
      events.add(() => eventFor(change, wanted, (o) => fromStored(context, o)))
    }
    const fromNow = from === '' || from === '0' || options.sendInitialEvents
    const oldest = (parts.store.history[0]?.revision ?? parts.store.revision + 1) - 1
    if (fromNow) {
      if (queryFlag(context.request.query?.['sendInitialEvents']) !== false) {
        for (const object of parts.store.list(storedKey(context), namespace)) {
          events.add(() => {
            const shown = fromStored(context, object)
            return wanted(shown) ? { type: 'ADDED', object: shown } : undefined
          })
        }
      }
      if (options.sendInitialEvents && options.bookmarks) events.add(() => bookmark(context, true))
    } else if (Number(from) < oldest || Number(from) > parts.store.revision + 1_000_000) {
      listener({ type: 'ERROR', object: expired(`too old resource version: ${from} (${oldest})`).status })
      return
    } else {
      for (const change of parts.store.history)
        if (change.resource === storedKey(context) && change.revision > Number(from)) deliver(change)
    }
    stop = parts.store.listen(storedKey(context), deliver)
    const markLater = (): void => {
      timer = parts.clock.after(BOOKMARK_MS, () => {
        events.add(() => bookmark(context, false))
        markLater()
      })
    }
    if (options.bookmarks) markLater()
  }
  const end = (): void => {
    timer?.cancel()
    stop?.()
    line?.end()
  }
  return { code: 200, body: {}, warnings: context.warnings, watch: { start, stop: end } }
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
  return before ? { type: 'DELETED', object: asItWas(show(change.previous!), change.revision) } : undefined
}

/** An object that left the selection is told of as it was when it still belonged to it. */
function asItWas(previous: KubeObject, revision: number): KubeObject {
  return { ...previous, metadata: { ...previous.metadata, resourceVersion: String(revision) } }
}

/** How far the watch is, though nothing happened; the first one may end what was there at the start. */
function bookmark({ info, parts }: RequestContext, initialEnd: boolean): WatchEvent {
  const metadata = {
    resourceVersion: String(parts.store.revision),
    ...(initialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
  }
  return { type: 'BOOKMARK', object: { kind: info.kind, apiVersion: info.apiVersion, metadata } }
}
