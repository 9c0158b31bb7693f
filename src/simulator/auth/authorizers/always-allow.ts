// Mode AlwaysAllow. Upstream: authorizerfactory.NewAlwaysAllowAuthorizer.
import type { Authorizer, Decision, UserRules } from '../contract.ts'
import { ALLOWED } from '../contract.ts'

const EVERYTHING: UserRules = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
}

/** Allows everybody everything. */
export class AlwaysAllowAuthorizer implements Authorizer {
  authorize(): Decision {
    return ALLOWED
  }

  rulesFor(): UserRules {
    return EVERYTHING
  }
}
