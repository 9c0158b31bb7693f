// Several authorizers as one: the first with an opinion decides. Upstream: apiserver/pkg/authorization/union/union.go.
import type { UserInfo } from '../../api/types.ts'
import type { AuthorizationAttributes, Authorizer, Decision, UserRules } from '../contract.ts'
import { NO_OPINION } from '../contract.ts'

/** Asks in order. */
export class UnionAuthorizer implements Authorizer {
  readonly #chain: readonly Authorizer[]

  constructor(chain: readonly Authorizer[]) {
    this.#chain = chain
  }

  authorize(asked: AuthorizationAttributes): Decision {
    let reason = ''
    let errors: string[] | undefined
    for (const authorizer of this.#chain) {
      const decision = authorizer.authorize(asked)
      if (decision.verdict !== 'NoOpinion') return decision
      if (decision.error !== undefined) {
        errors ??= []
        errors.push(decision.error)
      }
      if (decision.reason) reason = reason ? `${reason}\n${decision.reason}` : decision.reason
    }
    if (errors !== undefined) return { verdict: 'NoOpinion', reason, error: aggregate(errors) }
    return reason === '' ? NO_OPINION : { verdict: 'NoOpinion', reason }
  }

  rulesFor(user: UserInfo, namespace: string): UserRules {
    const all = this.#chain.map((authorizer) => authorizer.rulesFor(user, namespace))
    const errors = all.flatMap(({ error }) => (error === undefined ? [] : [error]))
    return {
      resourceRules: all.flatMap((rules) => rules.resourceRules),
      nonResourceRules: all.flatMap((rules) => rules.nonResourceRules),
      incomplete: all.some((rules) => rules.incomplete),
      ...(errors.length === 0 ? {} : { error: aggregate(errors) }),
    }
  }
}

/** Several errors as one text, each once. */
function aggregate(errors: readonly string[]): string {
  const distinct = [...new Set(errors)]
  return distinct.length === 1 ? distinct[0]! : `[${distinct.join(', ')}]`
}
