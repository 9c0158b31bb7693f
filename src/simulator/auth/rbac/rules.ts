// Which rules apply to a user: all bindings that name the user, with the rules of their roles. What was found is remembered per
// user until a role or binding changes; clusters that start alike share it until then.
// Upstream: DefaultRuleResolver in pkg/registry/rbac/validation/rule.go.
import type {
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from '../../../generated/api/rbac.v1.ts'
import { quote } from '../../../model/quote.ts'
import type { KubeObject, Lister, ResourceKey, UserInfo } from '../../api/types.ts'

const GROUP = 'rbac.authorization.k8s.io'
const ROLES = `roles.${GROUP}`
const ROLE_BINDINGS = `rolebindings.${GROUP}`
const CLUSTER_ROLES = `clusterroles.${GROUP}`
const CLUSTER_ROLE_BINDINGS = `clusterrolebindings.${GROUP}`

/** The resources whose changes change what users may do. */
export const RBAC_RESOURCES: readonly ResourceKey[] = [ROLES, ROLE_BINDINGS, CLUSTER_ROLES, CLUSTER_ROLE_BINDINGS]

/** The rules one binding gives a user, or why its role gives none. */
export interface Grant {
  readonly rules: readonly PolicyRule[]
  /** `ClusterRoleBinding "x" of ClusterRole "y" to Group "z"`. */
  readonly source: () => string
  readonly error?: string
}

/** Why a reference to a role leads to no rules; `absent`: there is no such role. */
export interface Unresolved {
  readonly error: string
  readonly absent: boolean
}

interface UserGrants {
  readonly cluster: readonly Grant[]
  readonly byNamespace: Map<string, readonly Grant[]>
}

/** What was found for users under one state of roles and bindings. */
export class RuleCache {
  readonly #byUser = new WeakMap<UserInfo, UserGrants>()
  readonly #byIdentity = new Map<string, UserGrants>()

  of(user: UserInfo, find: () => readonly Grant[]): UserGrants {
    const known = this.#byUser.get(user)
    if (known !== undefined) return known
    const identity = JSON.stringify([user.name, user.groups])
    let grants = this.#byIdentity.get(identity)
    if (grants === undefined) {
      grants = { cluster: find(), byNamespace: new Map() }
      this.#byIdentity.set(identity, grants)
    }
    this.#byUser.set(user, grants)
    return grants
  }
}

/** Resolves the rules of users. */
export class RuleResolver {
  readonly #lister: Lister
  #cache: RuleCache

  constructor(lister: Lister, cache: RuleCache = new RuleCache()) {
    this.#lister = lister
    this.#cache = cache
  }

  /** A role or binding changed: nothing found so far holds. */
  forget(): void {
    this.#cache = new RuleCache()
  }

  /** The grants of cluster role bindings. */
  clusterGrants(user: UserInfo): readonly Grant[] {
    return this.#grants(user).cluster
  }

  /** The grants of a namespace's role bindings. */
  namespaceGrants(user: UserInfo, namespace: string): readonly Grant[] {
    const { byNamespace } = this.#grants(user)
    let grants = byNamespace.get(namespace)
    if (grants === undefined) {
      const bindings = this.#lister.list<RoleBinding & KubeObject>(ROLE_BINDINGS, namespace)
      grants = bindings.flatMap((binding) => this.#grantOf(binding, user, namespace))
      byNamespace.set(namespace, grants)
    }
    return grants
  }

  /** All grants of a user in a namespace ('' for none), cluster-wide ones first. */
  grants(user: UserInfo, namespace: string): readonly Grant[] {
    const cluster = this.clusterGrants(user)
    return namespace === '' ? cluster : [...cluster, ...this.namespaceGrants(user, namespace)]
  }

  /** GetRoleReferenceRules: the rules of the role a binding in `namespace` refers to, or why there are none. */
  rulesOf({ kind, name }: RoleRef, namespace: string): readonly PolicyRule[] | Unresolved {
    const resource = kind === 'Role' ? ROLES : kind === 'ClusterRole' ? CLUSTER_ROLES : undefined
    if (resource === undefined) return { error: `unsupported role reference kind: ${quote(kind)}`, absent: false }
    const found = this.#lister.get<Role & KubeObject>(resource, kind === 'Role' ? namespace : '', name)
    if (found !== undefined) return found.rules ?? []
    return { error: `${kind.toLowerCase()}.${GROUP} ${quote(name)} not found`, absent: true }
  }

  #grants(user: UserInfo): UserGrants {
    return this.#cache.of(user, () =>
      this.#lister
        .list<ClusterRoleBinding & KubeObject>(CLUSTER_ROLE_BINDINGS)
        .flatMap((binding) => this.#grantOf(binding, user, '')),
    )
  }

  #grantOf(binding: (RoleBinding | ClusterRoleBinding) & KubeObject, user: UserInfo, namespace: string): Grant[] {
    const subject = binding.subjects?.find((one) => appliesTo(one, user, namespace))
    if (subject === undefined) return []
    const rules = this.rulesOf(binding.roleRef, namespace)
    const source = (): string => describe(binding, subject, namespace)
    return 'error' in rules ? [{ rules: [], source, error: rules.error }] : [{ rules, source }]
  }
}

const SERVICE_ACCOUNT = 'system:serviceaccount:'

function appliesTo({ kind, name, namespace = '' }: Subject, user: UserInfo, bindingNamespace: string): boolean {
  if (kind === 'User') return user.name === name
  if (kind === 'Group') return user.groups.includes(name)
  if (kind !== 'ServiceAccount' || !user.name.startsWith(SERVICE_ACCOUNT)) return false
  const where = namespace || bindingNamespace
  return where !== '' && user.name === `${SERVICE_ACCOUNT}${where}:${name}`
}

function describe(
  binding: (RoleBinding | ClusterRoleBinding) & KubeObject,
  subject: Subject,
  namespace: string,
): string {
  const { roleRef, metadata } = binding
  const own =
    namespace === ''
      ? `ClusterRoleBinding ${quote(metadata.name ?? '')}`
      : `RoleBinding ${quote(`${metadata.name}/${metadata.namespace}`)}`
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace || namespace}` : subject.name
  return `${own} of ${roleRef.kind} ${quote(roleRef.name)} to ${subject.kind} ${quote(who)}`
}
