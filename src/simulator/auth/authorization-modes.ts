// What the flags of authorization ask for: modes in their order, each once, with what a mode needs.
// Upstream: BuiltInAuthorizationOptions in pkg/kubeapiserver/options/authorization.go.
import { quote } from '../../model/quote.ts'
import type { ConfiguredAuthorizer } from './authorization-configuration.ts'
import type { AbacPolicy } from './authorizers/abac.ts'

const MODES: readonly string[] = ['AlwaysAllow', 'AlwaysDeny', 'ABAC', 'Webhook', 'RBAC', 'Node']
const AUTHORIZED_MS = 300_000
const UNAUTHORIZED_MS = 30_000

/** The flags --authorization-webhook-…. */
export interface WebhookMode {
  /** Whether any of them is given. */
  readonly isSet: boolean
  /** Whether there is a --authorization-webhook-config-file. */
  readonly configured: boolean
  readonly authorizedMs?: number
  readonly unauthorizedMs?: number
}

/** The authorizers of these modes, or why they cannot be; policies are those of mode ABAC. Without flags a scenario plays the webhook. */
export function authorizersOfModes(
  modes: readonly string[],
  policies: readonly AbacPolicy[] | undefined,
  webhook?: WebhookMode,
): readonly ConfiguredAuthorizer[] | { readonly problem: string } {
  const problem = modesProblem(modes, policies !== undefined, webhook?.configured)
  return problem === undefined ? modes.map((mode) => authorizerOf(mode, policies ?? [], webhook)) : { problem }
}

function modesProblem(
  modes: readonly string[],
  hasPolicies: boolean,
  hasWebhook: boolean | undefined,
): string | undefined {
  const problems: string[] = []
  if (modes.length === 0) problems.push('at least one authorization-mode must be passed')
  for (const mode of modes) {
    if (!MODES.includes(mode)) problems.push(`authorization-mode ${quote(mode)} is not a valid mode`)
    if (mode === 'ABAC' && !hasPolicies) {
      problems.push("authorization-mode ABAC's authorization policy file not passed")
    }
    if (mode === 'Webhook' && hasWebhook === false) {
      problems.push("authorization-mode Webhook's authorization config file not passed")
    }
  }
  if (hasPolicies && !modes.includes('ABAC')) {
    problems.push('cannot specify --authorization-policy-file without mode ABAC')
  }
  if (hasWebhook === true && !modes.includes('Webhook')) {
    problems.push('cannot specify --authorization-webhook-config-file without mode Webhook')
  }
  if (new Set(modes).size < modes.length) {
    problems.push(`authorization-mode [${modes.map(quote).join(' ')}] has mode specified more than once`)
  }
  const distinct = [...new Set(problems)]
  if (distinct.length > 1) return `[${distinct.join(', ')}]`
  return distinct[0]
}

/** A webhook of the flags is the one named `default`. */
function authorizerOf(
  mode: string,
  policies: readonly AbacPolicy[],
  { authorizedMs = AUTHORIZED_MS, unauthorizedMs = UNAUTHORIZED_MS }: Partial<WebhookMode> = {},
): ConfiguredAuthorizer {
  if (mode === 'ABAC') return { type: 'ABAC', policies }
  if (mode !== 'Webhook') return { type: mode } as ConfiguredAuthorizer
  const caches = { cacheAuthorized: authorizedMs !== 0, cacheUnauthorized: unauthorizedMs !== 0 }
  const settings = { name: 'default', authorizedMs, unauthorizedMs, ...caches, conditions: [] }
  return { type: 'Webhook', settings: { ...settings, failurePolicy: 'NoOpinion' } }
}
