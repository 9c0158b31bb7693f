// Puts the chosen authorizers of one cluster together. Upstream: pkg/kubeapiserver/authorizer/config.go, reload.go.
import type { FeatureGates, ResourceKey } from '../api/types.ts'
import { AlwaysAllowAuthorizer } from './authorizers/always-allow.ts'
import { AlwaysDenyAuthorizer } from './authorizers/always-deny.ts'
import { NodeAuthorizer } from './authorizers/node.ts'
import { RbacAuthorizer } from './authorizers/rbac.ts'
import { SystemMastersAuthorizer } from './authorizers/system-masters.ts'
import { UnionAuthorizer } from './authorizers/union.ts'
import type { Authorizer, WriteGuard } from './contract.ts'
import type { Watched } from './node/graph.ts'
import { escalationGuards } from './rbac/escalation.ts'
import { RBAC_RESOURCES, RuleCache, RuleResolver } from './rbac/rules.ts'

/** The modes that are simulated, as `--authorization-mode` names them. */
export type AuthorizationMode = 'AlwaysAllow' | 'AlwaysDeny' | 'Node' | 'RBAC'

const DEFAULT_MODES: readonly AuthorizationMode[] = ['Node', 'RBAC']
const sharedCaches = new WeakMap<object, RuleCache>()

/** The authorizer and the write guards of a cluster; clusters of the same `base` share what they find out about users. */
export function authorizationFor(
  store: Watched,
  base: object,
  gates: FeatureGates,
  modes: readonly AuthorizationMode[] = DEFAULT_MODES,
): { readonly authorizer: Authorizer; readonly guards: ReadonlyMap<ResourceKey, WriteGuard> } {
  let cache = sharedCaches.get(base)
  if (cache === undefined) {
    cache = new RuleCache()
    sharedCaches.set(base, cache)
  }
  const resolver = new RuleResolver(store, cache)
  for (const resource of RBAC_RESOURCES) store.listen(resource, () => resolver.forget())
  const byMode: Readonly<Record<AuthorizationMode, () => Authorizer>> = {
    AlwaysAllow: () => new AlwaysAllowAuthorizer(),
    AlwaysDeny: () => new AlwaysDenyAuthorizer(),
    Node: () => new NodeAuthorizer(store, gates),
    RBAC: () => new RbacAuthorizer(resolver),
  }
  const authorizer = new UnionAuthorizer([new SystemMastersAuthorizer(), ...modes.map((mode) => byMode[mode]())])
  const guards: ReadonlyMap<ResourceKey, WriteGuard> = modes.includes('RBAC')
    ? escalationGuards(authorizer, resolver)
    : new Map<ResourceKey, WriteGuard>()
  return { authorizer, guards }
}
