// Audit policies: which requests are written down, how fully, at which stages. The first rule that matches decides.
// Upstream: apiserver/pkg/audit/policy/{reader,checker,util}.go, pkg/apis/audit/validation/validation.go.

import type { AuthorizationAttributes } from '../../auth/contract.ts'
import { nameIsDNSSubdomain } from '../../kinds/lib/validation/metadata.ts'
import { FieldErrors } from '../status/field-errors.ts'
import { Path } from '../status/path.ts'

const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const
const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const

/** How much of a request is written. */
export type AuditLevel = (typeof LEVELS)[number]
/** When it is written. */
export type AuditStage = (typeof STAGES)[number]

interface GroupResources {
  readonly group?: string
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
}

interface PolicyRule {
  readonly level: AuditLevel
  readonly users?: readonly string[]
  readonly userGroups?: readonly string[]
  readonly verbs?: readonly string[]
  readonly resources?: readonly GroupResources[]
  readonly namespaces?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
  readonly omitStages?: readonly AuditStage[]
  readonly omitManagedFields?: boolean
}

/** audit.k8s.io/v1 Policy. */
export interface AuditPolicy {
  readonly apiVersion?: string
  readonly kind?: string
  readonly rules?: readonly PolicyRule[]
  readonly omitStages?: readonly AuditStage[]
  readonly omitManagedFields?: boolean
}

/** What a policy says of one request. */
export interface AuditConfig {
  readonly level: AuditLevel
  readonly omitStages: readonly AuditStage[]
  readonly omitManagedFields: boolean
}

/** Whether a level says as much as another. */
export const atLeast = (level: AuditLevel, wanted: AuditLevel): boolean =>
  LEVELS.indexOf(level) >= LEVELS.indexOf(wanted)

/** Why a policy cannot be used, as upstream says it at start; undefined when it can. */
export function policyProblem(policy: AuditPolicy): string | undefined {
  const { apiVersion = '', kind = '', rules = [], omitStages } = policy
  if (apiVersion !== 'audit.k8s.io/v1') {
    return `unknown group version field ${apiVersion}, Kind=${kind} in policy`
  }
  const errors = new FieldErrors()
  validateStages(omitStages, Path.of('omitStages'), errors)
  for (const [i, rule] of rules.entries()) validateRule(rule, Path.of('rules').index(i), errors)
  if (errors.length > 0) return errors.message
  return rules.length === 0 ? 'loaded illegal policy with 0 rules' : undefined
}

function validateRule(rule: PolicyRule, path: Path, errors: FieldErrors): void {
  if (!rule.level) errors.required(path.child('level'))
  else if (!LEVELS.includes(rule.level)) errors.notSupported(path.child('level'), rule.level, LEVELS)
  const urls = path.child('nonResourceURLs')
  for (const [i, url] of (rule.nonResourceURLs ?? []).entries()) {
    if (url === '*') continue
    if (!url.startsWith('/'))
      errors.invalid(urls.index(i), url, "non-resource URL rules must begin with a '/' character")
    if (url.slice(0, -1).includes('*')) {
      errors.invalid(urls.index(i), url, "non-resource URL wildcards '*' must be the final character of the rule")
    }
  }
  const resources = path.child('resources')
  for (const { group = '', resources: names, resourceNames } of rule.resources ?? []) {
    const problems = group === '' || group === '*' ? [] : nameIsDNSSubdomain(group, false)
    if (problems.length > 0) errors.invalid(resources.child('group'), group, problems.join(','))
    if (resourceNames?.length && !names?.length) {
      errors.invalid(
        resources.child('resourceNames'),
        resourceNames,
        'using resourceNames requires at least one resource',
      )
    }
  }
  validateStages(rule.omitStages, path.child('omitStages'), errors)
  if (rule.nonResourceURLs?.length && (rule.resources?.length || rule.namespaces?.length)) {
    errors.invalid(urls, rule.nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs')
  }
}

function validateStages(stages: readonly string[] = [], path: Path, errors: FieldErrors): void {
  for (const [i, stage] of stages.entries()) {
    if ((STAGES as readonly string[]).includes(stage)) continue
    errors.invalid(path.index(i), stage, `allowed stages are ${STAGES.join(',')}`)
  }
}

/** What a policy says of a request. */
export function evaluate(policy: AuditPolicy, asked: AuthorizationAttributes): AuditConfig {
  const { rules = [], omitStages = [], omitManagedFields = false } = policy
  const rule = rules.find((one) => matches(one, asked))
  if (rule === undefined) return { level: 'None', omitStages, omitManagedFields }
  return {
    level: rule.level,
    omitStages: [...omitStages, ...(rule.omitStages ?? [])],
    omitManagedFields: rule.omitManagedFields ?? omitManagedFields,
  }
}

const allows = (list: readonly string[] | undefined, value: string): boolean => !list?.length || list.includes(value)

function matches(rule: PolicyRule, asked: AuthorizationAttributes): boolean {
  const { user, verb } = asked
  if (!allows(rule.users, user.name) || !allows(rule.verbs, verb)) return false
  if (rule.userGroups?.length && !user.groups.some((group) => rule.userGroups!.includes(group))) return false
  if (rule.namespaces?.length || rule.resources?.length) return matchesResource(rule, asked)
  if (!rule.nonResourceURLs?.length) return true
  return !asked.resourceRequest && rule.nonResourceURLs.some((url) => matchesPath(url, asked.path))
}

function matchesPath(url: string, path: string): boolean {
  if (url === '*' || url === path) return true
  return url.endsWith('*') && path.startsWith(url.replace(/\*+$/, ''))
}

function matchesResource(rule: PolicyRule, asked: AuthorizationAttributes): boolean {
  if (!asked.resourceRequest || !allows(rule.namespaces, asked.namespace)) return false
  if (!rule.resources?.length) return true
  const { apiGroup, resource, subresource, name } = asked
  const combined = subresource === '' ? resource : `${resource}/${subresource}`
  return rule.resources.some(({ group = '', resources, resourceNames }) => {
    if (group !== apiGroup && group !== '*') return false
    if (!resources?.length) return true
    if (!allows(resourceNames, name)) return false
    return resources.some(
      (one) =>
        one === combined ||
        one === '*' ||
        (subresource !== '' && one === `*/${subresource}`) ||
        one === `${resource}/*`,
    )
  })
}
