// How a cluster knows its callers, what they may do and what is written down of it: kube-apiserver's settings, judged before anything
// starts. Upstream: pkg/kubeapiserver/options/{authentication,authorization}.go, apiserver/pkg/server/options/audit.go.
import { AuditLog } from './api/audit/log.ts'
import { type AuditPolicy, policyProblem } from './api/audit/policy.ts'
import type { ServerParts } from './api/server.ts'
import type { FeatureGates, UserInfo } from './api/types.ts'
import { authenticationFor } from './auth/authentication.ts'
import { type AuthorizationMode, authorizationFor } from './auth/compose.ts'
import type { Watched } from './auth/node/graph.ts'
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
  readonly audit?: AuditOptions
}

/** Why access cannot be set up so; for the user's eyes. */
export class AccessSettingError extends Error {}

/** What the parts of a server that deal with access work on. */
export interface AccessGround {
  readonly store: Watched
  /** What clusters that start alike share. */
  readonly base: object
  readonly gates: FeatureGates
  readonly now: () => number
  readonly seed: number
}

type AccessParts = Pick<ServerParts, 'authorizer' | 'guards' | 'authentication' | 'issueToken' | 'audit'>

/** The parts of a server that deal with access. */
export function accessParts(options: AccessOptions, ground: AccessGround): AccessParts {
  const { store, base, gates, now } = ground
  return {
    ...authorizationFor(store, base, gates, options.authorizationModes?.map(modeOf)),
    ...authenticationFor({ store, now, ...options }),
    ...(options.audit === undefined ? {} : { audit: auditLog(options.audit, ground) }),
  }
}

const MODES: readonly AuthorizationMode[] = ['AlwaysAllow', 'AlwaysDeny', 'Node', 'RBAC']
const NOT_SIMULATED_MODES = ['ABAC', 'Webhook']

/** BuiltInAuthorizationOptions.Validate. */
function modeOf(name: string): AuthorizationMode {
  const mode = MODES.find((known) => known === name)
  if (mode !== undefined) return mode
  if (NOT_SIMULATED_MODES.includes(name)) throw new AccessSettingError(`authorization-mode ${name} is not simulated`)
  throw new AccessSettingError(`authorization-mode "${name}" is not a valid mode`)
}

function auditLog({ policy, write }: AuditOptions, { now, seed }: AccessGround): AuditLog {
  const problem = policyProblem(policy as AuditPolicy)
  if (problem !== undefined) throw new AccessSettingError(`loading audit policy file: ${problem}`)
  return new AuditLog({ policy: policy as AuditPolicy, now, random: new SeededRandom(seed), write })
}
