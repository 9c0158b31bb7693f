// The component schemas of OpenAPI documents: recorded from a real server (without descriptions), and found by kind.
// Those of custom resources are made in custom-schemas.ts.
import components from '../../../data/openapi-v3.json' with { type: 'json' }

/** A schema, or any part of a document. */
export type Json = { [key: string]: unknown }

/** A group, version and kind as documents name them. */
export interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

const all = components as unknown as Readonly<Record<string, Json>>
/** What the names of the schemas of metadata begin with. */
export const META = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const PREFIX = '#/components/schemas/'

/** Names of the schemas that every group uses. */
export const COMMON = {
  deleteOptions: `${META}.DeleteOptions`,
  patch: `${META}.Patch`,
  resourceList: `${META}.APIResourceList`,
  status: `${META}.Status`,
  watchEvent: `${META}.WatchEvent`,
} as const

const keyOf = ({ group, version, kind }: GroupVersionKind): string => `${group}/${version}/${kind}`
let named: ReadonlyMap<string, string> | undefined

/** The name of a kind's schema, undefined where there is none. */
export function schemaName(gvk: GroupVersionKind): string | undefined {
  named ??= new Map(
    Object.entries(all).flatMap(([name, schema]) => {
      const kinds = (schema['x-kubernetes-group-version-kind'] ?? []) as readonly GroupVersionKind[]
      return kinds.map((kind) => [keyOf(kind), name] as const)
    }),
  )
  return named.get(keyOf(gvk))
}

/** A reference to a schema. */
export const reference = (name: string): Json => ({ $ref: PREFIX + name })

/** The schemas of these names and all that they refer to, in name order; unknown names are left out. */
export function closure(names: Iterable<string>): Record<string, Json> {
  const found = new Set<string>()
  const visit = (name: string): void => {
    if (found.has(name) || all[name] === undefined) return
    found.add(name)
    for (const inner of referencesIn(all[name])) visit(inner)
  }
  for (const name of names) visit(name)
  return Object.fromEntries([...found].sort().map((name) => [name, all[name]!]))
}

const references = new WeakMap<object, readonly string[]>()

function referencesIn(schema: Json): readonly string[] {
  const known = references.get(schema)
  if (known !== undefined) return known
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$ref' && typeof inner === 'string') found.add(inner.slice(PREFIX.length))
      else walk(inner)
    }
  }
  walk(schema)
  const list = [...found]
  references.set(schema, list)
  return list
}
