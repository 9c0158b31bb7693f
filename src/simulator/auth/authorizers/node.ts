// Mode Node: what kubelets may do. Limit: upstream allows a node only what its own pods need (plugin/pkg/auth/authorizer/node, a
// graph of pods, secrets, claims …); here every node may do everything.
import type { UserInfo } from '../../api/types.ts'
import type { AuthorizationAttributes, Authorizer, Decision, UserRules } from '../contract.ts'
import { ALLOWED, NO_OPINION } from '../contract.ts'

const NODES = 'system:nodes'
const NODE_USER = 'system:node:'
const NONE: UserRules = { resourceRules: [], nonResourceRules: [], incomplete: false }
const UNKNOWN: UserRules = { ...NONE, incomplete: true, error: 'node authorizer does not support user rule resolution' }

const isNode = ({ name, groups }: UserInfo): boolean => name.startsWith(NODE_USER) && groups.includes(NODES)

/** Allows members of system:nodes whose name says that they are a node. */
export class NodeAuthorizer implements Authorizer {
  authorize({ user }: AuthorizationAttributes): Decision {
    return isNode(user) ? ALLOWED : NO_OPINION
  }

  /** Upstream does not enumerate what its graph allows either. */
  rulesFor(user: UserInfo): UserRules {
    return isNode(user) ? UNKNOWN : NONE
  }
}
