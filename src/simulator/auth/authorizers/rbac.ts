// Mode RBAC: allowed is what a rule of a role that is bound to the user allows. Upstream: plugin/pkg/auth/authorizer/rbac/rbac.go.
import type { UserInfo } from '../../api/types.ts'
import type { AuthorizationAttributes, Authorizer, Decision, UserRules } from '../contract.ts'
import { NO_OPINION } from '../contract.ts'
import { ruleAllows } from '../rbac/rule.ts'
import type { Grant, RuleResolver } from '../rbac/rules.ts'

const NO_GRANTS: readonly Grant[] = []

/** Authorizes by roles and bindings. */
export class RbacAuthorizer implements Authorizer {
  readonly #resolver: RuleResolver

  constructor(resolver: RuleResolver) {
    this.#resolver = resolver
  }

  authorize(asked: AuthorizationAttributes): Decision {
    const cluster = this.#resolver.clusterGrants(asked.user)
    const byCluster = allowing(cluster, asked)
    if (byCluster !== undefined) return new Allowed(byCluster)
    if (asked.namespace === '') return denied(cluster)
    const local = this.#resolver.namespaceGrants(asked.user, asked.namespace)
    const byNamespace = allowing(local, asked)
    return byNamespace === undefined ? denied(cluster, local) : new Allowed(byNamespace)
  }

  rulesFor(user: UserInfo, namespace: string): UserRules {
    const grants = this.#resolver.grants(user, namespace)
    const rules = grants.flatMap((grant) => grant.rules)
    const error = errorsOf(grants)
    return {
      resourceRules: rules
        .filter((rule) => rule.resources?.length)
        .map(({ verbs, apiGroups = [], resources = [], resourceNames = [] }) => ({
          verbs: verbs ?? [],
          apiGroups,
          resources,
          resourceNames,
        })),
      nonResourceRules: rules
        .filter((rule) => rule.nonResourceURLs?.length)
        .map(({ verbs, nonResourceURLs = [] }) => ({ verbs: verbs ?? [], nonResourceURLs })),
      incomplete: false,
      ...(error === undefined ? {} : { error }),
    }
  }
}

/** Why is only said when somebody wants to know. */
class Allowed implements Decision {
  readonly verdict = 'Allow'
  readonly #grant: Grant

  constructor(grant: Grant) {
    this.#grant = grant
  }

  get reason(): string {
    return `RBAC: allowed by ${this.#grant.source()}`
  }
}

function allowing(grants: readonly Grant[], asked: AuthorizationAttributes): Grant | undefined {
  for (const grant of grants) for (const rule of grant.rules) if (ruleAllows(rule, asked)) return grant
  return undefined
}

const failed = ({ error }: Grant): boolean => error !== undefined

function denied(cluster: readonly Grant[], local: readonly Grant[] = NO_GRANTS): Decision {
  if (!cluster.some(failed) && !local.some(failed)) return NO_OPINION
  const grants = [...cluster, ...local]
  const error = errorsOf(grants)
  return error === undefined ? NO_OPINION : { verdict: 'NoOpinion', reason: `RBAC: ${error}` }
}

function errorsOf(grants: readonly Grant[]): string | undefined {
  const texts = [...new Set(grants.flatMap(({ error }) => (error === undefined ? [] : [error])))]
  if (texts.length === 0) return undefined
  return texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`
}
