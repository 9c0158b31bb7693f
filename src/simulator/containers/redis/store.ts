// The data of one redis server: keys of several databases, some of which end at a moment; and its configuration.
// Upstream: redis' src/db.c, src/config.c.

/** What a key may hold. */
export type Value = string | string[] | Set<string> | Map<string, string>

interface Entry {
  value: Value
  /** Epoch milliseconds. */
  expires?: number | undefined
}

/** What is configured where nobody says otherwise; what is not listed nobody may ask for. */
const defaults: Readonly<Record<string, string>> = {
  appendonly: 'no',
  databases: '16',
  dir: '/data',
  maxclients: '10000',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  port: '6379',
  requirepass: '',
  timeout: '0',
}

/** A server's data. */
export class RedisStore {
  readonly config = new Map(Object.entries(defaults))
  readonly now: () => number
  readonly #databases = new Map<number, Map<string, Entry>>()

  constructor(now: () => number) {
    this.now = now
  }

  #database(index: number): Map<string, Entry> {
    let database = this.#databases.get(index)
    if (database === undefined) {
      database = new Map()
      this.#databases.set(index, database)
    }
    return database
  }

  #entry(index: number, key: string): Entry | undefined {
    const database = this.#database(index)
    const entry = database.get(key)
    if (entry?.expires === undefined || entry.expires > this.now()) return entry
    database.delete(key)
    return undefined
  }

  get(index: number, key: string): Value | undefined {
    return this.#entry(index, key)?.value
  }

  /** Sets a value; when it ends stays as it was unless `expires` is given. */
  set(index: number, key: string, value: Value, expires?: number | 'never'): void {
    const before = this.#entry(index, key)
    const until = expires === undefined ? before?.expires : expires === 'never' ? undefined : expires
    this.#database(index).set(key, { value, expires: until })
  }

  delete(index: number, key: string): boolean {
    return this.#entry(index, key) !== undefined && this.#database(index).delete(key)
  }

  keys(index: number): string[] {
    return [...this.#database(index).keys()].filter((key) => this.#entry(index, key) !== undefined)
  }

  clear(index?: number): void {
    if (index === undefined) this.#databases.clear()
    else this.#database(index).clear()
  }

  /** Milliseconds a key has left: `none` when it has no end, undefined when it is not there. */
  left(index: number, key: string): number | 'none' | undefined {
    const entry = this.#entry(index, key)
    if (entry === undefined) return undefined
    return entry.expires === undefined ? 'none' : entry.expires - this.now()
  }

  /** Gives a key an end, or takes it away. */
  expire(index: number, key: string, milliseconds: number | undefined): boolean {
    const entry = this.#entry(index, key)
    if (entry === undefined) return false
    const had = entry.expires !== undefined
    entry.expires = milliseconds === undefined ? undefined : this.now() + milliseconds
    return milliseconds !== undefined || had
  }
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1000,
  kb: 1024,
  m: 1000 ** 2,
  mb: 1024 ** 2,
  g: 1000 ** 3,
  gb: 1024 ** 3,
}

/** A value as the configuration keeps it: amounts of memory in bytes. */
export function configValue(name: string, text: string): string {
  if (name !== 'maxmemory') return text
  const [, number = '', unit = ''] = /^(\d+)([a-z]*)$/.exec(text.toLowerCase()) ?? []
  return units[unit] === undefined ? text : String(Number(number) * (units[unit] as number))
}
