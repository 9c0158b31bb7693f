// What can be said of a manifest without a cluster: that it is an object, names an apiVersion and a kind that somebody
// serves; and which kinds its CustomResourceDefinitions bring.
import type { KindInfo } from '../cluster/port.ts'
import type { Diagnostic } from './diagnostic.ts'
import type { Vocabulary } from './vocabulary.ts'
import type { YamlDocument } from './yaml.ts'

type Fault = Omit<Diagnostic, 'file'>

/** Why a document is no manifest of a known kind; places are those of the text it stands in. */
export function manifestFaults(document: YamlDocument, vocabulary: Vocabulary): Fault[] {
  const fault = (message: string, path: readonly string[], more: Partial<Fault> = {}): Fault[] => [
    { code: 'manifest/kind', severity: 'error', message, ...document.locate(path), ...more },
  ]
  const { value } = document
  if (!isMap(value)) return fault('a manifest is an object with apiVersion, kind and metadata', [])
  const { apiVersion, kind } = value
  if (typeof kind !== 'string' || kind === '')
    return fault('the manifest says no kind', kind === undefined ? [] : ['kind'])
  if (typeof apiVersion !== 'string' || apiVersion === '')
    return fault('the manifest says no apiVersion', apiVersion === undefined ? [] : ['apiVersion'])
  if (apiVersion === 'v1' && kind === 'List') return []
  const named = vocabulary.kinds.filter((k) => k.kind === kind)
  if (named.some((k) => k.apiVersion === apiVersion)) return []
  if (named.length > 0) {
    const versions = [...new Set(named.map((k) => k.apiVersion))]
    return fault(`no matches for kind "${kind}" in version "${apiVersion}"`, ['apiVersion'], { expected: versions })
  }
  const nearest = vocabulary.nearest(kind)
  const near = nearest && vocabulary.find(nearest)?.kind
  return fault(`no matches for kind "${kind}" in version "${apiVersion}"`, ['kind'], near ? { nearest: near } : {})
}

/** The kinds of one CustomResourceDefinition: one for each version it serves. */
export type DefinedKinds = readonly KindInfo[]

/** The kinds that CustomResourceDefinitions among these values define, by definition. */
export function customKinds(values: readonly unknown[]): DefinedKinds[] {
  return values.flatMap((value) => {
    if (!isMap(value)) return []
    if (value['kind'] === 'List' && Array.isArray(value['items'])) return customKinds(value['items'])
    if (value['kind'] !== 'CustomResourceDefinition' || !isMap(value['spec'])) return []
    const kinds = kindsOf(value['spec'])
    return kinds.length === 0 ? [] : [kinds]
  })
}

function kindsOf(spec: Readonly<Record<string, unknown>>): KindInfo[] {
  const { group, scope, names, versions } = spec
  if (typeof group !== 'string' || !isMap(names) || !Array.isArray(versions)) return []
  const { kind, plural, singular, shortNames } = names
  if (typeof kind !== 'string' || typeof plural !== 'string') return []
  return versions.flatMap((v: unknown) => {
    const version = isMap(v) && v['served'] !== false ? v['name'] : undefined
    if (typeof version !== 'string') return []
    return [
      {
        apiVersion: `${group}/${version}`,
        group,
        version,
        kind,
        resource: plural,
        singular: typeof singular === 'string' && singular !== '' ? singular : kind.toLowerCase(),
        shortNames: Array.isArray(shortNames) ? shortNames.filter((s) => typeof s === 'string') : [],
        namespaced: scope === 'Namespaced',
        key: `${plural}.${group}`,
      },
    ]
  })
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
