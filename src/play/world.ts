// The objects of the cluster as the play sees them: now, and at any moment since its start. Every kind a sentence speaks of is
// listed once; from then on the history of writes keeps it up to date, so that a Then costs no requests however often it is
// judged. The past is the present with the writes taken back.
import type { ApiObject, Change, Cluster } from '../cluster/port.ts'
import type { KindRef } from '../language/nodes.ts'
import { pathOf } from './paths.ts'

/** The objects at one moment. */
export interface World {
  /** The revision of the last write that has happened. */
  readonly revision: number
  get(key: string, namespace: string, name: string): ApiObject | undefined
  list(key: string): Iterable<ApiObject>
}

type Objects = Map<string, ApiObject>

/** What an object is called within its kind. */
export const idOf = (namespace: string, name: string): string => `${namespace}/${name}`

/** The present; ask `learn` for a kind before looking at it. */
export class LiveWorld implements World {
  private readonly cluster: Cluster
  private readonly kinds = new Map<string, Objects>()
  private seen = 0

  constructor(cluster: Cluster) {
    this.cluster = cluster
    this.seen = cluster.history.length
  }

  get revision(): number {
    return Number.POSITIVE_INFINITY
  }

  /** Lists a kind that was not looked at before. */
  async learn(kind: KindRef): Promise<void> {
    if (this.kinds.has(kind.key)) return
    this.catchUp()
    const { code, body } = await this.cluster.request({ method: 'GET', path: pathOf(kind) })
    const objects: Objects = new Map()
    const items = code === 200 ? (body['items'] as readonly ApiObject[] | undefined) : undefined
    for (const item of items ?? []) {
      const { namespace = '', name = '' } = item.metadata ?? {}
      objects.set(idOf(namespace, name), typed(item, kind))
    }
    this.kinds.set(kind.key, objects)
    this.catchUp()
  }

  get(key: string, namespace: string, name: string): ApiObject | undefined {
    this.catchUp()
    return this.kinds.get(key)?.get(idOf(namespace, name))
  }

  list(key: string): Iterable<ApiObject> {
    this.catchUp()
    return this.kinds.get(key)?.values() ?? []
  }

  /** The world as it was when the history had that length. */
  at(mark: number): PastWorld {
    this.catchUp()
    const copies = new Map([...this.kinds].map(([key, objects]) => [key, new Map(objects)]))
    const past = new PastWorld(copies)
    const changes = this.cluster.history.since(mark)
    for (let i = changes.length - 1; i >= 0; i--) past.takeBack(changes[i]!)
    return past
  }

  private catchUp(): void {
    const { history } = this.cluster
    if (history.length === this.seen) return
    const changes = history.since(this.seen)
    this.seen = history.length
    for (const change of changes) apply(this.kinds.get(change.resource), change)
  }
}

/** A moment of the past that can be moved on, write by write. */
export class PastWorld implements World {
  revision = Number.POSITIVE_INFINITY
  private readonly kinds: Map<string, Objects>

  constructor(kinds: Map<string, Objects>) {
    this.kinds = kinds
  }

  get(key: string, namespace: string, name: string): ApiObject | undefined {
    return this.kinds.get(key)?.get(idOf(namespace, name))
  }

  list(key: string): Iterable<ApiObject> {
    return this.kinds.get(key)?.values() ?? []
  }

  /** Lets a write happen. */
  move(change: Change): void {
    this.revision = change.revision
    apply(this.kinds.get(change.resource), change)
  }

  /** Undoes a write. */
  takeBack(change: Change): void {
    this.revision = change.revision - 1
    const objects = this.kinds.get(change.resource)
    if (objects === undefined) return
    const id = idOf(change.namespace, change.name)
    const before = change.type === 'DELETED' ? (change.previous ?? change.object) : change.previous
    if (change.type === 'ADDED' || before === undefined) objects.delete(id)
    else objects.set(id, before)
  }
}

function apply(objects: Objects | undefined, change: Change): void {
  if (objects === undefined) return
  const id = idOf(change.namespace, change.name)
  if (change.type === 'DELETED') objects.delete(id)
  else objects.set(id, change.object)
}

/** Items of a list do not say what they are. */
function typed(item: ApiObject, kind: KindRef): ApiObject {
  return item.kind === undefined ? { apiVersion: kind.apiVersion, kind: kind.kind, ...item } : item
}
