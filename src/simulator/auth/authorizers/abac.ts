// Mode ABAC: allowed is what a line of the policy file allows. Upstream: pkg/auth/authorizer/abac/abac.go.
import type { UserInfo } from '../../api/types.ts'
import type { AuthorizationAttributes, Authorizer, Decision, UserRules } from '../contract.ts'
import { ALLOWED } from '../contract.ts'

/** One line's policy: '' is unset, `*` is all. */
export interface AbacPolicy {
  readonly user: string
  readonly group: string
  readonly readonly: boolean
  readonly apiGroup: string
  readonly resource: string
  readonly namespace: string
  readonly nonResourcePath: string
}

const UNMATCHED: Decision = { verdict: 'NoOpinion', reason: 'No policy matched.' }
const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch'])

/** Authorizes by policies. */
export class AbacAuthorizer implements Authorizer {
  readonly #policies: readonly AbacPolicy[]

  constructor(policies: readonly AbacPolicy[]) {
    this.#policies = policies
  }

  authorize(asked: AuthorizationAttributes): Decision {
    return this.#policies.some((policy) => matches(policy, asked)) ? ALLOWED : UNMATCHED
  }

  rulesFor(user: UserInfo, namespace: string): UserRules {
    const own = this.#policies.filter(
      (policy) => matchesSubject(policy, user) && (policy.namespace === '*' || policy.namespace === namespace),
    )
    const verbsOf = ({ readonly }: AbacPolicy): readonly string[] => (readonly ? [...READING] : ['*'])
    return {
      resourceRules: own
        .filter(({ resource }) => resource !== '')
        .map((policy) => ({
          verbs: verbsOf(policy),
          apiGroups: [policy.apiGroup],
          resources: [policy.resource],
          resourceNames: [],
        })),
      nonResourceRules: own
        .filter(({ nonResourcePath }) => nonResourcePath !== '')
        .map((policy) => ({ verbs: verbsOf(policy), nonResourceURLs: [policy.nonResourcePath] })),
      incomplete: false,
    }
  }
}

function matches(policy: AbacPolicy, asked: AuthorizationAttributes): boolean {
  if (!matchesSubject(policy, asked.user)) return false
  if (policy.readonly && !READING.has(asked.verb)) return false
  return asked.resourceRequest ? matchesResource(policy, asked) : matchesPath(policy.nonResourcePath, asked.path)
}

/** Who is named must be; a policy that names nobody is for nobody. */
function matchesSubject({ user, group }: AbacPolicy, { name, groups }: UserInfo): boolean {
  if (user === '' && group === '') return false
  if (user !== '' && user !== '*' && user !== name) return false
  return group === '' || group === '*' || groups.includes(group)
}

const matchesResource = (policy: AbacPolicy, asked: AuthorizationAttributes): boolean =>
  covers(policy.namespace, asked.namespace) &&
  covers(policy.resource, asked.resource) &&
  covers(policy.apiGroup, asked.apiGroup)

const covers = (pattern: string, value: string): boolean => pattern === '*' || pattern === value

function matchesPath(pattern: string, path: string): boolean {
  if (covers(pattern, path)) return true
  return pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, ''))
}
