// Which node a user is. Upstream: pkg/auth/nodeidentifier/default.go.

const USER_PREFIX = 'system:node:'
const GROUP = 'system:nodes'

/** The name of the node a user is: '' where its name says none, undefined when it is no node at all. */
export const nodeIdentity = (user: {
  readonly name: string
  readonly groups: readonly string[]
}): string | undefined =>
  user.name.startsWith(USER_PREFIX) && user.groups.includes(GROUP) ? user.name.slice(USER_PREFIX.length) : undefined
