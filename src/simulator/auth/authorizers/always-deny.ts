// Mode AlwaysDeny. Upstream: authorizerfactory.NewAlwaysDenyAuthorizer.
import type { Authorizer, Decision, UserRules } from '../contract.ts'

const FORBIDDEN: Decision = { verdict: 'NoOpinion', reason: 'Everything is forbidden.' }
const NOTHING: UserRules = { resourceRules: [], nonResourceRules: [], incomplete: false }

/** Allows nobody anything. */
export class AlwaysDenyAuthorizer implements Authorizer {
  authorize(): Decision {
    return FORBIDDEN
  }

  rulesFor(): UserRules {
    return NOTHING
  }
}
