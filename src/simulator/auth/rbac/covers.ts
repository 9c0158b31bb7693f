// Whether what somebody may do covers what a role would grant, and how what is missing is told.
// Upstream: component-helpers/auth/rbac/validation/policy_comparator.go, pkg/registry/rbac/validation/policy_compact.go.
import type { PolicyRule } from '../../../generated/api/rbac.v1.ts'
import { quote } from '../../../model/quote.ts'
import { pathCovers } from './rule.ts'

const ALL = '*'
const NONE: readonly string[] = []

/** The most elementary parts of `wanted` that `owned` does not cover. */
export function uncovered(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] {
  return wanted.flatMap(breakDown).filter((part) => !owned.some((rule) => ruleCovers(rule, part)))
}

/** One rule for each group, resource, verb and name; one for each path and verb. */
function breakDown(rule: PolicyRule): PolicyRule[] {
  const parts: PolicyRule[] = []
  const names = rule.resourceNames ?? NONE
  for (const group of rule.apiGroups ?? NONE)
    for (const resource of rule.resources ?? NONE)
      for (const verb of rule.verbs ?? NONE) {
        const part = { verbs: [verb], apiGroups: [group], resources: [resource] }
        if (names.length === 0) parts.push(part)
        for (const name of names) parts.push({ ...part, resourceNames: [name] })
      }
  for (const url of rule.nonResourceURLs ?? NONE)
    for (const verb of rule.verbs ?? NONE) parts.push({ verbs: [verb], nonResourceURLs: [url] })
  return parts
}

const holdsAll = (set: readonly string[], wanted: readonly string[]): boolean =>
  set.includes(ALL) || wanted.every((one) => set.includes(one))

function ruleCovers(owner: PolicyRule, part: PolicyRule): boolean {
  const ownerNames = owner.resourceNames ?? NONE
  const names = part.resourceNames ?? NONE
  return (
    holdsAll(owner.verbs ?? NONE, part.verbs ?? NONE) &&
    holdsAll(owner.apiGroups ?? NONE, part.apiGroups ?? NONE) &&
    (part.resources ?? NONE).every((resource) => resourceCovered(owner.resources ?? NONE, resource)) &&
    (ownerNames.length === 0 || (names.length > 0 && names.every((name) => ownerNames.includes(name)))) &&
    (part.nonResourceURLs ?? NONE).every((path) =>
      (owner.nonResourceURLs ?? NONE).some((owned) => pathCovers(owned, path)),
    )
  )
}

function resourceCovered(owned: readonly string[], resource: string): boolean {
  if (owned.includes(ALL) || owned.includes(resource)) return true
  const slash = resource.indexOf('/')
  return slash >= 0 && owned.includes(`*/${resource.slice(slash + 1)}`)
}

/** CompactRules: rules for the same one resource become one with all their verbs. */
export function compact(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const compacted: PolicyRule[] = []
  const simple = new Map<string, PolicyRule>()
  for (const rule of rules) {
    const key = simpleKey(rule)
    if (key === undefined) {
      compacted.push(rule)
      continue
    }
    const known = simple.get(key)
    simple.set(
      key,
      known === undefined ? rule : { ...known, verbs: [...(known.verbs ?? NONE), ...(rule.verbs ?? NONE)] },
    )
  }
  return [...compacted, ...simple.values()]
}

function simpleKey({ apiGroups, resources, resourceNames = [], nonResourceURLs = [] }: PolicyRule): string | undefined {
  if (resourceNames.length > 1 || nonResourceURLs.length > 0) return undefined
  if (apiGroups?.length !== 1 || resources?.length !== 1) return undefined
  return [apiGroups[0], resources[0], ...resourceNames].join('\n')
}

/** A list as Go's %q prints it. */
export const quoteList = (list: readonly string[]): string => `[${list.map(quote).join(' ')}]`

/** CompactString: `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "list"]}`. */
export function describeRule({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const parts = [
    ['APIGroups', apiGroups],
    ['Resources', resources],
    ['NonResourceURLs', nonResourceURLs],
    ['ResourceNames', resourceNames],
    ['Verbs', verbs],
  ] as const
  const said = parts.flatMap(([name, list]) => (list?.length ? [`${name}:${quoteList(list)}`] : []))
  return `{${said.join(', ')}}`
}
