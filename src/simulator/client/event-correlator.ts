// Keeps repeated events from flooding: equal ones are counted, similar ones combined after the tenth within ten minutes, and
// one source may write only so many about one object. Upstream: client-go/tools/record/events_cache.go.
import type { Event } from '../../generated/api/core.v1.ts'
import { Lru } from './lru.ts'

const MAX_SIMILAR = 10
const SIMILAR_WITHIN_MS = 600_000
const SPAM_BURST = 25
const SPAM_REFILL_MS = 300_000
/** Of each sort of knowledge so much is kept. */
const REMEMBERED = 4096

/** What to do with an event. */
export type Correlated =
  | { readonly action: 'create'; readonly event: Event; readonly key: string }
  | { readonly action: 'patch'; readonly event: Event; readonly key: string }
  | { readonly action: 'skip' }

interface Similar {
  readonly messages: Set<string>
  last: number
}

interface Seen {
  readonly name: string
  readonly first: string
  readonly count: number
}

interface Bucket {
  tokens: number
  at: number
}

/** The memory of one recorder. */
export class EventCorrelator {
  readonly #similar = new Lru<string, Similar>(REMEMBERED)
  readonly #seen = new Lru<string, Seen>(REMEMBERED)
  readonly #buckets = new Lru<string, Bucket>(REMEMBERED)

  /** Decides for one event; `now` in epoch milliseconds. */
  correlate(event: Event, now: number): Correlated {
    const { involvedObject: o, source, type, reason, message } = event
    const spamKey = `${source.component}/${source.host}/${o.kind}/${o.namespace}/${o.name}/${o.uid}/${o.apiVersion}/${type}`
    const similarKey = `${spamKey}/${reason}`
    const combined = this.#isCombined(similarKey, message ?? '', now)
    const key = combined ? similarKey : `${similarKey}/${o.fieldPath ?? ''}/${message}`
    let result = event
    if (combined) result = { ...event, message: `(combined from similar events): ${message}` }
    const seen = this.#seen.get(key)
    if (seen !== undefined) {
      result = {
        ...result,
        metadata: { ...result.metadata, name: seen.name },
        firstTimestamp: seen.first,
        count: seen.count + 1,
      }
    }
    this.observed(key, result)
    if (!this.#admit(spamKey, now)) return { action: 'skip' }
    return { action: seen === undefined ? 'create' : 'patch', event: result, key }
  }

  /** Remembers the event as it is stored now. */
  observed(key: string, event: Event): void {
    this.#seen.set(key, {
      name: event.metadata.name ?? '',
      first: event.firstTimestamp ?? '',
      count: event.count ?? 1,
    })
  }

  #isCombined(key: string, message: string, now: number): boolean {
    let similar = this.#similar.get(key)
    if (similar === undefined || now - similar.last > SIMILAR_WITHIN_MS) {
      similar = { messages: new Set(), last: now }
      this.#similar.set(key, similar)
    }
    similar.messages.add(message)
    similar.last = now
    if (similar.messages.size < MAX_SIMILAR) return false
    for (const oldest of similar.messages) {
      similar.messages.delete(oldest)
      break
    }
    return true
  }

  #admit(key: string, now: number): boolean {
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      bucket = { tokens: SPAM_BURST, at: now }
      this.#buckets.set(key, bucket)
    }
    bucket.tokens = Math.min(SPAM_BURST, bucket.tokens + (now - bucket.at) / SPAM_REFILL_MS)
    bucket.at = now
    if (bucket.tokens < 1) return false
    bucket.tokens--
    return true
  }
}
