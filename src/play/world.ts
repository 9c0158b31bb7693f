// The objects of the cluster as the play sees them: now, and at any moment since its start. Every version of a kind that a
// sentence speaks of is listed once; from then on the history of writes keeps it up to date, so that a Then costs no requests
// however often it is judged. The past is the present with the writes taken back. The history has objects as they are stored: what
// is stored in another version than the sentence's is shown in the sentence's when it is looked at.
import type { ApiObject, Change, Cluster } from '../cluster/port.ts'
import type { KindRef } from '../language/nodes.ts'
import { pathOf } from './paths.ts'

/** The objects at one moment. */
export interface World {
  /** The revision of the last write that has happened. */
  readonly revision: number
  get(kind: KindRef, namespace: string, name: string): ApiObject | undefined
  list(kind: KindRef): Iterable<ApiObject>
}

/** What an object is called within its kind. */
export const idOf = (namespace: string, name: string): string => `${namespace}/${name}`

/** The present; ask `learn` for a kind before looking at it. */
export class LiveWorld implements World {
  private readonly cluster: Cluster
  private readonly tables = new Tables()
  private seen = 0

  constructor(cluster: Cluster) {
    this.cluster = cluster
    this.seen = cluster.history.length
  }

  get revision(): number {
    return Number.POSITIVE_INFINITY
  }

  /** Lists a version of a kind that was not looked at before. */
  async learn(kind: KindRef): Promise<void> {
    if (this.tables.find(kind) !== undefined) return
    this.catchUp()
    const { code, body } = await this.cluster.request({ method: 'GET', path: pathOf(kind) })
    const table = new Table(kind, this.cluster)
    const items = code === 200 ? (body['items'] as readonly ApiObject[] | undefined) : undefined
    for (const item of items ?? []) {
      const { namespace = '', name = '' } = item.metadata ?? {}
      table.set(idOf(namespace, name), typed(item, kind))
    }
    this.tables.add(table)
    this.catchUp()
  }

  get(kind: KindRef, namespace: string, name: string): ApiObject | undefined {
    this.catchUp()
    return this.tables.find(kind)?.get(idOf(namespace, name))
  }

  list(kind: KindRef): Iterable<ApiObject> {
    this.catchUp()
    return this.tables.find(kind)?.values() ?? []
  }

  /** The world as it was when the history had that length. */
  at(mark: number): PastWorld {
    this.catchUp()
    const past = new PastWorld(this.tables.copy())
    const changes = this.cluster.history.since(mark)
    for (let i = changes.length - 1; i >= 0; i--) past.takeBack(changes[i]!)
    return past
  }

  private catchUp(): void {
    const { history } = this.cluster
    if (history.length === this.seen) return
    const changes = history.since(this.seen)
    this.seen = history.length
    for (const change of changes) this.tables.apply(change)
  }
}

/** A moment of the past that can be moved on, write by write. */
export class PastWorld implements World {
  revision = Number.POSITIVE_INFINITY
  private readonly tables: Tables

  constructor(tables: Tables) {
    this.tables = tables
  }

  get(kind: KindRef, namespace: string, name: string): ApiObject | undefined {
    return this.tables.find(kind)?.get(idOf(namespace, name))
  }

  list(kind: KindRef): Iterable<ApiObject> {
    return this.tables.find(kind)?.values() ?? []
  }

  /** Lets a write happen. */
  move(change: Change): void {
    this.revision = change.revision
    this.tables.apply(change)
  }

  /** Undoes a write. */
  takeBack(change: Change): void {
    this.revision = change.revision - 1
    const id = idOf(change.namespace, change.name)
    const before = change.type === 'DELETED' ? (change.previous ?? change.object) : change.previous
    for (const table of this.tables.of(change.resource)) {
      if (change.type === 'ADDED' || before === undefined) table.delete(id)
      else table.set(id, before)
    }
  }
}

/** What is known of each version of a kind. */
class Tables {
  readonly #byKey = new Map<string, Table[]>()
  readonly #byResource = new Map<string, Table[]>()

  add(table: Table): void {
    put(this.#byKey, table.kind.key, table)
    put(this.#byResource, table.resource, table)
  }

  find({ key, apiVersion }: KindRef): Table | undefined {
    return this.#byKey.get(key)?.find(({ kind }) => kind.apiVersion === apiVersion)
  }

  /** Those that writes of a resource are seen in. */
  of(resource: string): readonly Table[] {
    return this.#byResource.get(resource) ?? NONE
  }

  apply(change: Change): void {
    const tables = this.#byResource.get(change.resource)
    if (tables === undefined) return
    const id = idOf(change.namespace, change.name)
    for (const table of tables) {
      if (change.type === 'DELETED') table.delete(id)
      else table.set(id, change.object)
    }
  }

  copy(): Tables {
    const copy = new Tables()
    for (const tables of this.#byKey.values()) for (const table of tables) copy.add(table.copy())
    return copy
  }
}

const NONE: readonly Table[] = []

function put(tables: Map<string, Table[]>, name: string, table: Table): void {
  const known = tables.get(name)
  if (known === undefined) tables.set(name, [table])
  else known.push(table)
}

/** The objects of one version of a kind. */
class Table {
  readonly kind: KindRef
  /** What their writes are called in the history. */
  readonly resource: string
  readonly #cluster: Cluster
  readonly #objects: Map<string, ApiObject>
  /** What was made of objects that are stored in another version. */
  #shown: WeakMap<ApiObject, ApiObject> | undefined

  constructor(kind: KindRef, cluster: Cluster, from?: Table) {
    this.kind = kind
    this.resource = from?.resource ?? cluster.storedUnder(kind)
    this.#cluster = cluster
    this.#objects = new Map(from === undefined ? [] : from.#objects)
    this.#shown = from === undefined ? undefined : from.#shown
  }

  set(id: string, object: ApiObject): void {
    this.#objects.set(id, object)
    if (object.apiVersion !== this.kind.apiVersion) this.#shown ??= new WeakMap()
  }

  delete(id: string): void {
    this.#objects.delete(id)
  }

  get(id: string): ApiObject | undefined {
    const object = this.#objects.get(id)
    return object === undefined || this.#shown === undefined ? object : this.#show(object, this.#shown)
  }

  values(): Iterable<ApiObject> {
    const shown = this.#shown
    if (shown === undefined) return this.#objects.values()
    return Array.from(this.#objects.values(), (object) => this.#show(object, shown))
  }

  copy(): Table {
    return new Table(this.kind, this.#cluster, this)
  }

  #show(object: ApiObject, known: WeakMap<ApiObject, ApiObject>): ApiObject {
    const { apiVersion } = this.kind
    if (object.apiVersion === apiVersion) return object
    let shown = known.get(object)
    if (shown === undefined) {
      shown = this.#cluster.show(object, apiVersion)
      known.set(object, shown)
    }
    return shown
  }
}

/** Items of a list do not say what they are. */
function typed(item: ApiObject, kind: KindRef): ApiObject {
  return item.kind === undefined ? { apiVersion: kind.apiVersion, kind: kind.kind, ...item } : item
}
