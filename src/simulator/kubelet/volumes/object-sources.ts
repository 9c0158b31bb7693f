// Tells volumes when a ConfigMap or Secret they are made from has changed. One pair of ears for all kubelets; none while nobody
// listens.
import type { Environment, Running } from '../../client/environment.ts'
import type { Informers } from '../../client/informers.ts'

/** ConfigMaps and Secrets somebody depends on. */
export class ObjectSources implements Running {
  readonly #environment: Environment
  readonly #listeners = new Map<string, Set<() => void>>()
  #informers: Informers | undefined

  constructor(environment: Environment) {
    this.#environment = environment
  }

  /** Calls `changed` after each change; returns how to stop. */
  watch(resource: 'configmaps' | 'secrets', namespace: string, name: string, changed: () => void): () => void {
    this.#listen()
    const key = `${resource}/${namespace}/${name}`
    let set = this.#listeners.get(key)
    if (set === undefined) {
      set = new Set()
      this.#listeners.set(key, set)
    }
    set.add(changed)
    return () => set.delete(changed)
  }

  stop(): void {
    this.#informers?.stop()
    this.#informers = undefined
  }

  #listen(): void {
    if (this.#informers !== undefined) return
    const informers = this.#environment.informers()
    this.#informers = informers
    for (const resource of ['configmaps', 'secrets'] as const) {
      const tell = ({ metadata }: { metadata: { namespace?: string; name?: string } }): void => {
        const set = this.#listeners.get(`${resource}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`)
        if (set !== undefined) for (const listener of [...set]) listener()
      }
      informers.on(resource, { add: tell, update: tell, delete: tell })
    }
  }
}
