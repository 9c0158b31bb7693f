// Hears of changes as components do: through a queue, a moment after the write, never inside it. Each consumer has its own
// queue and is woken once per burst. Upstream: client-go shared informers (without their staleness: listers read the store).

import type { KubeObject, ResourceKey } from '../api/types.ts'
import type { Clock } from '../engine/clock.ts'
import type { ChangeListener, Store, StoreChange } from '../engine/store.ts'

/** What a consumer does on each kind of change; `object` and `old` are immutable. */
export interface Handlers<T extends KubeObject> {
  add?(object: T): void
  update?(object: T, old: T): void
  delete?(object: T): void
}

/** A change of any resource. */
export interface EveryChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resource: ResourceKey
  readonly object: KubeObject
  readonly old?: KubeObject | undefined
}

/** One consumer's ears: all it hears arrives in order of revision. */
export class Informers {
  readonly #store: Store
  readonly #clock: Clock
  readonly #dispatch: PodDispatch
  /** Whose ears these are. */
  readonly #actor: number
  readonly #pending: (() => void)[] = []
  readonly #stops: (() => void)[] = []
  /** While the watch is broken: what has happened, by who hears it. */
  #held: Map<Handlers<never>, Map<string, Held>> | undefined
  #holds = 0
  #woken = false
  #stopped = false

  /** `among` are all ears of a cluster: while they are in use, these are among them. */
  constructor(store: Store, clock: Clock, dispatch: PodDispatch, among: Set<Informers>) {
    among.add(this)
    this.#stops.push(() => among.delete(this))
    this.#store = store
    this.#clock = clock
    this.#dispatch = dispatch
    this.#actor = clock.actor
  }

  /** Hears all objects of a resource: those there now first. */
  on<T extends KubeObject>(resource: ResourceKey, handlers: Handlers<T>): void {
    for (const object of this.#store.peekList<T>(resource)) this.#enqueue(() => handlers.add?.(object))
    this.#stops.push(this.#store.listen(resource, (change) => this.#hear(change, handlers)))
  }

  /**
   * Hears every resource, those to come too. Nothing is queued for changes that `cares` is not interested in; it is asked at
   * once and must only look.
   */
  onEvery(
    cares: (resource: ResourceKey, object: KubeObject, old: KubeObject | undefined) => boolean,
    hear: (change: EveryChange) => void,
  ): void {
    for (const resource of this.#store.resources().sort())
      for (const object of this.#store.peekList<KubeObject>(resource))
        if (cares(resource, object, undefined)) this.#enqueue(() => hear({ type: 'ADDED', resource, object }))
    const listener: ChangeListener = ({ type, resource, object, previous }) => {
      if (!cares(resource, object, type === 'MODIFIED' ? previous : undefined)) return
      this.#enqueue(() => hear({ type, resource, object, old: type === 'MODIFIED' ? previous : undefined }))
    }
    this.#stops.push(this.#store.listen(undefined, listener))
  }

  /** Hears only the pods bound to one node (a kubelet's watch with fieldSelector spec.nodeName). */
  onPodsOf<T extends KubeObject>(node: string, handlers: Handlers<T>): void {
    for (const pod of this.#store.peekList<T>('pods'))
      if (nodeOf(pod) === node) this.#enqueue(() => handlers.add?.(pod))
    this.#stops.push(this.#dispatch.listen(node, (change) => this.#hear(change, handlers)))
  }

  /** The watch breaks: nothing is heard until `resume` was called as often as this. */
  hold(): void {
    this.#holds++
    this.#held ??= new Map()
  }

  /** Lists anew: of all that has happened meanwhile only the difference is heard, in order of names, what is gone last. */
  resume(): void {
    if (--this.#holds > 0) return
    const held = this.#held
    this.#held = undefined
    for (const [handlers, changes] of held ?? []) {
      const sorted = [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change)
      for (const { before, now } of sorted) {
        if (now === undefined) continue
        const type = before === undefined ? 'ADDED' : 'MODIFIED'
        this.#enqueue(() => deliver({ type, object: now, previous: before }, handlers))
      }
      for (const { before, now } of sorted)
        if (now === undefined && before !== undefined)
          this.#enqueue(() => deliver({ type: 'DELETED', object: before, previous: before }, handlers))
    }
  }

  #hear<T extends KubeObject>(change: StoreChange, handlers: Handlers<T>): void {
    if (this.#held === undefined) {
      this.#enqueue(() => deliver(change, handlers))
      return
    }
    const changes = this.#held.get(handlers as Handlers<never>) ?? new Map<string, Held>()
    this.#held.set(handlers as Handlers<never>, changes)
    const key = `${change.namespace}/${change.name}`
    const before = changes.has(key) ? changes.get(key)!.before : change.type === 'ADDED' ? undefined : change.previous
    changes.set(key, { before, now: change.type === 'DELETED' ? undefined : change.object })
  }

  /** Hears no more, forgets what is queued. */
  stop(): void {
    this.#stopped = true
    this.#pending.length = 0
    for (const stop of this.#stops.splice(0)) stop()
  }

  #enqueue(task: () => void): void {
    this.#pending.push(task)
    if (this.#woken) return
    this.#woken = true
    this.#clock.deliver(this.#actor, () => {
      this.#woken = false
      const tasks = this.#pending.splice(0)
      for (const run of tasks) if (!this.#stopped) run()
    })
  }
}

/** An object before the watch broke and as it was last. */
interface Held {
  readonly before: KubeObject | undefined
  readonly now: KubeObject | undefined
}

function deliver<T extends KubeObject>(
  change: Pick<StoreChange, 'type' | 'object' | 'previous'>,
  handlers: Handlers<T>,
): void {
  if (change.type === 'ADDED') handlers.add?.(change.object as T)
  else if (change.type === 'DELETED') handlers.delete?.(change.object as T)
  else handlers.update?.(change.object as T, change.previous as T)
}

const nodeOf = (pod: KubeObject): string | undefined => (pod as { spec?: { nodeName?: string } }).spec?.nodeName

/** Hands each pod change to the listeners of its node only, so that a write costs one kubelet, not all. */
export class PodDispatch {
  readonly #nodes = new Map<string, Set<ChangeListener>>()

  constructor(store: Store) {
    store.listen('pods', (change) => {
      const node = nodeOf(change.object)
      if (node === undefined) return
      const listeners = this.#nodes.get(node)
      if (listeners === undefined) return
      // A pod enters its node's view when it is bound: to the kubelet that is an addition.
      const bound = change.type === 'MODIFIED' && change.previous !== undefined && nodeOf(change.previous) !== node
      const seen: StoreChange = bound ? { ...change, type: 'ADDED', previous: undefined } : change
      for (const listener of listeners) listener(seen)
    })
  }

  listen(node: string, listener: ChangeListener): () => void {
    let set = this.#nodes.get(node)
    if (set === undefined) {
      set = new Set()
      this.#nodes.set(node, set)
    }
    set.add(listener)
    return () => set.delete(listener)
  }
}
