// Between parsing and dispatch: what a request asks for, as authorizers see it, and the refusal when they do not allow it.
// Upstream: apiserver/pkg/endpoints/request/requestinfo.go, filters/authorization.go, handlers/responsewriters/errors.go.
import { isSelectorError, parseSelector } from '../../model/labels.ts'
import { quote } from '../../model/quote.ts'
import type { AuthorizationAttributes, Authorizer } from '../auth/contract.ts'
import { fieldRequirements } from './field-selector.ts'
import { queryFlag } from './query.ts'
import type { RequestInfo, ServerRequest } from './request.ts'
import { forbidden, StatusError } from './status/status-error.ts'

const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
}
const ONE_NAME = /^(?:.*,)?metadata\.name==?([^,=!]+)(?:,.*)?$/

/** Why a request whose target is known may not be served; undefined lets it pass. */
export function refusalOf(
  authorizer: Authorizer,
  request: ServerRequest,
  target: RequestInfo,
): StatusError | undefined {
  return decide(authorizer, attributesOf(request, target), request)
}

/** Whoever opens a way into a pod must be allowed to create it, also with GET (ensureAuthorizedForVerb). */
export function createRefusalOf(
  authorizer: Authorizer,
  request: ServerRequest,
  target: RequestInfo,
): StatusError | undefined {
  const asked = attributesOf(request, target)
  if (asked.verb === 'create') return undefined
  const decision = authorizer.authorize({ ...asked, verb: 'create' })
  if (decision.verdict === 'Allow') return undefined
  return forbidden({ group: asked.apiGroup, name: asked.resource }, asked.name, decision.reason)
}

/** What a request whose target is known asks for. */
export function attributesOf(
  request: ServerRequest,
  { info, namespace, name, subresource }: RequestInfo,
): AuthorizationAttributes {
  const asked: AuthorizationAttributes = {
    user: request.user,
    verb: verbOf(request, name),
    resourceRequest: true,
    apiGroup: info.group,
    apiVersion: info.version,
    resource: info.resource,
    subresource,
    namespace: info.key === 'namespaces' ? name : namespace,
    name: name === '' ? selectedName(request) : name,
    path: request.path,
  }
  return narrowed(asked, request)
}

const NARROWED: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection'])

/** With the selectors of the query; what cannot be read is left out. */
function narrowed(asked: AuthorizationAttributes, { query }: ServerRequest): AuthorizationAttributes {
  const fields = query?.['fieldSelector']
  const labels = query?.['labelSelector']
  if ((!fields && !labels) || !NARROWED.has(asked.verb)) return asked
  const selector = labels ? parseSelector(labels) : undefined
  return {
    ...asked,
    ...(fields ? { fieldSelector: readable(fields) } : {}),
    ...(selector === undefined || isSelectorError(selector) ? {} : { labelSelector: selector.requirements }),
  }
}

function readable(fields: string): ReturnType<typeof fieldRequirements> {
  try {
    return fieldRequirements(fields)
  } catch (error) {
    if (error instanceof StatusError) return []
    throw error
  }
}

/** The same for a path that leads to nothing the server knows as a resource: `/metrics`, `/apis/nope/v1/things`. */
export function refusalOfPath(authorizer: Authorizer, request: ServerRequest): StatusError | undefined {
  return decide(authorizer, attributesOfPath(request), request)
}

/** What is told where an authorizer could not judge. */
export const faultText = (uri: string, fault: string): string =>
  sanitize(`Internal Server Error: ${quote(uri)}: ${fault}`)

/** Asks, and says so to the audit log. */
function decide(
  authorizer: Authorizer,
  asked: AuthorizationAttributes,
  { audited }: ServerRequest,
): StatusError | undefined {
  const decision = authorizer.authorize(asked)
  const allowed = decision.verdict === 'Allow'
  if (!allowed && decision.error !== undefined) {
    audited?.annotate('authorization.k8s.io/reason', 'internal error')
    const refused = new StatusError(500, 'InternalError', faultText(asked.path, decision.error))
    refused.fault = decision.error
    return refused
  }
  audited?.annotate('authorization.k8s.io/decision', allowed ? 'allow' : 'forbid')
  audited?.annotate('authorization.k8s.io/reason', decision.reason)
  return allowed ? undefined : forbiddenTo(asked, decision.reason)
}

/** Why an authorizer does not allow something; undefined when it does. */
export function judge(authorizer: Authorizer, asked: AuthorizationAttributes): StatusError | undefined {
  const decision = authorizer.authorize(asked)
  return decision.verdict === 'Allow' ? undefined : forbiddenTo(asked, decision.reason)
}

/** ForbiddenStatusError: what the user may not do, and why as far as the authorizer says. */
export function forbiddenTo(asked: AuthorizationAttributes, reason: string): StatusError {
  const message = sanitize(forbiddenMessage(asked))
  const why = reason === '' ? message : `${message}: ${reason}`
  return forbidden({ group: asked.apiGroup, name: asked.resource }, asked.name, why)
}

function forbiddenMessage({ user, verb, resourceRequest, path, ...asked }: AuthorizationAttributes): string {
  if (!resourceRequest) return `User ${quote(user.name)} cannot ${verb} path ${quote(path)}`
  const resource = asked.subresource === '' ? asked.resource : `${asked.resource}/${asked.subresource}`
  const where = asked.namespace === '' ? 'at the cluster scope' : `in the namespace ${quote(asked.namespace)}`
  return `User ${quote(user.name)} cannot ${verb} resource ${quote(resource)} in API group ${quote(asked.apiGroup)} ${where}`
}

/** Upstream avoids what looks like HTML. */
const sanitize = (text: string): string =>
  /[&<>]/.test(text) ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text

/** What a request does, in the words of authorizers. */
export function verbOf({ method, query }: ServerRequest, name: string): string {
  const verb = VERBS[method] ?? ''
  if (name !== '') return verb
  if (verb === 'delete') return 'deletecollection'
  if (verb !== 'get') return verb
  return queryFlag(query?.['watch']) ? 'watch' : 'list'
}

/** A list or watch of one name is authorized for that name. */
function selectedName({ method, query }: ServerRequest): string {
  const selector = query?.['fieldSelector']
  if (selector === undefined || (method !== 'GET' && method !== 'DELETE')) return ''
  return ONE_NAME.exec(selector)?.[1] ?? ''
}

/** What a request asks for, read from its path alone. */
export function attributesOfPath(request: ServerRequest): AuthorizationAttributes {
  const parts = request.path.split('/').filter((part) => part !== '')
  const plain: AuthorizationAttributes = {
    user: request.user,
    verb: request.method.toLowerCase(),
    resourceRequest: false,
    apiGroup: '',
    apiVersion: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    path: request.path,
  }
  const core = parts[0] === 'api'
  if (parts.length < (core ? 3 : 4) || (!core && parts[0] !== 'apis')) return plain
  let rest = parts.slice(core ? 2 : 3)
  let namespace = ''
  if (rest[0] === 'namespaces' && rest.length > 1) {
    namespace = rest[1]!
    if (rest.length > 2 && rest[2] !== 'status' && rest[2] !== 'finalize') rest = rest.slice(2)
  }
  const [resource = '', name = '', subresource = ''] = rest
  const [apiGroup, apiVersion] = core ? ['', parts[1]!] : [parts[1]!, parts[2]!]
  const asked: AuthorizationAttributes = {
    ...plain,
    verb: verbOf(request, name),
    resourceRequest: true,
    apiGroup,
    apiVersion,
    resource,
    subresource,
    namespace,
    name: name === '' ? selectedName(request) : name,
  }
  return narrowed(asked, request)
}
