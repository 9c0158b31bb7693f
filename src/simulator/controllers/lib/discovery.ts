// Which kinds a controller knows that deals with all: the built-in ones, and those of definitions since discovery was last asked, every
// 30 seconds from the start of its process; objects of younger kinds it does not hear of, and cannot look up.
// Upstream: GarbageCollector.Sync and Sync of the resource quota controller; kube-controller-manager's app says the period.
import type { CustomResourceDefinition } from '../../../generated/api/apiextensions.v1.ts'
import { parseTime } from '../../../model/time.ts'
import type { ResourceKey } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import type { Environment } from '../../client/environment.ts'
import type { Clock, Timer } from '../../engine/clock.ts'

const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io'
const PERIOD_MS = 30_000
const SECOND_MS = 1000

/** What one controller has discovered. */
export class Discovery {
  readonly #client: Client
  readonly #clock: Clock
  readonly #begun: number
  readonly #awaited = new Set<ResourceKey>()
  readonly #found: (resource: ResourceKey) => void
  #timer: Timer | undefined

  /** `found` is called with resources that were waited for, once they are known. */
  constructor(client: Client, { clock, begun }: Environment, found: (resource: ResourceKey) => void) {
    this.#client = client
    this.#clock = clock
    this.#begun = begun
    this.#found = found
  }

  stop(): void {
    this.#timer?.cancel()
  }

  /** The resource behind a kind; undefined when it is not known. */
  resourceOf(
    apiVersion: string,
    kind: string,
  ): { readonly key: ResourceKey; readonly namespaced: boolean } | undefined {
    const resource = this.#client.resourceOf(apiVersion, kind)
    if (resource === undefined || !this.knows(resource.key)) return undefined
    // Both groups' events are the same objects.
    return resource.key === 'events.events.k8s.io' ? { ...resource, key: 'events' } : resource
  }

  /** Whether objects of a resource are heard of. The definition of a resource is called as its key. */
  knows(resource: ResourceKey): boolean {
    const definition = this.#client.lister.get<CustomResourceDefinition>(DEFINITIONS, '', resource)
    if (definition === undefined) return true
    const established = definition.status.conditions?.find(({ type }) => type === 'Established')?.lastTransitionTime
    if (!established) return false
    return Math.floor(parseTime(established) / SECOND_MS) < Math.floor(this.#last() / SECOND_MS)
  }

  /** Asks for a resource again when discovery is next asked. */
  await(resource: ResourceKey): void {
    this.#awaited.add(resource)
    this.#timer ??= this.#clock.at(this.#last() + PERIOD_MS, () => {
      this.#timer = undefined
      const awaited = [...this.#awaited]
      this.#awaited.clear()
      for (const each of awaited) {
        if (this.knows(each)) this.#found(each)
        else this.await(each)
      }
    })
  }

  #last(): number {
    const now = this.#clock.now()
    return now - ((now - this.#begun) % PERIOD_MS)
  }
}
