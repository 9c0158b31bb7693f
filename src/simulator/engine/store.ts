// What the cluster holds: immutable objects under resource/namespace/name, one revision counter, and the history of every
// write. A fresh store shares the tables of its base (bootstrap objects) and copies one only when it is first written to.
import type { KubeObject, ResourceKey } from '../api/types.ts'
import { checkInvariants } from './invariants.ts'

/** One write, kept for ever: time travel, "never" and "throughout" are questions to these. */
export interface StoreChange {
  readonly revision: number
  /** Epoch milliseconds of cluster time. */
  readonly at: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resource: ResourceKey
  readonly namespace: string
  readonly name: string
  readonly object: KubeObject
  readonly previous: KubeObject | undefined
  readonly by: string
}

/** Told of each change of a resource right after it was made; must only take note, never write. */
export type ChangeListener = (change: StoreChange) => void

/** The objects of one resource: by namespace ('' for cluster-scoped), then name. */
class Table {
  readonly namespaces: Map<string, Map<string, KubeObject>>
  readonly #sorted = new Map<string, readonly string[]>()
  size = 0

  constructor(from?: Table) {
    this.namespaces = new Map()
    if (from === undefined) return
    for (const [namespace, objects] of from.namespaces) this.namespaces.set(namespace, new Map(objects))
    this.size = from.size
  }

  set(namespace: string, name: string, object: KubeObject): void {
    let objects = this.namespaces.get(namespace)
    if (objects === undefined) {
      objects = new Map()
      this.namespaces.set(namespace, objects)
    }
    const size = objects.size
    objects.set(name, object)
    if (objects.size === size) return
    this.size++
    this.#sorted.delete(namespace)
  }

  remove(namespace: string, name: string): void {
    const objects = this.namespaces.get(namespace)
    if (objects === undefined || !objects.delete(name)) return
    this.size--
    this.#sorted.delete(namespace)
    if (objects.size === 0) this.namespaces.delete(namespace)
  }

  /** Appends a namespace's objects to `out` in key order. */
  collect(namespace: string, out: KubeObject[]): void {
    const objects = this.namespaces.get(namespace)
    if (objects === undefined) return
    let names = this.#sorted.get(namespace)
    if (names === undefined) {
      names = [...objects.keys()].sort()
      this.#sorted.set(namespace, names)
    }
    for (const name of names) out.push(objects.get(name)!)
  }
}

/** The objects every fresh cluster starts from; made once and shared. */
export class BaseStore {
  readonly tables: Map<ResourceKey, Table>
  readonly revision: number
  /** What had happened before, where stores that start from here are to remember it. */
  readonly history: readonly StoreChange[]

  constructor(
    objects:
      | Iterable<{ resource: ResourceKey; object: KubeObject }>
      | { tables: Map<ResourceKey, Table>; revision: number; history: readonly StoreChange[] },
  ) {
    if ('tables' in objects) {
      this.tables = objects.tables
      this.revision = objects.revision
      this.history = objects.history
      return
    }
    this.history = []
    this.tables = new Map()
    let revision = 0
    for (const { resource, object } of objects) {
      object.metadata.resourceVersion = String(++revision)
      let table = this.tables.get(resource)
      if (table === undefined) {
        table = new Table()
        this.tables.set(resource, table)
      }
      table.set(object.metadata.namespace ?? '', object.metadata.name ?? '', object)
    }
    this.revision = revision
  }

  /** One that holds these objects, as they are. */
  static of(revision: number, objects: Iterable<readonly [ResourceKey, readonly KubeObject[]]>): BaseStore {
    const tables = new Map<ResourceKey, Table>()
    for (const [resource, all] of objects) {
      const table = new Table()
      for (const object of all) table.set(object.metadata.namespace ?? '', object.metadata.name ?? '', object)
      tables.set(resource, table)
    }
    return new BaseStore({ tables, revision, history: [] })
  }
}

/** The cluster's memory. Writes trust their caller (api/): no validation here but the invariants of the store itself. */
export class Store {
  readonly #tables: Map<ResourceKey, Table>
  readonly #own = new Set<ResourceKey>()
  readonly #listeners = new Map<ResourceKey, Set<ChangeListener>>()
  readonly #everywhere = new Set<ChangeListener>()
  readonly #now: () => number
  readonly history: StoreChange[]
  #revision: number
  /** The resource whose writes are made only when somebody looks, and how they are made. */
  #late: { readonly resource: ResourceKey; readonly bring: (namespace?: string) => void } | undefined

  constructor(now: () => number, base?: BaseStore) {
    this.#now = now
    this.#tables = new Map(base?.tables)
    this.#revision = base?.revision ?? 0
    this.history = base === undefined ? [] : [...base.history]
  }

  get revision(): number {
    return this.#revision
  }

  get<T extends KubeObject>(resource: ResourceKey, namespace: string, name: string): T | undefined {
    if (this.#late?.resource === resource) this.look(resource, namespace)
    return this.peek(resource, namespace, name)
  }

  /** As `get`, but writes that wait to be looked at go on waiting. */
  peek<T extends KubeObject>(resource: ResourceKey, namespace: string, name: string): T | undefined {
    return this.#tables.get(resource)?.namespaces.get(namespace)?.get(name) as T | undefined
  }

  /** In key order; all namespaces when none is given. */
  list<T extends KubeObject>(resource: ResourceKey, namespace?: string): T[] {
    if (this.#late?.resource === resource) this.look(resource, namespace)
    return this.peekList(resource, namespace)
  }

  /** As `list`, but writes that wait to be looked at go on waiting. */
  peekList<T extends KubeObject>(resource: ResourceKey, namespace?: string): T[] {
    const out: KubeObject[] = []
    const table = this.#tables.get(resource)
    if (table === undefined) return out as T[]
    if (namespace !== undefined) table.collect(namespace, out)
    else for (const ns of [...table.namespaces.keys()].sort()) table.collect(ns, out)
    return out as T[]
  }

  /** The list as it was at an earlier revision: what came later is undone from the history. */
  listAt<T extends KubeObject>(resource: ResourceKey, namespace: string | undefined, revision: number): T[] {
    const objects = new Map<string, KubeObject>()
    const keyOf = (change: { readonly namespace: string; readonly name: string }): string =>
      `${change.namespace}/${change.name}`
    for (const object of this.list(resource, namespace)) {
      objects.set(keyOf({ namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' }), object)
    }
    for (let i = this.history.length - 1; i >= 0; i--) {
      const change = this.history[i]!
      if (change.revision <= revision) break
      if (change.resource !== resource || (namespace !== undefined && change.namespace !== namespace)) continue
      if (change.previous === undefined) objects.delete(keyOf(change))
      else objects.set(keyOf(change), change.previous)
    }
    return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object) as T[]
  }

  /** How many objects a resource has. */
  count(resource: ResourceKey): number {
    return this.#tables.get(resource)?.size ?? 0
  }

  /** Resources that hold anything in a namespace. */
  resourcesIn(namespace: string): ResourceKey[] {
    return [...this.#tables].filter(([, table]) => table.namespaces.has(namespace)).map(([resource]) => resource)
  }

  /** Resources that hold anything at all. */
  resources(): ResourceKey[] {
    return [...this.#tables].filter(([, table]) => table.size > 0).map(([resource]) => resource)
  }

  /** Has `bring` called before anyone sees objects of `resource`: what was not written because nobody looked is now. */
  writeLate(resource: ResourceKey, bring: (namespace?: string) => void): void {
    this.#late = { resource, bring }
  }

  /** Somebody looks at a resource, in one namespace or in all: what waits for that is written. */
  look(resource: ResourceKey, namespace?: string): void {
    if (this.#late?.resource === resource) this.#late.bring(namespace)
  }

  /** Stores a new or changed object; sets its resourceVersion and takes ownership of it. */
  put(resource: ResourceKey, object: KubeObject, by: string): KubeObject {
    const namespace = object.metadata.namespace ?? ''
    const name = object.metadata.name ?? ''
    const previous = this.peek(resource, namespace, name)
    object.metadata.resourceVersion = String(++this.#revision)
    this.#writable(resource).set(namespace, name, object)
    this.#record({
      revision: this.#revision,
      at: this.#now(),
      type: previous ? 'MODIFIED' : 'ADDED',
      resource,
      namespace,
      name,
      object,
      previous,
      by,
    })
    return object
  }

  /** Removes an object; `last` is its final state (a fresh copy, as DELETED events carry it). */
  remove(resource: ResourceKey, last: KubeObject, by: string): void {
    const namespace = last.metadata.namespace ?? ''
    const name = last.metadata.name ?? ''
    const previous = this.peek(resource, namespace, name)
    if (previous === undefined) throw new Error(`store: ${resource} ${namespace}/${name} is not there to remove`)
    last.metadata.resourceVersion = String(++this.#revision)
    this.#writable(resource).remove(namespace, name)
    this.#record({
      revision: this.#revision,
      at: this.#now(),
      type: 'DELETED',
      resource,
      namespace,
      name,
      object: last,
      previous,
      by,
    })
  }

  /** Calls `listener` after each change of `resource` (of all when undefined); returns how to stop. */
  listen(resource: ResourceKey | undefined, listener: ChangeListener): () => void {
    if (resource === undefined) {
      this.#everywhere.add(listener)
      return () => this.#everywhere.delete(listener)
    }
    let set = this.#listeners.get(resource)
    if (set === undefined) {
      set = new Set()
      this.#listeners.set(resource, set)
    }
    set.add(listener)
    return () => set.delete(listener)
  }

  /** What is here now, to start other stores from, which forget how it came about. This store must not be written to any more. */
  toBase(): BaseStore {
    return new BaseStore({ tables: this.#tables, revision: this.#revision, history: [] })
  }

  /** The same for stores that remember. */
  toRememberedBase(): BaseStore {
    return new BaseStore({ tables: this.#tables, revision: this.#revision, history: this.history })
  }

  #writable(resource: ResourceKey): Table {
    const table = this.#tables.get(resource)
    if (table !== undefined && this.#own.has(resource)) return table
    const own = new Table(table)
    this.#tables.set(resource, own)
    this.#own.add(resource)
    return own
  }

  #record(change: StoreChange): void {
    checkInvariants(change)
    this.history.push(change)
    const listeners = this.#listeners.get(change.resource)
    if (listeners !== undefined) for (const listener of listeners) listener(change)
    for (const listener of this.#everywhere) listener(change)
  }
}
