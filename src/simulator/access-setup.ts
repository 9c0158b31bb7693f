// How a cluster knows its callers, what they may do and what is written down of it: kube-apiserver's settings, judged before anything
// starts. Upstream: pkg/kubeapiserver/options/{authentication,authorization}.go, apiserver/pkg/server/options/audit.go.
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
import { type AuthorizationGround, authorizationFor } from './auth/compose.ts'
import type { AuthenticationConfiguration, JsonWebKey } from './auth/oidc/configuration.ts'
import { configurationProblem } from './auth/oidc/validate.ts'
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
  /** Users by bearer token: a static token file. */
  readonly tokens?: ReadonlyMap<string, UserInfo>
  /** Whether who brings no credentials is let in as system:anonymous. Default true. */
  readonly anonymous?: boolean
  /** Default false. */
  readonly bootstrapTokens?: boolean
  /** What signs the tokens of service accounts; everybody knows the default. */
  readonly tokenKey?: string
  /** Whether certificates that the cluster's own authority signed let clients in; everybody can have its key. Default true. */
  readonly ownAuthority?: boolean
  /** Authorities for clients' certificates besides the cluster's own, in PEM. */
  readonly clientCa?: string
  /** AuthenticationConfiguration. */
  readonly authentication?: unknown
  /** AuthorizationConfiguration; instead of modes. */
  readonly authorization?: unknown
  /** The keys of OpenID Connect issuers, by their URL. */
  readonly issuers?: ReadonlyMap<string, readonly JsonWebKey[]>
  readonly audit?: AuditOptions
}

/** Why access cannot be set up so; for the user's eyes. */
export class AccessSettingError extends Error {}

/** What the parts of a server that deal with access work on. */
export interface AccessGround extends AuthorizationGround, Pick<AuthenticationOptions, 'label'> {
  readonly seed: number
}

const AUTHORIZED_MS = 300_000
const UNAUTHORIZED_MS = 30_000

type AccessParts = Pick<
  ServerParts,
  'authorizer' | 'guards' | 'authentication' | 'issueToken' | 'issueLegacyToken' | 'audit'
>

/** The parts of a server that deal with access. */
export function accessParts(options: AccessOptions, ground: AccessGround): AccessParts {
  const { store, now, reviewers, label } = ground
  return {
    ...authorizationFor(ground, authorizersOf(options)),
    ...authenticationFor({ ...options, store, now, configuration: authenticationOf(options), reviewers, label }),
    ...(options.audit === undefined ? {} : { audit: auditLog(options.audit, ground) }),
  }
}

const MODES = ['AlwaysAllow', 'AlwaysDeny', 'Node', 'RBAC', 'Webhook']

/** BuiltInAuthorizationOptions.Validate; a webhook of the flags is the one named `default`. */
function modeOf(name: string): ConfiguredAuthorizer {
  if (name === 'ABAC') throw new AccessSettingError(`authorization-mode ${name} is not simulated`)
  if (!MODES.includes(name)) throw new AccessSettingError(`authorization-mode "${name}" is not a valid mode`)
  if (name !== 'Webhook') return { type: name } as ConfiguredAuthorizer
  const times = { authorizedMs: AUTHORIZED_MS, unauthorizedMs: UNAUTHORIZED_MS }
  const settings = { name: 'default', ...times, cacheAuthorized: true, cacheUnauthorized: true, conditions: [] }
  return { type: 'Webhook', settings: { ...settings, failurePolicy: 'NoOpinion' } }
}

function authorizersOf({
  authorizationModes,
  authorization,
}: AccessOptions): readonly ConfiguredAuthorizer[] | undefined {
  if (authorization === undefined) return authorizationModes?.map(modeOf)
  if (authorizationModes !== undefined) {
    throw new AccessSettingError(
      '--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined',
    )
  }
  const read = readAuthorization(authorization as AuthorizationConfiguration)
  if ('problem' in read) throw new AccessSettingError(read.problem)
  return read
}

function authenticationOf({ authentication, anonymous }: AccessOptions): AuthenticationConfiguration | undefined {
  if (authentication === undefined) return undefined
  const configuration = authentication as AuthenticationConfiguration
  const problem = configurationProblem(configuration)
  if (problem !== undefined) throw new AccessSettingError(problem)
  if (anonymous !== undefined && configuration.anonymous !== undefined) {
    throw new AccessSettingError(
      'anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file',
    )
  }
  return configuration
}

function auditLog({ policy, write }: AuditOptions, { now, seed }: AccessGround): AuditLog {
  const problem = policyProblem(policy as AuditPolicy)
  if (problem !== undefined) throw new AccessSettingError(`loading audit policy file: ${problem}`)
  return new AuditLog({ policy: policy as AuditPolicy, now, random: new SeededRandom(seed), write })
}
