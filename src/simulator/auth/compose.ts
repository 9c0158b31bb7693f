// Puts the chosen authorizers of one cluster together. Upstream: pkg/kubeapiserver/authorizer/config.go, reload.go.
import type { FeatureGates, ResourceKey } from '../api/types.ts'
import type { ConfiguredAuthorizer } from './authorization-configuration.ts'
import { AbacAuthorizer } from './authorizers/abac.ts'
import { AlwaysAllowAuthorizer } from './authorizers/always-allow.ts'
import { AlwaysDenyAuthorizer } from './authorizers/always-deny.ts'
import { NodeAuthorizer } from './authorizers/node.ts'
import { RbacAuthorizer } from './authorizers/rbac.ts'
import { SystemMastersAuthorizer } from './authorizers/system-masters.ts'
import { UnionAuthorizer } from './authorizers/union.ts'
import { WebhookAuthorizer } from './authorizers/webhook.ts'
import type { Authorizer, WriteGuard } from './contract.ts'
import type { Watched } from './node/graph.ts'
import { escalationGuards } from './rbac/escalation.ts'
import { RBAC_RESOURCES, RuleCache, RuleResolver } from './rbac/rules.ts'
import type { Reviewers } from './reviewers.ts'

/** What authorizers work on. */
export interface AuthorizationGround {
  readonly store: Watched
  /** What clusters that start alike share. */
  readonly base: object
  readonly gates: FeatureGates
  /** Epoch milliseconds of cluster time. */
  readonly now: () => number
  /** Webhooks that judge requests. */
  readonly reviewers: Reviewers
}

const DEFAULT_CHAIN: readonly ConfiguredAuthorizer[] = [{ type: 'Node' }, { type: 'RBAC' }]
const sharedCaches = new WeakMap<object, RuleCache>()

/** The authorizer and the write guards of a cluster; clusters of the same `base` share what they find out about users. */
export function authorizationFor(
  { store, base, gates, now, reviewers }: AuthorizationGround,
  chain: readonly ConfiguredAuthorizer[] = DEFAULT_CHAIN,
): { readonly authorizer: Authorizer; readonly guards: ReadonlyMap<ResourceKey, WriteGuard> } {
  let cache = sharedCaches.get(base)
  if (cache === undefined) {
    cache = new RuleCache()
    sharedCaches.set(base, cache)
  }
  const resolver = new RuleResolver(store, cache)
  for (const resource of RBAC_RESOURCES) store.listen(resource, () => resolver.forget())
  const make = (one: ConfiguredAuthorizer): Authorizer => {
    switch (one.type) {
      case 'ABAC':
        return new AbacAuthorizer(one.policies)
      case 'AlwaysAllow':
        return new AlwaysAllowAuthorizer()
      case 'AlwaysDeny':
        return new AlwaysDenyAuthorizer()
      case 'Node':
        return new NodeAuthorizer(store, gates)
      case 'RBAC':
        return new RbacAuthorizer(resolver)
      case 'Webhook':
        return new WebhookAuthorizer(one.settings, reviewers, now)
    }
  }
  const authorizer = new UnionAuthorizer([new SystemMastersAuthorizer(), ...chain.map(make)])
  return { authorizer, guards: escalationGuards(authorizer, resolver) }
}
