// What one RBAC rule allows. Upstream: pkg/apis/rbac/v1/evaluation_helpers.go, plugin/pkg/auth/authorizer/rbac RuleAllows.
import type { PolicyRule } from '../../../generated/api/rbac.v1.ts'
import type { AuthorizationAttributes } from '../contract.ts'

const ALL = '*'

/** Whether a list holds a name or the star. */
const matches = (list: readonly string[] | null | undefined, name: string): boolean =>
  list != null && (list.includes(name) || list.includes(ALL))

function resourceMatches(list: readonly string[] | undefined, resource: string, subresource: string): boolean {
  if (list === undefined) return false
  if (subresource === '') return matches(list, resource)
  return matches(list, `${resource}/${subresource}`) || list.includes(`*/${subresource}`)
}

/** Whether a rule's path covers another: equal, or with a star at its end a prefix. */
export const pathCovers = (rule: string, path: string): boolean =>
  rule === path || (rule.endsWith(ALL) && path.startsWith(trimStars(rule)))

function trimStars(text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === ALL) end--
  return text.slice(0, end)
}

/** RuleAllows. */
export function ruleAllows(rule: PolicyRule, asked: AuthorizationAttributes): boolean {
  if (!matches(rule.verbs, asked.verb)) return false
  if (!asked.resourceRequest) return rule.nonResourceURLs?.some((path) => pathCovers(path, asked.path)) ?? false
  const names = rule.resourceNames
  return (
    matches(rule.apiGroups, asked.apiGroup) &&
    resourceMatches(rule.resources, asked.resource, asked.subresource) &&
    (names === undefined || names.length === 0 || names.includes(asked.name))
  )
}
