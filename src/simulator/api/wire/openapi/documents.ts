// The documents of OpenAPI v3, one for each group and version, and their index. Made when asked for and kept as text with
// its hash; a group that custom resources are in is made anew. Upstream: kube-openapi/pkg/handler3, kube-aggregator openapiv3.
import { createHash } from 'node:crypto'
import discovery from '../../../data/discovery.json' with { type: 'json' }
import type { Resources } from '../../resources.ts'
import type { ResourceInfo } from '../../types.ts'
import { customSchemas } from './custom-schemas.ts'
import { type GroupVersion, pathsOf, rootOf } from './paths.ts'
import { COMMON, closure, type Json, META, reference } from './schemas.ts'

/** A document as it is sent. */
export interface Document {
  readonly text: string
  readonly hash: string
}

const kept = new Map<string, Document>()

/** Every group and version that is served, by the path after `/openapi/v3/`. */
export function groupVersions(resources: Resources): ReadonlyMap<string, GroupVersion> {
  const found = new Map<string, ResourceInfo[]>()
  for (const info of resources.all()) {
    const key = rootOf(info).slice(1)
    const list = found.get(key)
    if (list === undefined) found.set(key, [info])
    else list.push(info)
  }
  return new Map(
    [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, list]) => {
        const { group, version, apiVersion } = list[0]!
        return [key, { group, version, apiVersion, resources: list }] as const
      }),
  )
}

/** The document of a group and version. */
export function documentOf(key: string, groupVersion: GroupVersion): Document {
  const known = kept.get(key)
  if (known !== undefined) return known
  const text = `${JSON.stringify(contentOf(groupVersion))}\n`
  const made = { text, hash: hashOf(text) }
  if (groupVersion.resources.every(({ type }) => type !== '')) kept.set(key, made)
  return made
}

/** A text's hash as these documents show it. */
export const hashOf = (text: string): string => createHash('sha512').update(text).digest('hex').toUpperCase()

/** What every document begins with. */
export const INFO = { title: 'Kubernetes', version: discovery.version.gitVersion } as const

function contentOf(groupVersion: GroupVersion): Json {
  const paths = pathsOf(groupVersion)
  const schemas: Record<string, Json> = { ...closure(namesIn(paths, groupVersion)) }
  for (const info of groupVersion.resources) Object.assign(schemas, customSchemas(info, 'v3'))
  return {
    openapi: '3.0.0',
    info: INFO,
    paths,
    components: {
      schemas,
      securitySchemes: {
        BearerToken: {
          type: 'apiKey',
          description: 'Bearer Token authentication',
          name: 'authorization',
          in: 'header',
        },
      },
    },
  }
}

/** The schemas the paths speak of; what a watch sends is among them. */
function namesIn(paths: Json, { resources }: GroupVersion): ReadonlySet<string> {
  const names = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$ref') names.add(String(inner).slice(reference('')['$ref']!.toString().length))
      else walk(inner)
    }
  }
  walk(paths)
  if (resources.some(({ verbs }) => verbs.includes('watch'))) names.add(COMMON.watchEvent)
  if (resources.some(({ custom }) => custom !== undefined)) {
    names.add(`${META}.ObjectMeta`)
    names.add(`${META}.ListMeta`)
  }
  return names
}
