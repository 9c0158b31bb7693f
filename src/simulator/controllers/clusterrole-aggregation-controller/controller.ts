// Fills the rules of cluster roles that sum up others, chosen by their labels. Its queue retries as the default of controllers, without
// end.
// Upstream: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go.
import type { ClusterRole, PolicyRule } from '../../../generated/api/rbac.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import { isSelectorError, selectorOfObject } from '../../../model/labels.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'

const ROLES = 'clusterroles.rbac.authorization.k8s.io'
const MANAGER = 'clusterrole-aggregation-controller'

/** clusterrole-aggregation-controller. */
export const controller: Controller = { name: MANAGER, wakesOn: ['clusterroles.rbac.authorization.k8s.io'], start }

function start(environment: Environment): Running {
  const client = controllerClient(environment, MANAGER)
  const queue = new WorkQueue(environment.clock, (name) => sync(client, name))
  const informers = environment.informers()
  const enqueue = (): void => {
    for (const { aggregationRule, metadata } of client.lister.list<ClusterRole>(ROLES))
      if (aggregationRule !== undefined) queue.add(metadata.name ?? '')
  }
  informers.on<ClusterRole>(ROLES, {
    add: enqueue,
    update: enqueue,
    delete: enqueue,
  })
  return {
    stop() {
      informers.stop()
      queue.stop()
    },
  }
}

function sync(client: Client, name: string): SyncResult {
  const role = client.lister.get<ClusterRole>(ROLES, '', name)
  if (role?.aggregationRule === undefined) return undefined
  const rules: PolicyRule[] = []
  for (const object of role.aggregationRule.clusterRoleSelectors ?? []) {
    const selector = selectorOfObject(object)
    if (isSelectorError(selector)) return 'retry'
    for (const other of client.lister.list<ClusterRole>(ROLES)) {
      if (other.metadata.name === name || !selector.matches(other.metadata.labels)) continue
      for (const rule of other.rules ?? []) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule)
    }
  }
  if (deepEqual(rules, role.rules ?? [])) return undefined
  const body = {
    kind: 'ClusterRole',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name },
    ...(rules.length > 0 ? { rules } : {}),
  }
  const query = { fieldManager: MANAGER, force: 'true' }
  const applied = client.patch(ROLES, '', name, 'application/apply-patch+yaml', body, '', query)
  return applied.ok ? undefined : 'retry'
}
