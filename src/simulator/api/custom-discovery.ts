// Discovery of resources that definitions brought. Upstream: apiextensions-apiserver/pkg/apiserver/customresource_discovery_controller.go.
import type { GroupOrder } from './group-order.ts'
import { aggregatedResources, type ListedResource } from './remote-discovery.ts'
import type { JsonObject, ResourceInfo } from './types.ts'

interface Group {
  readonly name: string
  /** In order of preference; each the resources of one version. */
  readonly versions: ReadonlyMap<string, readonly ResourceInfo[]>
}

function groupsOf(resources: readonly ResourceInfo[]): readonly Group[] {
  const groups = new Map<string, Map<string, ResourceInfo[]>>()
  for (const info of resources) {
    let versions = groups.get(info.group)
    if (versions === undefined) {
      versions = new Map()
      groups.set(info.group, versions)
    }
    versions.set(info.version, [...(versions.get(info.version) ?? []), info])
  }
  return [...groups].map(([name, versions]) => ({ name, versions })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function groupOf({ name, versions }: Group): JsonObject {
  const all = [...versions.keys()].map((version) => ({ groupVersion: `${name}/${version}`, version }))
  return { name, versions: all, preferredVersion: all[0] }
}

function resourceLines(info: ResourceInfo): readonly JsonObject[] {
  const { resource, singular, namespaced, kind, verbs, shortNames, categories, subresources, custom } = info
  return [
    {
      name: resource,
      singularName: singular,
      namespaced,
      kind,
      verbs: custom?.listedVerbs ?? verbs,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
      storageVersionHash: custom?.storageVersionHash,
    },
    ...[...subresources.values()].map((sub) => ({
      name: `${resource}/${sub.name}`,
      singularName: '',
      namespaced,
      ...(sub.apiVersion === info.apiVersion ? {} : splitVersion(sub.apiVersion)),
      kind: sub.kind,
      verbs: sub.verbs,
    })),
  ]
}

function splitVersion(apiVersion: string): JsonObject {
  const [group, version] = apiVersion.split('/')
  return { group, version }
}

/** /apis/<group> and /apis/<group>/<version>. */
export function customDiscovery(at: string, resources: readonly ResourceInfo[]): JsonObject | undefined {
  const [, apis, name, version, more] = at.split('/')
  if (resources.length === 0 || apis !== 'apis' || more !== undefined) return undefined
  const group = groupsOf(resources).find((one) => one.name === name)
  if (group === undefined) return undefined
  if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) }
  const infos = group.versions.get(version)
  if (infos === undefined) return undefined
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: `${name}/${version}`,
    resources: infos.flatMap(resourceLines),
  }
}

/** A version of a group that another API server serves. */
export interface RemoteVersion {
  readonly group: string
  readonly version: string
  /** What it tells of, or told of last; left out where it never did. */
  readonly resources?: readonly ListedResource[] | undefined
  /** Whether it tells so now. */
  readonly fresh?: boolean
}

/** Their groups, each with its versions. */
function remoteGroups(remote: readonly RemoteVersion[]): readonly Group[] {
  const names = [...new Set(remote.map(({ group }) => group))].sort()
  return names.map((name) => ({
    name,
    versions: new Map(remote.filter(({ group }) => group === name).map(({ version }) => [version, []])),
  }))
}

/** What is served besides the built-in resources: those of definitions, and those of other API servers. */
export interface Besides {
  readonly custom: readonly ResourceInfo[]
  readonly remote: readonly RemoteVersion[]
}

const hasNothing = ({ custom, remote }: Besides): boolean => custom.length === 0 && remote.length === 0

/** /apis/<group> of another API server. */
export function remoteGroup(at: string, remote: readonly RemoteVersion[]): JsonObject | undefined {
  const group = remoteGroups(remote).find(({ name }) => at === `/apis/${name}`)
  return group === undefined ? undefined : { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) }
}

/** The list of groups with those of definitions and of other API servers. */
export function groupsWith(document: JsonObject, at: string, besides: Besides, order: () => GroupOrder): JsonObject {
  const { custom, remote } = besides
  if (hasNothing(besides) || at !== '/apis') return document
  const more = [...groupsOf(custom), ...remoteGroups(remote)].map(groupOf)
  // The group of APIServices comes first, whatever theirs say.
  const [first, ...rest] = document['groups'] as readonly JsonObject[]
  const compare = order()
  const others = [...rest, ...more].sort((a, b) => compare(a['name'] as string, b['name'] as string))
  return { ...document, groups: [first, ...others] }
}

/** The aggregated document with the groups of definitions and of other API servers. */
export function aggregatedWith(
  document: JsonObject,
  at: string,
  besides: Besides,
  order: () => GroupOrder,
): JsonObject {
  const { custom, remote } = besides
  if (hasNothing(besides) || at !== '/apis') return document
  const others = remoteGroups(remote).map(({ name, versions }) => ({
    metadata: { name, creationTimestamp: null },
    versions: [...versions.keys()].map((version) =>
      remoteVersion(remote.find((one) => one.group === name && one.version === version)!),
    ),
  }))
  const items = groupsOf(custom).map(({ name, versions }) => ({
    metadata: { name, creationTimestamp: null },
    versions: [...versions].map(([version, infos]) => ({
      version,
      resources: infos.map(aggregatedResource),
      freshness: 'Current',
    })),
  }))
  const compare = order()
  const nameOf = (item: JsonObject): string => (item['metadata'] as { name: string }).name
  const all = [...(document['items'] as readonly JsonObject[]), ...items, ...others]
  return { ...document, items: all.sort((a, b) => compare(nameOf(a), nameOf(b))) }
}

/** Of a server that does not tell what it serves the version alone is known. */
function remoteVersion({ version, resources, fresh = resources !== undefined }: RemoteVersion): JsonObject {
  const known = resources === undefined ? undefined : aggregatedResources(resources)
  const freshness = fresh && known !== undefined ? 'Current' : 'Stale'
  return known === undefined ? { version, freshness } : { version, resources: known, freshness }
}

function aggregatedResource(info: ResourceInfo): JsonObject {
  const { resource, singular, namespaced, group, version, kind, custom, shortNames, categories, subresources } = info
  const verbs = custom?.listedVerbs ?? info.verbs
  const subs = [...subresources.values()].map((sub) => ({
    subresource: sub.name,
    responseKind: { ...splitVersion(sub.apiVersion), kind: sub.kind },
    verbs: sub.verbs,
  }))
  return {
    resource,
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(subs.length > 0 ? { subresources: subs } : {}),
  }
}
