// What the scheduler hears of, and what it makes of it: the cache, the queue and the nominations follow the cluster.
// Upstream: pkg/scheduler/eventhandlers.go.
import type { KubeObject } from '../api/types.ts'
import type { Informers } from '../client/informers.ts'
import type { Cache } from './cache.ts'
import { nodeChanges, podChanges } from './cluster-events.ts'
import type { ClusterEvent, Node, Pod } from './contract.ts'
import type { Framework } from './framework.ts'
import { priorityOf } from './node-info.ts'
import type { Nominator } from './nominator.ts'
import type { SchedulingQueue } from './queue.ts'
import { otherResources } from './queue-rules.ts'

/** Who follows the cluster. */
export interface Followers {
  readonly cache: Cache
  readonly nominator: Nominator
  readonly queue: SchedulingQueue
  readonly frameworks: readonly Framework[]
  /** Whether a pod that waits is this scheduler's to place. */
  responsible(pod: Pod): boolean
  /** A pod that was on its way to a node is no more. */
  gone(uid: string): void
}

/** Starts hearing. */
export function listen(informers: Informers, followers: Followers): void {
  const { cache, queue } = followers
  informers.on<Node>('nodes', {
    add: (node) => {
      cache.setNode(node)
      queue.move({ resource: 'nodes', action: 'Add' }, undefined, node)
    },
    update: (node, old) => {
      cache.setNode(node)
      if (queue.waiting) for (const event of nodeChanges(old, node)) queue.move(event, old, node)
    },
    delete: (node) => {
      cache.removeNode(node.metadata.name ?? '')
      queue.move({ resource: 'nodes', action: 'Delete' }, node, undefined)
    },
  })
  informers.on<Pod>('pods', {
    add: (pod) => podChanged(followers, undefined, isOver(pod) ? undefined : pod),
    update: (pod, old) => podChanged(followers, isOver(old) ? undefined : old, isOver(pod) ? undefined : pod),
    delete: (pod) => podChanged(followers, pod, undefined),
  })
  for (const resource of otherResources(followers.frameworks)) {
    informers.on<KubeObject>(resource, {
      add: (object) => queue.move({ resource, action: 'Add' }, undefined, object),
      update: (object, old) => queue.move({ resource, action: 'Update' }, old, object),
      delete: (object) => queue.move({ resource, action: 'Delete' }, object, undefined),
    })
  }
}

/** A pod came, changed or went; pods that are over count as gone. */
function podChanged(followers: Followers, old: Pod | undefined, pod: Pod | undefined): void {
  if (pod?.spec.nodeName) {
    placedPodChanged(followers, old, pod)
    return
  }
  if (pod !== undefined) {
    pendingPodChanged(followers, old, pod)
    return
  }
  if (old !== undefined) podGone(followers, old)
}

/** What held a place, or was promised one, leaves it to others; to those of higher priority it was not in the way. */
function podGone(followers: Followers, old: Pod): void {
  const { cache, nominator, queue, gone } = followers
  const uid = old.metadata.uid ?? ''
  const assumed = cache.assumedNode(uid)
  queue.delete(uid)
  nominator.remove(uid)
  if (assumed !== undefined) gone(uid)
  cache.removePod(uid)
  if (assumed !== undefined) queue.move(podDeleted, placedOn(old, assumed), undefined)
  else if (old.spec.nodeName) queue.move(podDeleted, old, undefined)
  else if (old.status.nominatedNodeName && followers.responsible(old))
    queue.move(podDeleted, old, undefined, upTo(priorityOf(old)))
}

function placedPodChanged({ cache, nominator, queue }: Followers, old: Pod | undefined, pod: Pod): void {
  const uid = pod.metadata.uid ?? ''
  cache.setPod(pod)
  if (old?.spec.nodeName === pod.spec.nodeName && old !== undefined) {
    if (queue.waiting) for (const event of podChanges(old, pod)) queue.move(event, old, pod)
    return
  }
  queue.delete(uid)
  nominator.remove(uid)
  queue.move({ resource: 'pods', action: 'Add' }, undefined, pod)
}

function pendingPodChanged(followers: Followers, old: Pod | undefined, pod: Pod): void {
  const { cache, nominator, queue } = followers
  if (!followers.responsible(pod)) return
  const assumed = cache.assumedNode(pod.metadata.uid ?? '')
  if (assumed !== undefined) {
    assumedPodChanged(followers, old, pod, assumed)
    return
  }
  nominator.update(old, pod)
  if (old === undefined) {
    queue.add(pod)
    return
  }
  queue.update(old, pod, podChanges(old, pod))
  const promised = old.status.nominatedNodeName
  if (promised && promised !== pod.status.nominatedNodeName)
    queue.move(podDeleted, old, undefined, upTo(priorityOf(old)))
}

/** A pod on its way to a node is on its way out instead: others may have its place. */
function assumedPodChanged({ cache, queue }: Followers, old: Pod | undefined, pod: Pod, node: string): void {
  if (pod.metadata.deletionTimestamp === undefined || old?.metadata.deletionTimestamp !== undefined) return
  cache.removePod(pod.metadata.uid ?? '')
  queue.move(podDeleted, placedOn(pod, node), undefined)
}

/** The pod as it was about to be. */
const placedOn = (pod: Pod, nodeName: string): Pod => ({ ...pod, spec: { ...pod.spec, nodeName } })

const podDeleted: ClusterEvent = { resource: 'pods', action: 'Delete' }

const upTo =
  (priority: number) =>
  (pod: Pod): boolean =>
    priorityOf(pod) <= priority

/** Succeeded and failed pods hold nothing on their node any more. */
const isOver = ({ status }: Pod): boolean => status.phase === 'Succeeded' || status.phase === 'Failed'
