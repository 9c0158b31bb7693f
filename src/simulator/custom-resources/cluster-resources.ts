// The resources of one cluster: the built-in ones, and those of its CustomResourceDefinitions. A cluster without definitions
// pays nothing: the overlay is empty maps.
import type { CustomResourceDefinition } from '../../generated/api/apiextensions.v1.ts'
import { Resources } from '../api/resources.ts'
import type { ResourceInfo, ResourceKey } from '../api/types.ts'
import { resourcesOf } from './definition.ts'
import type { ConversionCluster } from './webhook-conversion.ts'

/** Built-in and custom resources. */
export class ClusterResources extends Resources {
  readonly #base: Resources
  readonly #cluster: ConversionCluster
  /** What each definition brought. */
  readonly #brought = new Map<string, readonly ResourceInfo[]>()
  readonly #path = new Map<string, ResourceInfo>()
  readonly #key = new Map<ResourceKey, ResourceInfo>()
  readonly #kind = new Map<string, ResourceInfo>()

  constructor(base: Resources, cluster: ConversionCluster) {
    super()
    this.#base = base
    this.#cluster = cluster
  }

  override find(apiVersion: string, resource: string): ResourceInfo | undefined {
    return this.#base.find(apiVersion, resource) ?? this.#path.get(`${apiVersion}/${resource}`)
  }

  override byKey(key: ResourceKey): ResourceInfo | undefined {
    return this.#base.byKey(key) ?? this.#key.get(key)
  }

  override byKind(apiVersion: string, kind: string): ResourceInfo | undefined {
    return this.#base.byKind(apiVersion, kind) ?? this.#kind.get(`${apiVersion}/${kind}`)
  }

  override *all(): IterableIterator<ResourceInfo> {
    yield* this.#base.all()
    yield* this.#path.values()
  }

  override custom(): readonly ResourceInfo[] {
    return [...this.#path.values()]
  }

  /** Takes a definition in as it is now. */
  set(definition: CustomResourceDefinition): void {
    this.#forget(definition.metadata.name ?? '')
    const infos = resourcesOf(definition, this.#cluster)
    if (infos.length === 0) return
    this.#brought.set(definition.metadata.name ?? '', infos)
    for (const info of infos) {
      this.#path.set(`${info.apiVersion}/${info.resource}`, info)
      this.#kind.set(`${info.apiVersion}/${info.kind}`, info)
      if (!this.#key.has(info.key)) this.#key.set(info.key, info)
    }
  }

  /** A definition is gone. */
  remove(name: string): void {
    this.#forget(name)
  }

  #forget(name: string): void {
    for (const info of this.#brought.get(name) ?? []) {
      this.#path.delete(`${info.apiVersion}/${info.resource}`)
      this.#kind.delete(`${info.apiVersion}/${info.kind}`)
      this.#key.delete(info.key)
    }
    this.#brought.delete(name)
  }
}
