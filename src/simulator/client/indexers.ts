// Objects found by something other than their name: the pods of a controller, of a node, of a claim. An index is built when it is
// first asked and kept up with every write from then on; all components share it. Upstream: client-go/tools/cache/thread_safe_store.go.
import type { KubeObject, ResourceKey } from '../api/types.ts'
import type { Store, StoreChange } from '../engine/store.ts'

/** By what objects of a resource are found. */
export interface IndexDefinition<T extends KubeObject> {
  readonly resource: ResourceKey
  /** The keys an object is filed under; only looks. */
  keysOf(object: T): string | readonly string[] | undefined
}

/** Whether an object with these keys is found under one. */
export const isFiledUnder = (keys: string | readonly string[] | undefined, key: string): boolean =>
  typeof keys === 'string' ? keys === key : keys?.includes(key) === true

/** The indexes of one cluster. */
export class Indexers {
  readonly #store: Store
  readonly #indexes = new Map<IndexDefinition<never>, Index>()

  constructor(store: Store) {
    this.#store = store
  }

  /** The objects under a key, by namespace and name; a fresh list. */
  objects<T extends KubeObject>(definition: IndexDefinition<T>, key: string): T[] {
    let index = this.#indexes.get(definition)
    if (index === undefined) {
      index = new Index(this.#store, definition as IndexDefinition<KubeObject>)
      this.#indexes.set(definition, index)
    }
    return index.objects(key) as T[]
  }
}

interface Cell {
  readonly name: string
  object: KubeObject
}

/** The objects of one key; sorted again only after some came or went. */
class Bucket {
  readonly #cells = new Map<string, Cell>()
  #sorted: Cell[] | undefined

  get size(): number {
    return this.#cells.size
  }

  set(name: string, object: KubeObject): void {
    const cell = this.#cells.get(name)
    if (cell !== undefined) {
      cell.object = object
      return
    }
    this.#cells.set(name, { name, object })
    this.#sorted = undefined
  }

  delete(name: string): void {
    if (this.#cells.delete(name)) this.#sorted = undefined
  }

  objects(): KubeObject[] {
    this.#sorted ??= [...this.#cells.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    return this.#sorted.map(({ object }) => object)
  }
}

class Index {
  readonly #keysOf: (object: KubeObject) => string | readonly string[] | undefined
  readonly #buckets = new Map<string, Bucket>()

  constructor(store: Store, { resource, keysOf }: IndexDefinition<KubeObject>) {
    this.#keysOf = keysOf
    for (const object of store.list<KubeObject>(resource)) this.#file(nameOf(object), object)
    store.listen(resource, (change) => this.#hear(change))
  }

  objects(key: string): KubeObject[] {
    return this.#buckets.get(key)?.objects() ?? []
  }

  #hear({ type, object, previous }: StoreChange): void {
    const name = nameOf(object)
    if (previous !== undefined) this.#unfile(name, previous, type === 'DELETED' ? undefined : this.#keysOf(object))
    if (type !== 'DELETED') this.#file(name, object)
  }

  #file(name: string, object: KubeObject): void {
    const keys = this.#keysOf(object)
    if (keys === undefined) return
    if (typeof keys === 'string') this.#bucket(keys).set(name, object)
    else for (const key of keys) this.#bucket(key).set(name, object)
  }

  /** Takes an object out of the buckets it was in, but for those it stays in. */
  #unfile(name: string, previous: KubeObject, staying: string | readonly string[] | undefined): void {
    const keys = this.#keysOf(previous)
    if (keys === undefined || keys === staying) return
    for (const key of typeof keys === 'string' ? [keys] : keys) {
      if (isFiledUnder(staying, key)) continue
      const bucket = this.#buckets.get(key)
      bucket?.delete(name)
      if (bucket?.size === 0) this.#buckets.delete(key)
    }
  }

  #bucket(key: string): Bucket {
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      bucket = new Bucket()
      this.#buckets.set(key, bucket)
    }
    return bucket
  }
}

/** Sorts as the store does: by namespace, then name. */
const nameOf = ({ metadata }: KubeObject): string => `${metadata.namespace ?? ''}\0${metadata.name}`
