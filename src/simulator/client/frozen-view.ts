// What a component knows while it is cut off: its caches as they were at that moment. Only what has changed since is kept apart.
import type { KubeObject, Lister, ResourceKey } from '../api/types.ts'
import type { Store } from '../engine/store.ts'

/** The store as it was when this was made. */
export class FrozenView implements Lister {
  readonly #store: Store
  /** What has changed, as it was before. */
  readonly #before = new Map<ResourceKey, Map<string, KubeObject | undefined>>()
  readonly #stop: () => void

  constructor(store: Store) {
    this.#store = store
    this.#stop = store.listen(undefined, ({ resource, namespace, name, previous }) => {
      const known = this.#before.get(resource) ?? new Map<string, KubeObject | undefined>()
      this.#before.set(resource, known)
      const key = `${namespace}/${name}`
      if (!known.has(key)) known.set(key, previous)
    })
  }

  get<T extends KubeObject>(resource: ResourceKey, namespace: string, name: string): T | undefined {
    const known = this.#before.get(resource)
    const key = `${namespace}/${name}`
    return known?.has(key) === true ? (known.get(key) as T | undefined) : this.#store.get<T>(resource, namespace, name)
  }

  list<T extends KubeObject>(resource: ResourceKey, namespace?: string): readonly T[] {
    const now = this.#store.list<T>(resource, namespace)
    const known = this.#before.get(resource)
    if (known === undefined) return now
    const objects = new Map<string, T>(now.map((object) => [keyOf(object), object]))
    for (const [key, before] of known) {
      if (before === undefined) objects.delete(key)
      else if (namespace === undefined || before.metadata.namespace === namespace) objects.set(key, before as T)
    }
    return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
  }

  /** It is of no use any more. */
  stop(): void {
    this.#stop()
  }
}

const keyOf = ({ metadata: { namespace = '', name = '' } }: KubeObject): string => `${namespace}/${name}`
