// The rules of roles, as Role and ClusterRole judge them. Upstream: ValidatePolicyRule in pkg/apis/rbac/validation/validation.go.
import type { PolicyRule } from '../../../../generated/api/rbac.v1.ts'
import type { FieldErrors } from '../../../api/status/field-errors.ts'
import { Path } from '../../../api/status/path.ts'
import type { NameRule } from '../../contract.ts'
import { isPathSegmentName } from '../validation/names.ts'

const RULES = Path.of('rules')

/** ValidateRBACName: what fits into a path. */
export const nameOfRBAC: NameRule = (name) => isPathSegmentName(name)

/** Judges each rule; those of a namespace cannot speak of paths. */
export function validateRules(rules: readonly PolicyRule[] | null, namespaced: boolean, errors: FieldErrors): void {
  for (const [i, rule] of (rules ?? []).entries()) validateRule(rule, namespaced, RULES.index(i), errors)
}

function validateRule(rule: PolicyRule, namespaced: boolean, path: Path, errors: FieldErrors): void {
  if (!rule.verbs?.length) errors.required(path.child('verbs'), 'verbs must contain at least one value')
  const urls = rule.nonResourceURLs
  if (urls?.length) {
    const at = path.child('nonResourceURLs')
    if (namespaced) errors.invalid(at, urls, 'namespaced rules cannot apply to non-resource URLs')
    if (rule.apiGroups?.length || rule.resources?.length || rule.resourceNames?.length) {
      errors.invalid(at, urls, 'rules cannot apply to both regular resources and non-resource URLs')
    }
    return
  }
  if (!rule.apiGroups?.length) {
    errors.required(path.child('apiGroups'), 'resource rules must supply at least one api group')
  }
  if (!rule.resources?.length) {
    errors.required(path.child('resources'), 'resource rules must supply at least one resource')
  }
}
