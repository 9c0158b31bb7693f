// How a cluster knows its callers, what they may do and what is written down of it: kube-apiserver's settings, judged before anything
// starts. Upstream: pkg/kubeapiserver/options/{authentication,authorization}.go, apiserver/pkg/server/options/audit.go.

import { AUTHENTICATION, AUTHORIZATION, strictProblem } from '../model/strict-file.ts'
import type { ClusterAuthority } from '../model/x509/authority.ts'
import { type PolicyFile, readPolicies } from './abac-policy-file.ts'
import { AuditLog } from './api/audit/log.ts'
import { type AuditPolicy, policyProblem } from './api/audit/policy.ts'
import type { ServerParts } from './api/server.ts'
import type { UserInfo } from './api/types.ts'
import { type AuthenticationOptions, authenticationFor } from './auth/authentication.ts'
import {
  type AuthorizationConfiguration,
  type ConfiguredAuthorizer,
  readAuthorization,
} from './auth/authorization-configuration.ts'
import { authorizersOfModes, type WebhookMode } from './auth/authorization-modes.ts'
import type { AbacPolicy } from './auth/authorizers/abac.ts'
import { type AuthorizationGround, authorizationFor } from './auth/compose.ts'
import type { AuthenticationConfiguration, JsonWebKey } from './auth/oidc/configuration.ts'
import { algorithmsOfFlags, issuerOfFlags, type OidcFlags, oidcFlagsProblem } from './auth/oidc/flags.ts'
import { configurationProblem } from './auth/oidc/validate.ts'
import type { Outside } from './engine/outside.ts'
import { SeededRandom } from './engine/random.ts'

/** What the audit log is told to write, and where to. */
export interface AuditOptions {
  /** audit.k8s.io/v1 Policy. */
  readonly policy: unknown
  /** Takes each event, an audit.k8s.io/v1 Event, as it comes. */
  readonly write: (event: Readonly<Record<string, unknown>>) => void
}

/** How callers are known and let in. */
export interface AccessOptions {
  /** Default `Node`, `RBAC`. */
  readonly authorizationModes?: readonly string[]
  /** What mode ABAC allows. */
  readonly authorizationPolicy?: PolicyFile
  /** Users by bearer token: a static token file. */
  readonly tokens?: ReadonlyMap<string, UserInfo>
  /** Whether who brings no credentials is let in as system:anonymous. Default true. */
  readonly anonymous?: boolean
  /** Default false. */
  readonly bootstrapTokens?: boolean
  /** What signs the tokens of service accounts, PEM; everybody knows the default. */
  readonly tokenKey?: string
  /** The cluster's certificate authority; everybody can be the default. */
  readonly authority?: ClusterAuthority
  /** Authorities for clients' certificates besides the cluster's own, in PEM. */
  readonly clientCa?: string
  /** AuthenticationConfiguration. */
  readonly authentication?: unknown
  /** The --oidc-* flags; instead of an AuthenticationConfiguration. */
  readonly oidc?: OidcFlags
  /** AuthorizationConfiguration; instead of modes. */
  readonly authorization?: unknown
  /** What stands in the files of the two, as it is; JSON unless said. */
  readonly texts?: { readonly authentication?: string; readonly authorization?: string }
  /** The keys of OpenID Connect issuers, by their URL. */
  readonly issuers?: ReadonlyMap<string, readonly JsonWebKey[]>
  readonly audit?: AuditOptions
  /** How long the answers of the webhook that knows tokens are remembered, in milliseconds; default two minutes. */
  readonly tokenCacheMs?: number
  /** What the flags say of the webhook of mode Webhook; without them a scenario plays it. */
  readonly webhookMode?: WebhookMode
}

/** Why access cannot be set up so; for the user's eyes. */
export class AccessSettingError extends Error {}

/** What the parts of a server that deal with access work on. */
export interface AccessGround extends AuthorizationGround, Pick<AuthenticationOptions, 'label'> {
  readonly seed: number
  readonly outside?: Outside | undefined
}

type AccessParts = Pick<
  ServerParts,
  'authorizer' | 'guards' | 'authentication' | 'issueToken' | 'issueLegacyToken' | 'openId' | 'audit'
>

/** The parts of a server that deal with access. */
export function accessParts(options: AccessOptions, ground: AccessGround): AccessParts {
  const { store, now, reviewers, label } = ground
  return {
    ...authorizationFor(ground, authorizersOf(options)),
    ...authenticationFor({
      ...options,
      store,
      now,
      anonymous: isOpen(options),
      configuration: authenticationOf(options),
      signingAlgorithms: options.oidc && algorithmsOfFlags(options.oidc),
      reviewers,
      label,
    }),
    ...(options.audit === undefined ? {} : { audit: auditLog(options.audit, ground) }),
  }
}

function authorizersOf(options: AccessOptions): readonly ConfiguredAuthorizer[] | undefined {
  const { authorizationModes: modes, authorization, authorizationPolicy: file, webhookMode } = options
  const flags = modes !== undefined || webhookMode?.isSet === true
  if (authorization === undefined && !flags && file === undefined) return undefined
  if (authorization !== undefined && flags) {
    throw new AccessSettingError(
      '--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined',
    )
  }
  if (authorization !== undefined)
    mustBeStrict(strictProblem(authorization, AUTHORIZATION, options.texts?.authorization))
  const read =
    authorization === undefined
      ? authorizersOfModes(modes ?? ['Node', 'RBAC'], policiesIn(file), webhookMode)
      : readAuthorization(authorization as AuthorizationConfiguration, policiesIn(file))
  if ('problem' in read) throw new AccessSettingError(read.problem)
  return read
}

function mustBeStrict(problem: string | undefined): void {
  if (problem !== undefined) throw new AccessSettingError(problem)
}

function policiesIn(file: PolicyFile | undefined): readonly AbacPolicy[] | undefined {
  const read = file && readPolicies(file)
  if (read !== undefined && 'problem' in read) throw new AccessSettingError(read.problem)
  return read
}

function authenticationOf({
  authentication,
  anonymous,
  oidc,
  texts,
}: AccessOptions): AuthenticationConfiguration | undefined {
  if (oidc !== undefined) {
    const wrong = oidcFlagsProblem(oidc, authentication !== undefined)
    if (wrong !== undefined) throw new AccessSettingError(wrong)
  } else if (authentication === undefined) return undefined
  if (authentication !== undefined) mustBeStrict(strictProblem(authentication, AUTHENTICATION, texts?.authentication))
  const configuration =
    oidc === undefined ? (authentication as AuthenticationConfiguration) : { jwt: [issuerOfFlags(oidc)] }
  if (anonymous !== undefined && configuration.anonymous !== undefined) {
    throw new AccessSettingError(
      'anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file',
    )
  }
  const problem = configurationProblem(configuration)
  if (problem !== undefined) throw new AccessSettingError(`invalid authentication configuration: ${problem}`)
  return configuration
}

/** Where everybody may do everything nobody is let in without a name, unless a configuration says so. */
function isOpen({ anonymous, authorizationModes = [] }: AccessOptions): boolean {
  return anonymous !== false && !authorizationModes.includes('AlwaysAllow')
}

function auditLog({ policy, write }: AuditOptions, { now, seed, outside }: AccessGround): AuditLog {
  const problem = policyProblem(policy as AuditPolicy)
  if (problem !== undefined) throw new AccessSettingError(`loading audit policy file: ${problem}`)
  return new AuditLog({
    policy: policy as AuditPolicy,
    now,
    random: new SeededRandom(seed),
    write,
    ...(outside === undefined ? {} : { once: (what, make) => outside.once(what, make) }),
  })
}
