// What policies and their bindings match: rules, selectors of namespaces and objects.
// Upstream: validateMatchResources in pkg/apis/admissionregistration/validation/validation.go, v1/defaults.go.
import type { MatchResources } from '../../../../generated/api/admissionregistration.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import type { Path } from '../../../api/status/path.ts'
import { validateLabelSelector } from '../validation/metadata.ts'
import { defaultRules, validateNamedRule } from './rules.ts'

/** How versions are matched. */
export const MATCH_POLICIES = ['Equivalent', 'Exact']
const SELECTORS = ['namespaceSelector', 'objectSelector'] as const

/** SetDefaults_MatchResources. */
export function defaultMatchResources(match: MatchResources | undefined): void {
  if (match === undefined) return
  match.matchPolicy ??= 'Equivalent'
  match.namespaceSelector ??= {}
  match.objectSelector ??= {}
  defaultRules(match.resourceRules)
  defaultRules(match.excludeResourceRules)
}

/** What is matched, where something is said at all. */
export function validateMatchResources(match: MatchResources | undefined, path: Path, errors: FieldErrors): void {
  if (match === undefined) return
  const policy = match.matchPolicy
  if (policy === undefined) errors.required(path.child('matchPolicy'))
  else if (!MATCH_POLICIES.includes(policy)) errors.notSupported(path.child('matchPolicy'), policy, MATCH_POLICIES)
  for (const field of SELECTORS) {
    const selector = match[field]
    if (selector === undefined) errors.required(path.child(field))
    else validateLabelSelector(selector, path.child(field), errors)
  }
  for (const field of ['resourceRules', 'excludeResourceRules'] as const) {
    for (const [i, rule] of (match[field] ?? []).entries()) validateNamedRule(rule, path.child(field).index(i), errors)
  }
}
