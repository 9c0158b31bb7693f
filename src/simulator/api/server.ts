// The API server is a function: a request with an identity goes in, an answer comes out; watch is the one way out besides.
// Everybody enters here: the in-process client, the HTTP front, controllers, kubelets, plays.
import type { AdmissionPlugin, ObjectMachinery, PluginConfiguration } from '../admission/contract.ts'
import type {
  Authentication,
  Authorizer,
  Credentials,
  LegacyTokenIssuer,
  MetadataDocument,
  TokenIssuer,
  WriteGuard,
} from '../auth/contract.ts'
import type { Clock } from '../engine/clock.ts'
import type { Outside } from '../engine/outside.ts'
import type { Store } from '../engine/store.ts'
import type { AnyKind } from '../kinds/contract.ts'
import type { WebhookBackends } from '../webhooks/contract.ts'
import type { AuditLog } from './audit/log.ts'
import { auditedAnswer, auditPath, auditTarget, auditUnknown } from './audit/serve.ts'
import { refusalOf, refusalOfPath } from './authorization.ts'
import { RequestContext } from './context.ts'
import type { RemoteVersion } from './custom-discovery.ts'
import { discoveryDocument } from './discovery.ts'
import { machineryOf } from './machinery.ts'
import { queryFlag } from './query.ts'
import { parsePath, type RequestInfo, type ServerRequest, type ServerResponse } from './request.ts'
import type { Resources } from './resources.ts'
import type { FieldError } from './status/field-errors.ts'
import {
  genericResponse,
  methodNotSupported,
  noSuchPath,
  notFound,
  requestTimedOut,
  type Status,
  StatusError,
  unauthorized,
} from './status/status-error.ts'
import { kindOf, qualifiedResource } from './stored.ts'
import { subresources } from './subresources/index.ts'
import type { ContainersPort } from './subresources/pod-log.ts'
import { serveScale } from './subresources/scale.ts'
import type { FeatureGates, KubeObject, Lister, Random, ResourceInfo, ResourceKey, UserInfo } from './types.ts'
import { create, judge } from './verbs/create.ts'
import { remove } from './verbs/delete.ts'
import { removeCollection } from './verbs/delete-collection.ts'
import { patch } from './verbs/patch.ts'
import { get, list } from './verbs/read.ts'
import { update } from './verbs/update.ts'
import { watch } from './verbs/watch.ts'

/** What other API servers serve. */
export interface Aggregation {
  /** Their answer; undefined for what is served here. */
  answer(authorizer: Authorizer, request: ServerRequest): ServerResponse | undefined
  versions(): readonly RemoteVersion[]
}

/** What a server is made of. */
export interface ServerParts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly resources: Resources
  /** By `apiVersion/kind`. */
  readonly kinds: ReadonlyMap<string, AnyKind>
  /** In order. */
  readonly admission: readonly AdmissionPlugin[]
  readonly gates: FeatureGates
  readonly authorizer: Authorizer
  /** What a resource demands of its writers before its strategy sees an object. */
  readonly guards: ReadonlyMap<ResourceKey, WriteGuard>
  readonly authentication: Authentication
  readonly issueToken: TokenIssuer
  readonly issueLegacyToken: LegacyTokenIssuer
  /** What is published of whoever issues the tokens of service accounts, for clients that find the server at this address. */
  readonly openId: (path: string, address: string) => MetadataDocument | undefined
  /** The nodes' containers; without them there are no logs. */
  readonly containers?: ContainersPort
  /** Webhooks the scenario plays. */
  readonly webhooks?: WebhookBackends
  /** The layer that passes on what other API servers serve. */
  readonly aggregation?: () => Aggregation
  /** The AdmissionConfiguration, by plugin. */
  readonly admissionConfiguration?: ReadonlyMap<string, PluginConfiguration>
  /** Told which resource a request from outside is about, before it is served. */
  readonly looked?: (resource: ResourceKey) => void
  /** Absent where nothing is written. */
  readonly audit?: AuditLog
  /** Who is outside of the cluster and asked over the network; nobody unless there is one. */
  readonly outside?: Outside
}

/** With the server's own way in, for what a request brings about besides itself. */
export interface ServingParts extends ServerParts {
  /** Makes an object in the server's own name; answers why it could not, unless it is there already. */
  loopback(resource: ResourceKey, object: KubeObject): string | undefined
  readonly machinery: ObjectMachinery
}

/** The server's own name on its own requests. */
const LOOPBACK: UserInfo = { name: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] }

/** What an in-process caller sends besides where. */
export interface Ask {
  readonly user: UserInfo
  readonly body?: unknown
  readonly contentType?: string
  readonly query?: Readonly<Record<string, string>>
}

const NO_WARNINGS: readonly string[] = []

/** One cluster's API server. */
export class ApiServer {
  readonly parts: ServingParts
  /** With what every request is answered while something is wrong with the server; watches that are open stay so. */
  outage: number | undefined
  /** Where clients outside find it: --external-hostname with the port. */
  address = '10.0.0.1:16443'
  /** Since when it runs, in epoch milliseconds of cluster time. */
  readonly startedAt: number

  constructor(parts: ServerParts) {
    this.startedAt = parts.clock.now()
    const loopback = (resource: ResourceKey, object: KubeObject): string | undefined => this.#create(resource, object)
    this.parts = { ...parts, loopback, machinery: machineryOf(parts.resources, parts.kinds) }
  }

  get lister(): Lister {
    return this.parts.store
  }

  /** Serves a request by its path. */
  handle(request: ServerRequest): ServerResponse {
    const target = parsePath(request.path, this.parts.resources)
    if (target !== undefined) this.parts.looked?.(target.info.key)
    const response = target === undefined ? this.#unknown(request) : this.#audited(request, target)
    const said = request.remarks?.warnings ?? NO_WARNINGS
    return said.length === 0 ? response : { ...response, warnings: [...new Set([...said, ...response.warnings])] }
  }

  /** Serves a request of whoever its credentials say. */
  handleFor(credentials: Omit<Credentials, 'path'>, request: Omit<ServerRequest, 'user'>): ServerResponse {
    const who = this.parts.authentication.request({ ...credentials, path: request.path })
    const said = who.remarks === undefined ? request : { ...request, remarks: who.remarks }
    if ('user' in who) return this.handle({ ...said, user: who.user })
    return auditUnknown(this.parts.audit, said, refusal(unauthorized(), NO_WARNINGS))
  }

  /** The answer of another API server to a request that is not for this one. */
  proxied(request: ServerRequest): ServerResponse | undefined {
    return this.parts.aggregation?.().answer(this.parts.authorizer, request)
  }

  /** Serves an in-process request whose target is known. */
  perform(method: string, resource: ResourceKey, at: Omit<RequestInfo, 'info'>, ask: Ask): ServerResponse {
    const info = this.parts.resources.byKey(resource)
    if (info === undefined) throw new Error(`no resource ${resource}`)
    return this.#audited({ method, path: '', ...ask }, { info, ...at })
  }

  /** What the rules of its kind say of an object that is to be made, whoever makes it. */
  problems(user: UserInfo, info: ResourceInfo, object: KubeObject): readonly FieldError[] {
    const at = { info, namespace: object.metadata.namespace ?? '', name: '', subresource: '' }
    return judge(new RequestContext(this.parts, { method: 'POST', path: '', user }, at), object).list
  }

  #unknown(request: ServerRequest): ServerResponse {
    const asked = auditPath(this.parts.audit, request)
    const proxied = this.proxied(asked)
    if (proxied !== undefined) return auditedAnswer(asked, proxied)
    const refused = refusalOfPath(this.parts.authorizer, asked)
    const found =
      refused === undefined && asked.method === 'GET'
        ? (discoveryDocument(this.parts, asked.path) ?? this.parts.openId(asked.path, this.address)?.document)
        : undefined
    if (found !== undefined) return auditedAnswer(asked, { code: 200, body: found, warnings: NO_WARNINGS })
    return auditedAnswer(asked, refusal(refused ?? noSuchPath(), NO_WARNINGS))
  }

  #audited(request: ServerRequest, target: RequestInfo): ServerResponse {
    if (this.parts.audit === undefined) return this.#serve(request, target)
    const asked = auditTarget(this.parts.audit, request, target)
    return auditedAnswer(asked, this.#serve(asked, target))
  }

  #create(resource: ResourceKey, object: KubeObject): string | undefined {
    const at = { namespace: object.metadata.namespace ?? '', name: '', subresource: '' }
    const { code, body } = this.perform('POST', resource, at, { user: LOOPBACK, body: object })
    const { reason, message } = body as Status
    return code < 300 || reason === 'AlreadyExists' ? undefined : message
  }

  /** Sets a label of an object in the server's own name, where it is still the same. */
  label(resource: ResourceKey, { metadata }: KubeObject, label: string, value: string): void {
    const { namespace = '', name = '', uid } = metadata
    const body = { metadata: { name, namespace, uid, labels: { [label]: value } } }
    const ask = { user: LOOPBACK, body, contentType: 'application/merge-patch+json' }
    this.perform('PATCH', resource, { namespace, name, subresource: '' }, ask)
  }

  /** Why a path that is no resource is not for this user; undefined when it is. */
  refusePath(request: ServerRequest): ServerResponse | undefined {
    const error = refusalOfPath(this.parts.authorizer, request)
    return error === undefined ? undefined : refusal(error, NO_WARNINGS)
  }

  #serve(request: ServerRequest, target: RequestInfo): ServerResponse {
    if (this.outage !== undefined) {
      const resource = { group: target.info.group, name: target.info.resource }
      return refusal(genericResponse(this.outage, request.method, resource, target.name), NO_WARNINGS)
    }
    const refused = refusalOf(this.parts.authorizer, request, target)
    if (refused !== undefined) return refusal(refused, NO_WARNINGS)
    if (this.parts.outside?.isOver === true) return refusal(requestTimedOut(), NO_WARNINGS)
    const context = new RequestContext(this.parts, request, target)
    try {
      return dispatch(context)
    } catch (error) {
      if (error instanceof StatusError) return refusal(error, context.warnings)
      throw error
    }
  }
}

function refusal({ code, status, fault }: StatusError, warnings: readonly string[]): ServerResponse {
  return fault === undefined ? { code, body: status, warnings } : { code, body: status, warnings, fault }
}

function dispatch(context: RequestContext): ServerResponse {
  const { request, info, name, subresource } = context
  warnOfDeprecated(context)
  if (subresource !== '') return onSubresource(context)
  switch (request.method) {
    case 'GET':
      if (name !== '') return allow(context, 'get', get)
      return queryFlag(request.query?.['watch']) ? watch(context) : allow(context, 'list', list)
    case 'POST':
      if (name !== '') throw methodNotSupported(qualifiedResource(context), 'create')
      return allow(context, 'create', subresources.get(info.key) ?? create)
    case 'PUT':
      return allow(context, 'update', update)
    case 'PATCH':
      return allow(context, 'patch', patch)
    case 'DELETE':
      return name === '' ? allow(context, 'deletecollection', removeCollection) : allow(context, 'delete', remove)
    default:
      throw methodNotSupported({ group: info.group, name: info.resource }, request.method.toLowerCase())
  }
}

function warnOfDeprecated(context: RequestContext): void {
  const text = kindOf(context)?.deprecated
  if (!text) return
  context.warn(text)
  context.request.audited?.annotate('k8s.io/deprecated', 'true')
}

function allow(
  context: RequestContext,
  verb: string,
  serve: (context: RequestContext) => ServerResponse,
): ServerResponse {
  if (!context.info.verbs.includes(verb)) throw methodNotSupported(qualifiedResource(context), verb)
  return serve(context)
}

function onSubresource(context: RequestContext): ServerResponse {
  const { request, info, subresource } = context
  const known = info.subresources.get(subresource)
  if (known === undefined) throw noSuchPath()
  const special = subresources.get(`${info.key}/${subresource}`) ?? subresources.get(`*/${subresource}`)
  if (special !== undefined) return special(context)
  if (subresource === 'scale' && info.custom?.scale !== undefined) return serveScale(info.custom.scale)(context)
  if (known.kind !== info.kind) throw notFound(qualifiedResource(context), `${context.name}/${subresource}`)
  if (request.method === 'GET') return get(context)
  if (request.method === 'PUT') return update(context)
  if (request.method === 'PATCH') return patch(context)
  throw methodNotSupported(qualifiedResource(context), request.method.toLowerCase())
}
