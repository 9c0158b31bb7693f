// What another API server serves, in the aggregated form, from the list of resources it tells of.
// Upstream: apiserver/pkg/endpoints/installer.go (ConvertGroupVersionIntoToDiscovery).
import type { JsonObject } from './types.ts'

/** A line of an APIResourceList. */
export interface ListedResource {
  readonly name: string
  readonly singularName?: string
  readonly namespaced?: boolean
  readonly group?: string
  readonly version?: string
  readonly kind?: string
  readonly verbs?: readonly string[]
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
}

const scopeOf = ({ namespaced }: ListedResource): string => (namespaced === true ? 'Namespaced' : 'Cluster')

const responseKind = ({ group = '', version = '', kind = '' }: ListedResource): JsonObject => ({ group, version, kind })

function resourceOf(line: ListedResource): JsonObject {
  const { name, singularName = '', verbs = [], shortNames = [], categories = [] } = line
  return {
    resource: name,
    responseKind: responseKind(line),
    scope: scopeOf(line),
    singularResource: singularName,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
  }
}

/** The same without a resource of its own: one whose parts alone are served. */
const parentOf = (name: string, part: ListedResource): JsonObject => ({
  resource: name,
  responseKind: { group: '', version: '', kind: '' },
  scope: scopeOf(part),
  singularResource: '',
  verbs: null,
})

/** The resources of one version, each with its subresources; undefined where the scopes of the two contradict. */
export function aggregatedResources(lines: readonly ListedResource[]): readonly JsonObject[] | undefined {
  const all = new Map(lines.filter(({ name }) => !name.includes('/')).map((line) => [line.name, resourceOf(line)]))
  for (const line of lines) {
    const slash = line.name.indexOf('/')
    if (slash < 0) continue
    const name = line.name.slice(0, slash)
    const parent = all.get(name) ?? parentOf(name, line)
    if (parent['scope'] !== scopeOf(line)) return undefined
    const part = { subresource: line.name.slice(slash + 1), responseKind: responseKind(line), verbs: line.verbs ?? [] }
    const before = (parent['subresources'] ?? []) as readonly JsonObject[]
    all.set(name, { ...parent, subresources: [...before, part] })
  }
  return [...all.values()]
}
