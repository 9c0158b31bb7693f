// Webhooks of both admission configurations, which differ in the reinvocation policy only.
// Upstream: validateValidatingWebhook, validateMutatingWebhook in pkg/apis/admissionregistration/validation/validation.go.
import type { MutatingWebhook, ValidatingWebhook } from '../../../../generated/api/admissionregistration.v1.ts'
import { deepEqual } from '../../../../model/deep-equal.ts'
import { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import { validateMatchConditions } from '../admission-policy/match-conditions.ts'
import { MATCH_POLICIES } from '../admission-policy/match-resources.ts'
import { defaultRules, validateRule } from '../admission-policy/rules.ts'
import { validateLabelSelector } from '../validation/metadata.ts'
import { isDNS1035Label, isFullyQualifiedName } from '../validation/names.ts'
import { validateWebhookService, validateWebhookURL } from './client-config.ts'

/** Either sort of webhook. */
export type Webhook = ValidatingWebhook & Pick<MutatingWebhook, 'reinvocationPolicy'>

const WEBHOOKS = Path.of('webhooks')
const DEFAULT_TIMEOUT = 10
const MAX_TIMEOUT = 30
const DEFAULT_PORT = 443
/** What becomes of a request when an admission extension fails. */
export const FAILURE_POLICIES = ['Fail', 'Ignore']
/** Whether a mutation runs again after others. */
export const REINVOCATION_POLICIES = ['IfNeeded', 'Never']
const NO_SIDE_EFFECTS = ['None', 'NoneOnDryRun']
const SIDE_EFFECTS = ['None', 'NoneOnDryRun', 'Some', 'Unknown']
const REVIEW_VERSIONS = ['v1', 'v1beta1']

/** SetDefaults_ValidatingWebhook and SetDefaults_MutatingWebhook. */
export function defaultWebhooks(webhooks: readonly Webhook[] | undefined, mutating: boolean): void {
  for (const webhook of webhooks ?? []) {
    webhook.failurePolicy ??= 'Fail'
    webhook.matchPolicy ??= 'Equivalent'
    webhook.namespaceSelector ??= {}
    webhook.objectSelector ??= {}
    webhook.timeoutSeconds ??= DEFAULT_TIMEOUT
    if (mutating) webhook.reinvocationPolicy ??= 'Never'
    if (webhook.clientConfig.service !== undefined) webhook.clientConfig.service.port ??= DEFAULT_PORT
    defaultRules(webhook.rules)
  }
}

interface Strictness {
  readonly sideEffects: boolean
  readonly reviewVersions: boolean
  readonly uniqueNames: boolean
  readonly labelValues: boolean
  readonly matchConditions: boolean
  readonly storedExpressions: ReadonlySet<string>
}

const STRICT: Strictness = {
  sideEffects: true,
  reviewVersions: true,
  uniqueNames: true,
  labelValues: true,
  matchConditions: true,
  storedExpressions: new Set(),
}

/** What stored webhooks already violate stays allowed. */
function strictness(webhooks: readonly Webhook[], old: readonly Webhook[]): Strictness {
  const conditions = (list: readonly Webhook[]): unknown => list.map(({ matchConditions = [] }) => matchConditions)
  return {
    sideEffects: old.every(({ sideEffects }) => NO_SIDE_EFFECTS.includes(sideEffects ?? '')),
    reviewVersions: old.every(({ admissionReviewVersions }) => recognized(admissionReviewVersions ?? [])),
    uniqueNames: new Set(old.map(({ name }) => name)).size === old.length,
    labelValues: !old.some(hasInvalidSelector),
    matchConditions: !deepEqual(conditions(webhooks), conditions(old)),
    storedExpressions: new Set(old.flatMap(({ matchConditions = [] }) => matchConditions.map((c) => c.expression))),
  }
}

const recognized = (versions: readonly string[]): boolean =>
  versions.length === 0 || versions.some((version) => REVIEW_VERSIONS.includes(version))

function hasInvalidSelector({ namespaceSelector, objectSelector }: Webhook): boolean {
  const errors = new FieldErrors()
  validateLabelSelector(namespaceSelector, WEBHOOKS, errors)
  validateLabelSelector(objectSelector, WEBHOOKS, errors)
  return errors.length > 0
}

/** All webhooks of a configuration; `old` on update. */
export function validateWebhooks(
  webhooks: readonly Webhook[] = [],
  errors: FieldErrors,
  old?: readonly Webhook[] | undefined,
): void {
  const strict = old === undefined ? STRICT : strictness(webhooks, old)
  const names = new Set<string>()
  for (const [i, webhook] of webhooks.entries()) {
    const path = WEBHOOKS.index(i)
    validateWebhook(webhook, path, errors, strict)
    validateReviewVersions(webhook.admissionReviewVersions ?? [], path.child('admissionReviewVersions'), errors, strict)
    const { name } = webhook
    if (strict.uniqueNames && name !== '' && names.has(name)) errors.duplicate(path.child('name'), name)
    names.add(name)
  }
}

function validateWebhook(webhook: Webhook, path: Path, errors: FieldErrors, strict: Strictness): void {
  isFullyQualifiedName(path.child('name'), webhook.name, errors)
  for (const [i, rule] of (webhook.rules ?? []).entries()) validateRule(rule, path.child('rules').index(i), errors)
  const oneOf = (field: 'failurePolicy' | 'matchPolicy' | 'reinvocationPolicy', allowed: readonly string[]): void => {
    const value = webhook[field]
    if (value !== undefined && !allowed.includes(value)) errors.notSupported(path.child(field), value, allowed)
  }
  oneOf('failurePolicy', FAILURE_POLICIES)
  oneOf('matchPolicy', MATCH_POLICIES)
  const sideEffects = strict.sideEffects ? NO_SIDE_EFFECTS : SIDE_EFFECTS
  const at = path.child('sideEffects')
  if (webhook.sideEffects === null) errors.required(at, `must specify one of ${sideEffects.join(', ')}`)
  else if (!sideEffects.includes(webhook.sideEffects)) errors.notSupported(at, webhook.sideEffects, sideEffects)
  const timeout = webhook.timeoutSeconds
  if (timeout !== undefined && (timeout > MAX_TIMEOUT || timeout < 1)) {
    const detail = `the timeout value must be between 1 and ${MAX_TIMEOUT} seconds`
    errors.invalid(path.child('timeoutSeconds'), timeout, detail)
  }
  const options = { allowInvalidLabelValue: !strict.labelValues }
  validateLabelSelector(webhook.namespaceSelector, path.child('namespaceSelector'), errors, options)
  validateLabelSelector(webhook.objectSelector, path.child('objectSelector'), errors, options)
  oneOf('reinvocationPolicy', REINVOCATION_POLICIES)
  validateClientConfig(webhook, path.child('clientConfig'), errors)
  if (!strict.matchConditions) return
  const use = { params: false, stored: strict.storedExpressions }
  validateMatchConditions(webhook.matchConditions, path.child('matchConditions'), errors, use)
}

function validateClientConfig({ clientConfig: { url, service } }: Webhook, path: Path, errors: FieldErrors): void {
  if ((url === undefined) === (service === undefined)) {
    errors.required(path, 'exactly one of url or service is required')
  } else if (url !== undefined) validateWebhookURL(url, path.child('url'), errors)
  else if (service !== undefined) {
    const mixedUp = { ...service, name: service.namespace, namespace: service.name }
    validateWebhookService(mixedUp, path.child('service'), errors)
  }
}

function validateReviewVersions(
  versions: readonly string[],
  path: Path,
  errors: FieldErrors,
  strict: Strictness,
): void {
  const known = REVIEW_VERSIONS.join(', ')
  if (versions.length === 0) {
    errors.required(path, `must specify one of ${known}`)
    return
  }
  for (const [i, version] of versions.entries()) {
    if (versions.indexOf(version) < i) errors.invalid(path.index(i), version, 'duplicate version')
    else errors.invalidAll(path.index(i), version, isDNS1035Label(version))
  }
  if (strict.reviewVersions && !recognized(versions)) {
    errors.invalid(path, versions, `must include at least one of ${known}`)
  }
}
