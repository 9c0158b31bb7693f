// Keeps as many pods of a template as a ReplicaSet says. The work is in lib/replica-manager.ts, shared with ReplicationControllers.
// Upstream: pkg/controller/replicaset/replica_set.go.
import type { ReplicaSet } from '../../../generated/api/apps.v1.ts'
import type { Controller } from '../contract.ts'
import { storedSelector } from '../lib/claims.ts'
import { ReplicaManager, type ReplicatedKind } from '../lib/replica-manager.ts'

const kind: ReplicatedKind = {
  resource: 'replicasets.apps',
  kind: 'ReplicaSet',
  component: 'replicaset-controller',
  account: 'replicaset-controller',
  countsTerminating: true,
  selector: (object) => storedSelector((object as ReplicaSet).spec.selector),
}

/** replicaset-controller. */
export const controller: Controller = {
  name: 'replicaset-controller',
  wakesOn: ['replicasets.apps'],
  start: (environment) => new ReplicaManager(environment, kind),
}
