// What an authorizer is: may this user do that? One file each under authorizers/, asked in order until one has an opinion.
// Upstream: apiserver/pkg/authorization/authorizer/interfaces.go.
import type { LabelRequirement } from '../../model/label-requirement.ts'
import type { KubeObject, UserInfo } from '../api/types.ts'

/** One requirement of a field selector. */
export interface FieldRequirement {
  readonly field: string
  /** Whether the field must have the value, or must not. */
  readonly equal: boolean
  readonly value: string
}

/** What is asked for: a resource, or (`resourceRequest` false) a path that is none. */
export interface AuthorizationAttributes {
  readonly user: UserInfo
  /** `get`, `list`, `deletecollection` …; for paths the method in lower case. */
  readonly verb: string
  readonly resourceRequest: boolean
  readonly apiGroup: string
  readonly apiVersion: string
  readonly resource: string
  readonly subresource: string
  /** '' for all namespaces or cluster-scoped; a namespace is in itself. */
  readonly namespace: string
  readonly name: string
  readonly path: string
  /** What a list, a watch or a delete of a collection is narrowed to; absent where it is not, or cannot be read. */
  readonly fieldSelector?: readonly FieldRequirement[]
  readonly labelSelector?: readonly LabelRequirement[]
}

/** An authorizer's answer; `error` is what went wrong on the way to it. */
export interface Decision {
  readonly verdict: 'Allow' | 'Deny' | 'NoOpinion'
  readonly reason: string
  readonly error?: string
}

/** What a user may do with resources, as SelfSubjectRulesReview lists it. */
export interface ResourceRuleInfo {
  readonly verbs: readonly string[]
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
}

/** What a user may do with paths. */
export interface NonResourceRuleInfo {
  readonly verbs: readonly string[]
  readonly nonResourceURLs: readonly string[]
}

/** All that is known of what a user may do in a namespace. */
export interface UserRules {
  readonly resourceRules: readonly ResourceRuleInfo[]
  readonly nonResourceRules: readonly NonResourceRuleInfo[]
  readonly incomplete: boolean
  readonly error?: string
}

/** Says whether requests are allowed. */
export interface Authorizer {
  authorize(attributes: AuthorizationAttributes): Decision
  rulesFor(user: UserInfo, namespace: string): UserRules
}

/** A write to be judged before its strategy sees it; refuses by throwing a StatusError. `old` is absent on creation. */
export interface GuardedWrite {
  readonly user: UserInfo
  readonly namespace: string
  /** The name in the URL: empty on a POST. */
  readonly requestName: string
  readonly object: KubeObject
  readonly old: KubeObject | undefined
}

/** What a resource demands of whoever writes it, beyond the verb: RBAC's rules against escalation. */
export type WriteGuard = (write: GuardedWrite) => void

/** What a caller brings to be known by. */
export interface Credentials {
  /** A bearer token. */
  readonly token?: string
  /** A client certificate and those that vouch for it, in PEM. */
  readonly certificate?: string
  /** Where the request goes: some places take anybody. */
  readonly path: string
}

/** What is to be said of a token besides whose it is. */
export interface Remarks {
  /** To the client. */
  readonly warnings: readonly string[]
  /** In the audit log. */
  readonly annotations: Readonly<Record<string, string>>
}

/** Who somebody is, with the audiences their token is good for. */
export interface Authenticated {
  readonly user: UserInfo
  readonly audiences: readonly string[]
  readonly remarks?: Remarks
}

/** Why credentials are no good, as the server's log says it; clients are told only that they are not known. */
export interface Unauthenticated {
  readonly error: string
  readonly remarks?: Remarks
}

/** One way to know bearer tokens, one file each under authenticators/; undefined for tokens that are none of its own. */
export interface TokenAuthenticator {
  authenticate(token: string, audiences: readonly string[]): Authenticated | Unauthenticated | undefined
}

/** How a server knows its callers. */
export interface Authentication {
  request(credentials: Credentials): Authenticated | Unauthenticated
  /** Judges a token for others. */
  token(token: string, audiences: readonly string[]): Authenticated | Unauthenticated
}

/** What a service account's token is to say. */
export interface TokenSubject {
  readonly namespace: string
  readonly serviceAccount: KubeObject
  /** The token's own id. */
  readonly id: string
  readonly audiences: readonly string[]
  readonly seconds: number
  /** Seconds after which its use should be warned of. */
  readonly warnAfter?: number
  readonly pod?: KubeObject
  readonly node?: KubeObject
  readonly secret?: KubeObject
}

/** Makes the token of a service account. */
export type TokenIssuer = (subject: TokenSubject) => string

/** Makes the token of a service account that a secret keeps. */
export type LegacyTokenIssuer = (account: KubeObject, secret: KubeObject) => string

/** What is published of whoever issues the tokens of service accounts, as it is sent. */
export interface MetadataDocument {
  readonly contentType: string
  readonly cacheControl: string
  readonly document: Readonly<Record<string, unknown>>
}

/** An authorizer that does not know. */
export const NO_OPINION: Decision = { verdict: 'NoOpinion', reason: '' }
/** An authorizer that allows, and does not say why. */
export const ALLOWED: Decision = { verdict: 'Allow', reason: '' }
