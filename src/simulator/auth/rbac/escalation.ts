// Nobody gives away more than they have: writes of roles need every right they grant, writes of bindings every right of their role,
// unless the writer may `escalate` or `bind`. Upstream: pkg/registry/rbac/{role,rolebinding,…}/policybased/storage.go, escalation_check.go.
import type { ClusterRole, PolicyRule, Role, RoleBinding } from '../../../generated/api/rbac.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { quote } from '../../../model/quote.ts'
import { forbidden, internalError, notFound, type Qualified } from '../../api/status/status-error.ts'
import type { KubeObject, ResourceKey } from '../../api/types.ts'
import type { Authorizer, GuardedWrite, WriteGuard } from '../contract.ts'
import { compact, describeRule, quoteList, uncovered } from './covers.ts'
import type { RuleResolver } from './rules.ts'

const GROUP = 'rbac.authorization.k8s.io'
const MASTERS = 'system:masters'
const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
]

/** The guards of the four RBAC resources. */
export function escalationGuards(authorizer: Authorizer, resolver: RuleResolver): ReadonlyMap<ResourceKey, WriteGuard> {
  const guards = new EscalationGuards(authorizer, resolver)
  return new Map<ResourceKey, WriteGuard>([
    [`roles.${GROUP}`, (write) => guards.role(write, 'roles')],
    [`clusterroles.${GROUP}`, (write) => guards.role(write, 'clusterroles')],
    [`rolebindings.${GROUP}`, (write) => guards.binding(write, 'rolebindings')],
    [`clusterrolebindings.${GROUP}`, (write) => guards.binding(write, 'clusterrolebindings')],
  ])
}

class EscalationGuards {
  readonly #authorizer: Authorizer
  readonly #resolver: RuleResolver

  constructor(authorizer: Authorizer, resolver: RuleResolver) {
    this.#authorizer = authorizer
    this.#resolver = resolver
  }

  role(write: GuardedWrite, resource: string): void {
    const { user, namespace, requestName, object } = write
    if (user.groups.includes(MASTERS)) return
    if (this.#may(write, 'escalate', resource, requestName, namespace)) return
    if (onlyForCollection(write)) return
    const refuse = { group: GROUP, name: resource }
    this.#confirm(write, (object as Role & KubeObject).rules ?? [], refuse)
    if (!aggregates(object) && !(write.old !== undefined && aggregates(write.old))) return
    if (this.#missing(write, EVERYTHING) === undefined) return
    throw forbidden(refuse, object.metadata.name ?? '', 'must have cluster-admin privileges to use the aggregationRule')
  }

  binding(write: GuardedWrite, resource: string): void {
    const { user, namespace, object } = write
    if (user.groups.includes(MASTERS) || onlyForCollection(write)) return
    const { roleRef } = object as RoleBinding & KubeObject
    if (roleRef.kind === 'ClusterRole' || roleRef.kind === 'Role') {
      const roles = roleRef.kind === 'Role' ? 'roles' : 'clusterroles'
      if (this.#may(write, 'bind', roles, roleRef.name, namespace, roleRef.apiGroup)) return
    }
    const refuse = { group: GROUP, name: resource }
    const rules = this.#resolver.rulesOf(roleRef, namespace)
    if ('error' in rules) throw rules.absent ? notFound(refuse, roleRef.name) : internalError(rules.error)
    this.#confirm(write, rules, refuse)
  }

  #may(
    { user }: GuardedWrite,
    verb: string,
    resource: string,
    name: string,
    namespace: string,
    apiGroup: string = GROUP,
  ): boolean {
    const asked = {
      user,
      verb,
      resourceRequest: true,
      apiGroup,
      apiVersion: '*',
      resource,
      subresource: '',
      namespace,
      name,
    }
    return this.#authorizer.authorize({ ...asked, path: '' }).verdict === 'Allow'
  }

  /** ConfirmNoEscalation. */
  #confirm(write: GuardedWrite, rules: readonly PolicyRule[], resource: Qualified): void {
    const why = this.#missing(write, rules)
    if (why !== undefined) throw forbidden(resource, write.object.metadata.name ?? '', why)
  }

  #missing({ user, namespace }: GuardedWrite, rules: readonly PolicyRule[]): string | undefined {
    const grants = this.#resolver.grants(user, namespace)
    const missing = uncovered(
      grants.flatMap((grant) => grant.rules),
      rules,
    )
    if (missing.length === 0) return undefined
    const said = [...new Set(compact(missing).map(describeRule))].sort()
    const problems = [...new Set(grants.flatMap(({ error }) => (error === undefined ? [] : [error])))]
    const unresolved = problems.length === 0 ? '' : `; resolution errors: [${aggregate(problems)}]`
    return `user ${quote(user.name)} (groups=${quoteList(user.groups)}) is attempting to grant RBAC permissions not currently held:\n${said.join('\n')}${unresolved}`
  }
}

const aggregate = (texts: readonly string[]): string => (texts.length === 1 ? texts[0]! : `[${texts.join(', ')}]`)

const aggregates = (object: KubeObject): boolean =>
  ((object as ClusterRole & KubeObject).aggregationRule?.clusterRoleSelectors?.length ?? 0) > 0

/** IsOnlyMutatingGCFields: owners and finalizers, which the garbage collector changes, and nothing else. */
function onlyForCollection({ object, old }: GuardedWrite): boolean {
  if (old === undefined) return false
  const { ownerReferences, finalizers, managedFields } = old.metadata
  return deepEqual({ ...object, metadata: { ...object.metadata, ownerReferences, finalizers, managedFields } }, old)
}
