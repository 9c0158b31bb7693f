// Which resources the server has, from the recorded discovery documents: found by path, by key, by apiVersion and kind.
// Built once per process and shared by all clusters.
import discovery from '../data/discovery.json' with { type: 'json' }
import { typeOfKind } from '../data/schema.ts'
import type { ResourceInfo, ResourceKey, SubresourceInfo } from './types.ts'

interface DiscoveredResource {
  readonly name: string
  readonly singularName?: string
  readonly namespaced: boolean
  readonly kind: string
  readonly group?: string
  readonly version?: string
  readonly verbs: readonly string[]
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
}

interface DiscoveredGroup {
  readonly groupVersion: string
  readonly resources: readonly DiscoveredResource[]
}

/** Splits `apps/v1` into group and version; the core group is ''. */
export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

/** `pods`, `deployments.apps`. */
export const resourceKey = (group: string, resource: string): ResourceKey => (group ? `${resource}.${group}` : resource)

/** All resources a server serves. */
export class Resources {
  readonly #byPath = new Map<string, ResourceInfo>()
  readonly #byKey = new Map<ResourceKey, ResourceInfo>()
  readonly #byKind = new Map<string, ResourceInfo>()

  /** The built-in ones. */
  static builtIn(): Resources {
    const resources = new Resources()
    for (const group of Object.values(discovery.groups as Record<string, DiscoveredGroup>)) resources.#addGroup(group)
    return resources
  }

  /** By `apiVersion` (`v1`, `apps/v1`) and plural. */
  find(apiVersion: string, resource: string): ResourceInfo | undefined {
    return this.#byPath.get(`${apiVersion}/${resource}`)
  }

  /** The preferred version of a resource. */
  byKey(key: ResourceKey): ResourceInfo | undefined {
    return this.#byKey.get(key)
  }

  byKind(apiVersion: string, kind: string): ResourceInfo | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`)
  }

  all(): IterableIterator<ResourceInfo> {
    return this.#byPath.values()
  }

  /** Those that definitions of the cluster brought. */
  custom(): readonly ResourceInfo[] {
    return []
  }

  #addGroup({ groupVersion, resources }: DiscoveredGroup): void {
    const { group, version } = splitApiVersion(groupVersion)
    for (const r of resources) {
      if (r.name.includes('/')) continue
      const info: ResourceInfo = {
        key: resourceKey(group, r.name),
        group,
        version,
        apiVersion: groupVersion,
        resource: r.name,
        singular: r.singularName || r.kind.toLowerCase(),
        kind: r.kind,
        namespaced: r.namespaced,
        verbs: r.verbs,
        shortNames: r.shortNames ?? [],
        categories: r.categories ?? [],
        type: typeOfKind(groupVersion, r.kind) ?? '',
        subresources: subresourcesOf(r.name, groupVersion, resources),
      }
      this.#byPath.set(`${groupVersion}/${r.name}`, info)
      if (!this.#byKey.has(info.key)) this.#byKey.set(info.key, info)
      if (!this.#byKind.has(`${groupVersion}/${r.kind}`)) this.#byKind.set(`${groupVersion}/${r.kind}`, info)
    }
  }
}

function subresourcesOf(
  resource: string,
  groupVersion: string,
  all: readonly DiscoveredResource[],
): ReadonlyMap<string, SubresourceInfo> {
  const found = new Map<string, SubresourceInfo>()
  for (const r of all) {
    if (!r.name.startsWith(`${resource}/`)) continue
    const name = r.name.slice(resource.length + 1)
    const apiVersion = r.version ? (r.group ? `${r.group}/${r.version}` : r.version) : groupVersion
    found.set(name, { name, kind: r.kind, apiVersion, verbs: r.verbs })
  }
  return found
}

let shared: Resources | undefined

/** The built-in resources, made on first use. */
export function builtInResources(): Resources {
  shared ??= Resources.builtIn()
  return shared
}
