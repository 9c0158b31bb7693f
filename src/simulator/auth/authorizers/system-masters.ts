// Members of system:masters may do everything, whatever the mode. Upstream: authorizerfactory.NewPrivilegedGroups.
import type { AuthorizationAttributes, Authorizer, Decision, UserRules } from '../contract.ts'
import { ALLOWED, NO_OPINION } from '../contract.ts'

const MASTERS = 'system:masters'
const NO_RULES: UserRules = { resourceRules: [], nonResourceRules: [], incomplete: false }

/** Allows the privileged group; its rules are those that RBAC's cluster-admin binding lists. */
export class SystemMastersAuthorizer implements Authorizer {
  authorize({ user }: AuthorizationAttributes): Decision {
    return user.groups.includes(MASTERS) ? ALLOWED : NO_OPINION
  }

  rulesFor(): UserRules {
    return NO_RULES
  }
}
