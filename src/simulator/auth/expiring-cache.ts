// Answers that are remembered for a time of the cluster, the longest unused forgotten first. Upstream: utilcache.LRUExpireCache.

/** Holds so many answers, each for its time. */
export class ExpiringCache<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly until: number }>()
  readonly #size: number
  readonly #now: () => number

  constructor(size: number, now: () => number) {
    this.#size = size
    this.#now = now
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    this.#entries.delete(key)
    if (this.#now() > entry.until) return undefined
    this.#entries.set(key, entry)
    return entry.value
  }

  set(key: string, value: V, milliseconds: number): void {
    this.#entries.delete(key)
    this.#entries.set(key, { value, until: this.#now() + milliseconds })
    if (this.#entries.size > this.#size) this.#entries.delete(this.#entries.keys().next().value!)
  }
}
