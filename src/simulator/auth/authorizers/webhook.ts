// Mode Webhook: a SubjectAccessReview is sent to a webhook, where its match conditions hold, and its answer remembered for a time.
// Upstream: apiserver/plugin/pkg/authorizer/webhook/webhook.go, apiserver/pkg/authorization/cel/matcher.go.
import type { CelProgram } from '../../cel/expression.ts'
import { fromJson } from '../../cel/values/json.ts'
import type { AuthorizationAttributes, Authorizer, Decision, UserRules } from '../contract.ts'
import { NO_OPINION } from '../contract.ts'
import { ExpiringCache } from '../expiring-cache.ts'
import type { AccessAnswer, AskOutside, Reviewers } from '../reviewers.ts'

/** One authorizer of type Webhook, as its configuration says. */
export interface WebhookSettings {
  readonly name: string
  readonly authorizedMs: number
  readonly unauthorizedMs: number
  readonly cacheAuthorized: boolean
  readonly cacheUnauthorized: boolean
  readonly failurePolicy: 'NoOpinion' | 'Deny'
  readonly conditions: readonly { readonly text: string; readonly program: CelProgram }[]
}

const UNKNOWN: UserRules = {
  resourceRules: [],
  nonResourceRules: [],
  incomplete: true,
  error: 'webhook authorizer does not support user rule resolution',
}
const CACHE_SIZE = 8192
const BOTH = 'webhook subject access review returned both allow and deny response'
/** Longer questions are asked each time. */
const MAX_CACHED_LENGTH = 10_000

/** Asks a webhook. */
export class WebhookAuthorizer implements Authorizer {
  readonly #settings: WebhookSettings
  readonly #reviewers: Reviewers
  readonly #cache: ExpiringCache<Decision>

  constructor(settings: WebhookSettings, reviewers: Reviewers, now: () => number) {
    this.#settings = settings
    this.#reviewers = reviewers
    this.#cache = new ExpiringCache(CACHE_SIZE, now)
  }

  authorize(asked: AuthorizationAttributes): Decision {
    const spec = reviewSpec(asked)
    const matches = this.#matches(spec)
    if (matches === false) return NO_OPINION
    if (matches !== true) return this.#failed(matches)
    const key = JSON.stringify(spec)
    const known = this.#cache.get(key)
    if (known !== undefined) return known
    const decision = this.#decide(asked, spec)
    if (typeof decision === 'string') return this.#failed(decision)
    this.#remember(key, decision)
    return decision
  }

  /** What the webhook says, or why it says nothing. */
  #decide(asked: AuthorizationAttributes, spec: Readonly<Record<string, unknown>>): Decision | string {
    const { name } = this.#settings
    const outside = this.#reviewers.outside?.access(name)
    if (outside !== undefined) return reviewedDecision(outside(spec))
    const answers = this.#reviewers.access.get(name)
    if (answers === undefined) return `NotSimulated: no sentence plays the authorization webhook "${name}"`
    const answer = answers.find((one) => fits(one, asked))
    return answer?.decision === 'error' ? (answer.reason ?? '') : decisionOf(answer)
  }

  rulesFor(): UserRules {
    return UNKNOWN
  }

  #failed(error: string): Decision {
    const { failurePolicy } = this.#settings
    return { verdict: failurePolicy === 'Deny' ? 'Deny' : 'NoOpinion', reason: '', error }
  }

  #remember(key: string, decision: Decision): void {
    const { authorizedMs, unauthorizedMs, cacheAuthorized, cacheUnauthorized } = this.#settings
    const allowed = decision.verdict === 'Allow'
    if (key.length >= MAX_CACHED_LENGTH || !(allowed ? cacheAuthorized : cacheUnauthorized)) return
    this.#cache.set(key, decision, allowed ? authorizedMs : unauthorizedMs)
  }

  /** Whether all conditions hold, or what went wrong with them where none is false. */
  #matches(spec: Readonly<Record<string, unknown>>): boolean | string {
    const { conditions } = this.#settings
    if (conditions.length === 0) return true
    const request = fromJson(conditionValue(spec))
    const errors: string[] = []
    for (const { text, program } of conditions) {
      const outcome = program.evaluate((name) => (name === 'request' ? request : undefined))
      if (outcome.error !== undefined) {
        errors.push(`cel evaluation error: expression '${text}' resulted in error: ${outcome.error}`)
      } else if (outcome.value !== true) return false
    }
    return errors.length === 0 || (errors.length === 1 ? errors[0]! : `[${errors.join(', ')}]`)
  }
}

/** What the status of a review means. */
function reviewedDecision(answer: ReturnType<AskOutside>): Decision | string {
  if ('failure' in answer) return answer.failure
  const { allowed, denied, reason = '' } = answer.status as { allowed?: boolean; denied?: boolean; reason?: string }
  if (denied === true && allowed === true) return { verdict: 'Deny', reason, error: BOTH }
  return { verdict: denied === true ? 'Deny' : allowed === true ? 'Allow' : 'NoOpinion', reason }
}

function decisionOf(answer: AccessAnswer | undefined): Decision {
  if (answer === undefined) return NO_OPINION
  const { decision, reason = '' } = answer
  return { verdict: decision === 'allowed' ? 'Allow' : decision === 'denied' ? 'Deny' : 'NoOpinion', reason }
}

function fits(answer: AccessAnswer, asked: AuthorizationAttributes): boolean {
  const same = (wanted: string | undefined, found: string): boolean => wanted === undefined || wanted === found
  const resource = asked.subresource === '' ? asked.resource : `${asked.resource}/${asked.subresource}`
  return (
    same(answer.user, asked.user.name) &&
    (answer.group === undefined || asked.user.groups.includes(answer.group)) &&
    same(answer.verb, asked.verb) &&
    (answer.resource === undefined || (asked.resourceRequest && answer.resource === resource)) &&
    same(answer.namespace, asked.namespace) &&
    same(answer.name, asked.name) &&
    (answer.path === undefined || (!asked.resourceRequest && answer.path === asked.path))
  )
}

const filled = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''))

const LABEL_OPERATORS: Readonly<Record<string, string>> = {
  in: 'In',
  '=': 'In',
  '==': 'In',
  notin: 'NotIn',
  '!=': 'NotIn',
  exists: 'Exists',
  '!': 'DoesNotExist',
}

/** The spec of the SubjectAccessReview that is sent. */
function reviewSpec(asked: AuthorizationAttributes): Readonly<Record<string, unknown>> {
  const { user, verb, namespace, apiGroup, apiVersion, resource, subresource, name, path } = asked
  const fields = asked.fieldSelector?.map(({ field, equal, value }) => ({
    key: field,
    operator: equal ? 'In' : 'NotIn',
    values: [value],
  }))
  const labels = asked.labelSelector?.flatMap(({ key, operator, values }) => {
    const known = LABEL_OPERATORS[operator]
    return known === undefined ? [] : [{ key, operator: known, ...(values.length > 0 ? { values } : {}) }]
  })
  const about = asked.resourceRequest
    ? {
        resourceAttributes: filled({
          namespace,
          verb,
          group: apiGroup,
          version: apiVersion,
          resource,
          subresource,
          name,
          fieldSelector: fields?.length ? { requirements: fields } : undefined,
          labelSelector: labels?.length ? { requirements: labels } : undefined,
        }),
      }
    : { nonResourceAttributes: filled({ path, verb }) }
  return { ...about, ...filled({ user: user.name, groups: user.groups, uid: user.uid, extra: user.extra }) }
}

const RESOURCE_FIELDS = ['namespace', 'verb', 'group', 'version', 'resource', 'subresource', 'name'] as const

/** The spec as conditions see it: every text is there, even where it is empty. */
function conditionValue(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const resource = spec['resourceAttributes'] as Record<string, unknown> | undefined
  const plain = { user: '', groups: [], uid: '', extra: {}, ...spec }
  if (resource === undefined) return plain
  const texts = Object.fromEntries(RESOURCE_FIELDS.map((field) => [field, '']))
  return { ...plain, resourceAttributes: { ...texts, ...resource } }
}
