// Keeps as many pods of a template as a ReplicationController says: a ReplicaSet with an older selector.
// Upstream: pkg/controller/replication/replication_controller.go (a conversion around the ReplicaSet controller).
import type { ReplicationController } from '../../../generated/api/core.v1.ts'
import type { LabelSelector } from '../../../generated/api/meta.v1.ts'
import { type Selector, selectorOfObject } from '../../../model/labels.ts'
import type { Controller } from '../contract.ts'
import { ReplicaManager, type ReplicatedKind } from '../lib/replica-manager.ts'

const asSelector = new WeakMap<object, LabelSelector>()

function selectorOf({ spec }: ReplicationController): Selector | undefined {
  const { selector: labels } = spec
  if (labels === undefined || labels === null) return undefined
  let selector = asSelector.get(labels)
  if (selector === undefined) {
    selector = { matchLabels: labels }
    asSelector.set(labels, selector)
  }
  const parsed = selectorOfObject(selector)
  return 'error' in parsed ? undefined : parsed
}

const kind: ReplicatedKind = {
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  component: 'replication-controller',
  account: 'replication-controller',
  countsTerminating: false,
  selector: (object) => selectorOf(object as ReplicationController),
}

/** replicationcontroller-controller. */
export const controller: Controller = {
  name: 'replicationcontroller-controller',
  wakesOn: ['replicationcontrollers'],
  start: (environment) => new ReplicaManager(environment, kind),
}
