// Which requests a custom resource takes: no router knows its paths, its handler asks the definition.
// Upstream: crdHandler in apiextensions-apiserver/pkg/apiserver/customresource_handler.go.
import type { RequestInfo } from '../request.ts'
import { badRequest, methodNotSupported, notFound, type StatusError } from '../status/status-error.ts'

const VERBS: Readonly<Record<string, readonly [onItem: string, onCollection: string]>> = {
  GET: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
}

/** Nobody serves this: the last in the chain says so in plain text. */
export const NOWHERE = 'nowhere'

/** Why a custom resource does not take a request; undefined when it does. */
export function customRefusal(
  method: string,
  { info, namespace, name, subresource }: RequestInfo,
): StatusError | typeof NOWHERE | undefined {
  const [onItem = '', onCollection = ''] = VERBS[method] ?? []
  const verb = name === '' ? onCollection : onItem
  const resource = { group: info.group, name: info.resource }
  if (info.namespaced && namespace === '' && verb !== 'list') return NOWHERE
  if (verb === '') return methodNotSupported(resource, method.toLowerCase())
  if (subresource !== '') {
    const served = info.subresources.get(subresource)
    if (served === undefined) return notFound(resource, name)
    return served.verbs.includes(verb) ? undefined : methodNotSupported(resource, verb)
  }
  return name === '' && (verb === 'update' || verb === 'patch') ? badRequest('name must be provided') : undefined
}
