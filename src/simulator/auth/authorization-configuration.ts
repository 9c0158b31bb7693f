// AuthorizationConfiguration: the authorizers in their order, each by its type and name, webhooks with their settings.
// Upstream: ValidateAuthorizationConfiguration in apiserver/pkg/apis/apiserver/validation/validation.go, apiserver/v1/defaults.go.
// Limit: who answers for a webhook is played by the scenario, by the authorizer's name; its kubeconfig is not read.
import { parseDuration } from '../../model/duration.ts'
import { FieldErrors } from '../api/status/field-errors.ts'
import { Path } from '../api/status/path.ts'
import { nameIsDNSSubdomain } from '../kinds/lib/validation/metadata.ts'
import type { AbacPolicy } from './authorizers/abac.ts'
import type { WebhookSettings } from './authorizers/webhook.ts'
import { expressionOf } from './oidc/configuration.ts'

interface Webhook {
  readonly timeout?: string
  readonly authorizedTTL?: string
  readonly unauthorizedTTL?: string
  readonly cacheAuthorizedRequests?: boolean
  readonly cacheUnauthorizedRequests?: boolean
  readonly subjectAccessReviewVersion?: string
  readonly matchConditionSubjectAccessReviewVersion?: string
  readonly failurePolicy?: string
  readonly connectionInfo?: { readonly type?: string; readonly kubeConfigFile?: string }
  readonly matchConditions?: readonly { readonly expression?: string }[]
}

/** apiserver.config.k8s.io/v1 AuthorizationConfiguration. */
export interface AuthorizationConfiguration {
  readonly apiVersion?: string
  readonly kind?: string
  readonly authorizers?: readonly { readonly type?: string; readonly name?: string; readonly webhook?: Webhook }[]
}

/** One authorizer of a configuration. */
export type ConfiguredAuthorizer =
  | { readonly type: 'AlwaysAllow' | 'AlwaysDeny' | 'Node' | 'RBAC' }
  | { readonly type: 'ABAC'; readonly policies: readonly AbacPolicy[] }
  | { readonly type: 'Webhook'; readonly settings: WebhookSettings }

const TYPES = ['ABAC', 'AlwaysAllow', 'AlwaysDeny', 'Node', 'RBAC', 'Webhook']
const MAX_CONDITIONS = 64
const MAX_TIMEOUT_MS = 30_000
const AUTHORIZED_TTL = '5m'
const UNAUTHORIZED_TTL = '30s'

/** The authorizers a configuration asks for, or why it cannot be used; policies are those of type ABAC. */
export function readAuthorization(
  configuration: AuthorizationConfiguration,
  policies?: readonly AbacPolicy[],
): readonly ConfiguredAuthorizer[] | { readonly problem: string } {
  const { authorizers = [] } = configuration
  const errors = new FieldErrors()
  if (authorizers.length === 0) errors.required('authorizers', 'at least one authorization mode must be defined')
  const types: string[] = []
  const names: string[] = []
  for (const [i, { type = '', name = '', webhook }] of authorizers.entries()) {
    const path = Path.of('authorizers').index(i)
    if (type === '') errors.required(path.child('type'))
    else if (!TYPES.includes(type)) errors.notSupported(path.child('type'), type, TYPES)
    else if (types.includes(type) && type !== 'Webhook') errors.duplicate(path.child('type'), type)
    else {
      types.push(type)
      validateName(name, names, path.child('name'), errors)
      names.push(name)
      validateWebhook(type, webhook, path, errors)
    }
  }
  if (errors.length > 0) return { problem: errors.message }
  const misnamed = authorizers.flatMap(({ type = '', name = '' }) => {
    const expected = type.toLowerCase()
    return type === 'Webhook' || name === expected
      ? []
      : [`expected name ${expected} for authorizer ${type} instead of ${name}`]
  })
  if (misnamed.length > 0) return { problem: misnamed.length === 1 ? misnamed[0]! : `[${misnamed.join(', ')}]` }
  // Opening the file of a flag that was not given fails as Go says it.
  if (types.includes('ABAC') && policies === undefined) return { problem: 'open : no such file or directory' }
  return authorizers.map(({ type, name = '', webhook = {} }): ConfiguredAuthorizer => {
    if (type === 'Webhook') return { type, settings: settingsOf(name, webhook) }
    return type === 'ABAC' ? { type, policies: policies ?? [] } : ({ type } as ConfiguredAuthorizer)
  })
}

function validateName(name: string, seen: readonly string[], path: Path, errors: FieldErrors): void {
  if (name === '') {
    errors.required(path)
    return
  }
  if (seen.includes(name)) {
    errors.duplicate(path, name)
    return
  }
  const problems = nameIsDNSSubdomain(name, false)
  if (problems.length > 0) errors.invalid(path, name, `authorizer name is invalid: ${problems.join(', ')}`)
}

function validateWebhook(type: string, webhook: Webhook | undefined, path: Path, errors: FieldErrors): void {
  if (type !== 'Webhook') {
    if (webhook !== undefined) {
      errors.invalid(path.child('webhook'), 'non-null', 'may only be specified when type=Webhook')
    }
    return
  }
  if (webhook === undefined) {
    errors.required(path.child('webhook'), 'required when type=Webhook')
    return
  }
  validateTimes(webhook, path, errors)
  const { subjectAccessReviewVersion: version = '', matchConditionSubjectAccessReviewVersion: condition = '' } = webhook
  if (version === '') errors.required(path.child('subjectAccessReviewVersion'))
  else if (version !== 'v1' && version !== 'v1beta1') {
    errors.notSupported(path.child('subjectAccessReviewVersion'), version, ['v1', 'v1beta1'])
  }
  const at = path.child('matchConditionSubjectAccessReviewVersion')
  if (condition === '') {
    if (webhook.matchConditions?.length) errors.required(at, 'required if match conditions are specified')
  } else if (condition !== 'v1') errors.notSupported(at, condition, ['v1'])
  const { failurePolicy = '' } = webhook
  if (failurePolicy === '') errors.required(path.child('failurePolicy'))
  else if (failurePolicy !== 'NoOpinion' && failurePolicy !== 'Deny') {
    errors.notSupported(path.child('failurePolicy'), failurePolicy, ['NoOpinion', 'Deny'])
  }
  validateConnection(webhook, path.child('connectionInfo'), errors)
  validateConditions(webhook, path.child('matchConditions'), errors)
}

const milliseconds = (text: string): number => {
  const read = parseDuration(text)
  return typeof read === 'number' ? read : 0
}

function validateTimes({ timeout, authorizedTTL, unauthorizedTTL }: Webhook, path: Path, errors: FieldErrors): void {
  const time = milliseconds(timeout ?? '0s')
  if (time === 0) errors.required(path.child('timeout'))
  else if (time > MAX_TIMEOUT_MS || time < 0) {
    errors.invalid(path.child('timeout'), timeout, 'must be > 0s and <= 30s')
  }
  for (const [field, text] of Object.entries({ authorizedTTL, unauthorizedTTL })) {
    if (text !== undefined && milliseconds(text) < 0) errors.invalid(path.child(field), text, 'must be > 0s')
  }
}

function validateConnection({ connectionInfo = {} }: Webhook, path: Path, errors: FieldErrors): void {
  const { type = '', kubeConfigFile } = connectionInfo
  const file = path.child('kubeConfigFile')
  if (type === '') errors.required(path.child('type'))
  else if (type === 'InClusterConfig') {
    if (kubeConfigFile !== undefined) {
      errors.invalid(file, kubeConfigFile, 'can only be set when type=KubeConfigFile')
    }
  } else if (type !== 'KubeConfigFile') {
    errors.notSupported(path.child('type'), connectionInfo, ['InClusterConfig', 'KubeConfigFile'])
  } else if (!kubeConfigFile) errors.required(file)
  else if (!kubeConfigFile.startsWith('/')) errors.invalid(file, kubeConfigFile, 'must be an absolute path')
}

function validateConditions({ matchConditions = [] }: Webhook, path: Path, errors: FieldErrors): void {
  if (matchConditions.length > MAX_CONDITIONS) errors.tooMany(path, matchConditions.length, MAX_CONDITIONS)
  const texts = matchConditions.map(({ expression = '' }) => expression)
  for (const [i, text] of texts.entries()) {
    const at = path.index(i).child('expression')
    if (text.trim() === '') errors.required(at)
    else if (texts.indexOf(text) < i) errors.duplicate(at, text)
    else {
      const made = expressionOf(text, 'request', 'bool')
      if ('problem' in made) errors.invalid(at, text, made.problem)
    }
  }
}

function settingsOf(name: string, webhook: Webhook): WebhookSettings {
  return {
    name,
    authorizedMs: milliseconds(webhook.authorizedTTL || AUTHORIZED_TTL),
    unauthorizedMs: milliseconds(webhook.unauthorizedTTL || UNAUTHORIZED_TTL),
    cacheAuthorized: webhook.cacheAuthorizedRequests ?? true,
    cacheUnauthorized: webhook.cacheUnauthorizedRequests ?? true,
    failurePolicy: webhook.failurePolicy === 'Deny' ? 'Deny' : 'NoOpinion',
    conditions: (webhook.matchConditions ?? []).flatMap(({ expression = '' }) => {
      const program = expressionOf(expression, 'request', 'bool')
      return 'problem' in program ? [] : [{ text: expression, program }]
    }),
  }
}
