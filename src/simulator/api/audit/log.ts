// The audit log: one event per request and stage, written as upstream writes them to its log. Off unless a policy is given, and
// then it costs nothing. Upstream: apiserver/pkg/audit/{request,context}.go, pkg/endpoints/filters/{audit,authn_audit}.go.
// Limits: lists are logged as objects even where the client asked for a table; latencies are not annotated.
import { formatMicroTime } from '../../../model/time.ts'
import type { AuthorizationAttributes } from '../../auth/contract.ts'
import type { Random, UserInfo } from '../types.ts'
import { type AuditConfig, type AuditPolicy, type AuditStage, atLeast, evaluate } from './policy.ts'

type Json = Readonly<Record<string, unknown>>

/** audit.k8s.io/v1 Event as JSON. */
export type AuditEvent = Json

/** What is known of a request when it comes in. */
export interface ReceivedRequest {
  /** Path and query. */
  readonly uri: string
  readonly sourceIPs: readonly string[]
  readonly userAgent?: string
  /** The client's own id. */
  readonly auditID?: string
  /** What is known of it already. */
  readonly annotations?: Readonly<Record<string, string>>
}

/** What a log is made of. */
export interface AuditLogParts {
  readonly policy: AuditPolicy
  readonly now: () => number
  /** Draws the ids; its own, so that a log changes nothing else. */
  readonly random: Random
  /** Takes each event as it comes. */
  readonly write: (event: AuditEvent) => void
  /** Does something once for a request, which may be served several times before it is answered. */
  readonly once?: (what: string, make: () => AuditedRequest) => AuditedRequest
}

const MAX_USER_AGENT = 1024
const LONG_RUNNING: ReadonlySet<string> = new Set(['attach', 'exec', 'proxy', 'log', 'portforward'])

/** The log of one server. */
export class AuditLog {
  readonly #parts: AuditLogParts

  constructor(parts: AuditLogParts) {
    this.#parts = parts
  }

  /** A request has come in; undefined when it is none of the policy's. */
  begin(asked: AuthorizationAttributes, received: ReceivedRequest): AuditedRequest | undefined {
    const config = evaluate(this.#parts.policy, asked)
    if (config.level === 'None') return undefined
    const make = (): AuditedRequest => {
      const audited = new AuditedRequest(this.#parts, config, asked, received)
      audited.stage('RequestReceived')
      return audited
    }
    const { once } = this.#parts
    if (once === undefined) return make()
    const audited = once(`audit ${asked.verb} ${received.uri}`, make)
    audited.forget()
    return audited
  }

  /** A request whose sender is not known was refused; nothing but that is written. */
  refused(asked: AuthorizationAttributes, received: ReceivedRequest, status: Json): void {
    const config = evaluate(this.#parts.policy, asked)
    if (config.level === 'None') return
    const audited = new AuditedRequest(this.#parts, config, asked, received)
    audited.respond(401, status)
    audited.stage('ResponseStarted')
  }
}

/** One request on its way, as the log will tell of it. */
export class AuditedRequest {
  readonly #parts: AuditLogParts
  readonly #config: AuditConfig
  readonly #received: number
  readonly #head: Json
  readonly #longRunning: boolean
  #annotations: Record<string, string>
  readonly #remarks: Readonly<Record<string, string>>
  #over = false
  #watching = false
  #objectRef: Json | undefined
  #impersonated: UserInfo | undefined
  #constraint = ''
  #requestObject: unknown
  #responseObject: unknown
  #responseStatus: Json | undefined

  constructor(parts: AuditLogParts, config: AuditConfig, asked: AuthorizationAttributes, received: ReceivedRequest) {
    this.#parts = parts
    this.#config = config
    this.#received = parts.now()
    this.#longRunning = asked.verb === 'watch' || asked.verb === 'proxy' || LONG_RUNNING.has(asked.subresource)
    const { uri, sourceIPs, userAgent, auditID, annotations } = received
    this.#remarks = annotations ?? {}
    this.#annotations = { ...annotations }
    const agent =
      userAgent && userAgent.length > MAX_USER_AGENT ? `${userAgent.slice(0, MAX_USER_AGENT)}...TRUNCATED` : userAgent
    this.#head = {
      auditID: auditID ?? parts.random.uuid(),
      requestURI: uri,
      verb: asked.verb,
      user: asked.user.name === '' ? {} : shownUser(asked.user),
      sourceIPs,
      ...(agent ? { userAgent: agent } : {}),
    }
    if (asked.resourceRequest) this.#objectRef = referenceOf(asked)
  }

  /** Says more of how the request was dealt with, where so much is logged; the first to say so stands. */
  annotate(key: string, value: string, level: AuditConfig['level'] = 'Metadata'): void {
    if (atLeast(this.#config.level, level)) this.#annotations[key] ??= value
  }

  /** The request is served anew: what was said of it before is not so. */
  forget(): void {
    this.#annotations = { ...this.#remarks }
  }

  /** The request is served as somebody else. */
  impersonate(user: UserInfo, constraint: string): void {
    this.#impersonated = user
    this.#constraint = constraint
  }

  /** What the client sent, decoded and with defaults, before anybody changes it. */
  requestObject(object: Json): void {
    const { namespace, name, uid, resourceVersion } = (object['metadata'] ?? {}) as Record<string, string | undefined>
    const known = this.#objectRef ?? {}
    const meta = { namespace, name, uid, resourceVersion }
    this.#objectRef = ordered({ ...meta, ...known })
    if (atLeast(this.#config.level, 'Request')) this.#requestObject = structuredClone(this.#trimmed(object))
  }

  /** The patch a client sent. */
  requestPatch(patch: unknown): void {
    if (atLeast(this.#config.level, 'Request')) this.#requestObject = structuredClone(patch)
  }

  /** What is answered. */
  respond(code: number, body: Json | undefined): void {
    const { status, message, reason, details } = body?.['kind'] === 'Status' ? body : ({} as Json)
    this.#responseStatus = clean({ metadata: {}, status, message, reason, details, code })
    if (body !== undefined && atLeast(this.#config.level, 'RequestResponse')) this.#responseObject = this.#trimmed(body)
  }

  /** The answer is on its way: requests that last say so before they end. */
  answered(code: number, body: Json | undefined): void {
    this.respond(code, body)
    if (this.#longRunning) this.stage('ResponseStarted')
  }

  /** The last word, unless it was said: requests that are no object's are answered elsewhere. */
  close(code: number): void {
    if (this.#over || this.#watching) return
    if (this.#responseStatus === undefined) this.answered(code, undefined)
    this.complete()
  }

  /** A stream of answers begins, and completes in its own time. */
  watching(): void {
    this.#watching = true
  }

  /** All is answered. */
  complete(): void {
    if (this.#over) return
    this.#over = true
    this.stage('ResponseComplete')
  }

  /** Writes the event of a stage, unless the policy leaves that out. */
  stage(stage: AuditStage): void {
    if (this.#config.omitStages.includes(stage)) return
    const at = stage === 'RequestReceived' ? this.#received : this.#parts.now()
    const { auditID, requestURI, verb, user, ...from } = this.#head
    this.#parts.write(
      clean({
        kind: 'Event',
        apiVersion: 'audit.k8s.io/v1',
        level: this.#config.level,
        auditID,
        stage,
        requestURI,
        verb,
        user,
        impersonatedUser: this.#impersonated && shownUser(this.#impersonated),
        authenticationMetadata: this.#constraint === '' ? undefined : { impersonationConstraint: this.#constraint },
        ...from,
        objectRef: this.#objectRef,
        responseStatus: this.#responseStatus,
        requestObject: this.#requestObject,
        responseObject: this.#responseObject,
        requestReceivedTimestamp: formatMicroTime(this.#received),
        stageTimestamp: formatMicroTime(at),
        annotations: sorted(this.#annotations),
      }),
    )
  }

  #trimmed(object: Json): Json {
    return this.#config.omitManagedFields ? withoutManagedFields(object) : object
  }
}

/** By key; undefined where there are none. */
function sorted(annotations: Readonly<Record<string, string>>): Json | undefined {
  const entries = Object.entries(annotations)
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Without what is undefined. */
const clean = (fields: Json): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const shownUser = ({ name, uid, groups, extra }: UserInfo): Json =>
  clean({
    username: name,
    uid: uid || undefined,
    groups: groups.length > 0 ? groups : undefined,
    extra: extra && Object.keys(extra).length > 0 ? extra : undefined,
  })

const referenceOf = ({ resource, namespace, name, apiGroup, apiVersion, subresource }: AuthorizationAttributes): Json =>
  ordered({ resource, namespace, name, apiGroup, apiVersion, subresource })

const REFERENCE = ['resource', 'namespace', 'name', 'uid', 'apiGroup', 'apiVersion', 'resourceVersion', 'subresource']

/** The fields of an object reference that say something, in upstream's order. */
const ordered = (fields: Json): Json =>
  Object.fromEntries(REFERENCE.filter((name) => fields[name]).map((name) => [name, fields[name]]))

function withoutManagedFields(object: Json): Json {
  const { metadata, items } = object as { metadata?: Json; items?: readonly Json[] }
  if (Array.isArray(items)) return { ...object, items: items.map(withoutManagedFields) }
  if (metadata?.['managedFields'] === undefined) return object
  const { managedFields: _left, ...kept } = metadata
  return { ...object, metadata: kept }
}
