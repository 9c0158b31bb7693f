// The paths of one group and version: which operations its resources and their subresources have, made from discovery.
// Upstream: apiserver/pkg/endpoints/installer.go, openapi/openapi.go (the names of operations).

import type { ResourceInfo, SubresourceInfo } from '../../types.ts'
import { modelName } from './custom-schemas.ts'
import { NAMESPACE, nameOf, PARAMETERS, PRETTY, PROXY_PATH } from './parameters.ts'
import { COMMON, type GroupVersionKind, type Json, reference, schemaName } from './schemas.ts'

/** A group and version with its resources. */
export interface GroupVersion {
  readonly group: string
  readonly version: string
  /** `v1` or `apps/v1`. */
  readonly apiVersion: string
  readonly resources: readonly ResourceInfo[]
}

interface Place {
  readonly groupVersion: GroupVersion
  readonly info: ResourceInfo
  /** What follows the kind in an operation's name: `Status`, `Scale`. */
  readonly suffix: string
  readonly namespaced: boolean
  readonly gvk: GroupVersionKind
}

const ANSWERS = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf']
const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch']
const PATCHES = [
  'application/apply-patch+yaml',
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
]
const METHODS: Readonly<Record<string, string>> = {
  get: 'get',
  list: 'get',
  create: 'post',
  update: 'put',
  patch: 'patch',
  delete: 'delete',
  deletecollection: 'delete',
}
const WORDS: Readonly<Record<string, string>> = { get: 'read', create: 'create', update: 'replace' }
const CONNECTS = new Set(['attach', 'exec', 'portforward', 'proxy'])

/** `/api/v1` or `/apis/apps/v1`. */
export const rootOf = ({ group, apiVersion }: Pick<GroupVersion, 'group' | 'apiVersion'>): string =>
  group === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`

const title = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `rbac.authorization.k8s.io` as `RbacAuthorization`. */
function groupTitle(group: string): string {
  if (group === '') return 'Core'
  return group
    .replace(/\.k8s\.io$/, '')
    .split('.')
    .map(title)
    .join('')
}

function tagOf({ group, version }: GroupVersion): string {
  const name = groupTitle(group)
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}_${version}`
}

/** Every path of a group and version with its operations. */
export function pathsOf(groupVersion: GroupVersion): Record<string, Json> {
  const root = rootOf(groupVersion)
  const paths: Record<string, Json> = { [`${root}/`]: resourceListPath(groupVersion) }
  for (const info of groupVersion.resources) {
    const gvk = { group: info.group, version: info.version, kind: info.kind }
    const place: Place = { groupVersion, info, suffix: '', namespaced: info.namespaced, gvk }
    const base = info.namespaced ? `${root}/namespaces/{namespace}/${info.resource}` : `${root}/${info.resource}`
    const name = nameOf(info.kind)
    const collection = operations(place, ['list', 'create', 'deletecollection'])
    if (collection !== undefined) paths[base] = { ...collection, ...shared(place) }
    const item = operations(place, ['get', 'update', 'patch', 'delete'])
    if (item !== undefined) paths[`${base}/{name}`] = { ...item, ...shared(place, name) }
    for (const sub of info.subresources.values()) addSubresource(paths, `${base}/{name}/${sub.name}`, place, sub)
    if (info.namespaced && info.verbs.includes('list')) {
      const everywhere = operation({ ...place, namespaced: false, suffix: 'ForAllNamespaces' }, 'list')
      paths[`${root}/${info.resource}`] = { get: everywhere, parameters: [...PARAMETERS['list']!, PRETTY] }
    }
  }
  return Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function shared({ namespaced }: Place, ...more: readonly Json[]): Json {
  return { parameters: [...more, ...(namespaced ? [NAMESPACE] : []), PRETTY] }
}

function operations(place: Place, verbs: readonly string[]): Json | undefined {
  const served = verbs.filter((verb) => place.info.verbs.includes(verb))
  if (served.length === 0) return undefined
  return Object.fromEntries(served.map((verb) => [METHODS[verb]!, operation(place, verb)]))
}

function addSubresource(paths: Record<string, Json>, path: string, place: Place, sub: SubresourceInfo): void {
  const slash = sub.apiVersion.indexOf('/')
  const gvk = {
    group: slash < 0 ? '' : sub.apiVersion.slice(0, slash),
    version: sub.apiVersion.slice(slash + 1),
    kind: sub.kind,
  }
  const here: Place = { ...place, suffix: title(sub.name), gvk }
  const name = nameOf(sub.kind)
  if (CONNECTS.has(sub.name)) {
    const methods = sub.verbs.map((verb) => METHODS[verb] ?? verb)
    const made = (suffix: string): Json =>
      Object.fromEntries(methods.map((method) => [method, connect({ ...here, suffix }, method)]))
    paths[path] = { ...made(here.suffix), ...shared(here, name) }
    if (sub.name === 'proxy') {
      paths[`${path}/{path}`] = { ...made(`${here.suffix}WithPath`), ...shared(here, name, PROXY_PATH) }
    }
    return
  }
  const made = sub.verbs.filter((verb) => METHODS[verb] !== undefined)
  paths[path] = {
    ...Object.fromEntries(made.map((verb) => [METHODS[verb]!, operation(here, verb)])),
    ...shared(here, name),
  }
}

function operationId({ groupVersion, info, suffix, namespaced }: Place, verb: string): string {
  const group = `${groupTitle(groupVersion.group)}${title(groupVersion.version)}`
  const collection = verb === 'deletecollection' ? 'Collection' : ''
  const word = verb === 'deletecollection' ? 'delete' : (WORDS[verb] ?? verb)
  return `${word}${group}${collection}${namespaced ? 'Namespaced' : ''}${info.kind}${suffix}`
}

const customName = ({ info }: Place, kind: string): string | undefined =>
  info.custom === undefined ? undefined : modelName(info, kind)

function operation(place: Place, verb: string): Json {
  const { groupVersion, gvk } = place
  const action = { create: 'post', update: 'put' }[verb] ?? verb
  const own = schemaName(gvk) ?? customName(place, gvk.kind)
  const answer =
    verb === 'list'
      ? (schemaName({ ...gvk, kind: `${gvk.kind}List` }) ?? customName(place, place.info.custom?.listKind ?? ''))
      : verb.startsWith('delete')
        ? COMMON.status
        : own
  const types = verb === 'list' ? [...ANSWERS, ...STREAMS] : ANSWERS
  const ok = response('OK', types, answer)
  const responses: Json = { '200': ok, '401': { description: 'Unauthorized' } }
  if (verb === 'create' || verb === 'update' || verb === 'patch') responses['201'] = response('Created', types, answer)
  if (verb === 'create' || verb === 'delete') responses['202'] = response('Accepted', types, answer)
  const body = bodyOf(verb, own)
  return {
    tags: [tagOf(groupVersion)],
    operationId: operationId(place, verb),
    parameters: PARAMETERS[action] ?? [],
    ...(body === undefined ? {} : { requestBody: body }),
    responses: Object.fromEntries(Object.entries(responses).sort(([a], [b]) => (a < b ? -1 : 1))),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
  }
}

function connect(place: Place, method: string): Json {
  const id = operationId(place, 'connect')
  const group = `${groupTitle(place.groupVersion.group)}${title(place.groupVersion.version)}`
  return {
    tags: [tagOf(place.groupVersion)],
    operationId: id.replace(group, group + title(method)),
    responses: {
      '200': { description: 'OK', content: { '*/*': { schema: { type: 'string' } } } },
      '401': { description: 'Unauthorized' },
    },
    'x-kubernetes-action': 'connect',
    'x-kubernetes-group-version-kind': place.gvk,
  }
}

function response(description: string, types: readonly string[], schema: string | undefined): Json {
  const content = { schema: schema === undefined ? { type: 'object' } : reference(schema) }
  return { description, content: Object.fromEntries(types.map((type) => [type, content])) }
}

function bodyOf(verb: string, schema: string | undefined): Json | undefined {
  if (verb === 'get' || verb === 'list') return undefined
  if (verb === 'patch') {
    const content = { schema: reference(COMMON.patch) }
    return { content: Object.fromEntries(PATCHES.map((type) => [type, content])), required: true }
  }
  if (verb.startsWith('delete')) return { content: { '*/*': { schema: reference(COMMON.deleteOptions) } } }
  return {
    content: { '*/*': { schema: schema === undefined ? { type: 'object' } : reference(schema) } },
    required: true,
  }
}

function resourceListPath(groupVersion: GroupVersion): Json {
  const id = `get${groupTitle(groupVersion.group)}${title(groupVersion.version)}APIResources`
  return {
    get: {
      tags: [tagOf(groupVersion)],
      description: 'get available resources',
      operationId: id,
      responses: {
        '200': response('OK', ANSWERS, COMMON.resourceList),
        '401': { description: 'Unauthorized' },
      },
    },
  }
}
