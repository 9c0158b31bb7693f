// Deletes what its owners have left behind: in the background once they are gone, in the foreground before they go, or lets
// dependents go as orphans. Its queues retry as the default of controllers, without end.
// Upstream: pkg/controller/garbagecollector/garbagecollector.go.
import type { OwnerReference } from '../../../generated/api/meta.v1.ts'
import { deepEqual } from '../../../model/deep-equal.ts'
import type { KubeObject, ResourceKey } from '../../api/types.ts'
import type { Client } from '../../client/client.ts'
import type { Environment, Running } from '../../client/environment.ts'
import { EventRecorder } from '../../client/event-recorder.ts'
import type { EveryChange, Informers } from '../../client/informers.ts'
import type { Controller } from '../contract.ts'
import { controllerClient } from '../lib/controller-client.ts'
import { Discovery } from '../lib/discovery.ts'
import { retrying, SyncError } from '../lib/sync-error.ts'
import { type SyncResult, WorkQueue } from '../lib/work-queue.ts'
import { blockingDependents, FOREGROUND, type GraphNode, ORPHAN } from './graph.ts'
import { GraphBuilder } from './graph-builder.ts'
import { classify } from './references.ts'
import { deleteObject, dropOwners, removeFinalizer, type Target, unblock } from './writer.ts'

const IGNORED = new Set(['events', 'events.events.k8s.io'])

/** garbage-collector-controller. */
export const controller: Controller = {
  name: 'garbage-collector-controller',
  // Nodes have their CSINodes and leases from the start, and leases are renewed for ever.
  wakes: ({ kind, metadata }, type) =>
    (type === 'DELETED' && kind === 'Node') ||
    (kind !== 'Lease' && metadata.ownerReferences !== undefined) ||
    metadata.finalizers?.some((f) => f === FOREGROUND || f === ORPHAN) === true,
  start: (environment) => new GarbageCollector(environment),
}

/** Whether a change can matter to the graph: owners, finalizers and the beginning of the end. */
function concerns(resource: ResourceKey, { metadata }: KubeObject, old: KubeObject | undefined): boolean {
  if (IGNORED.has(resource)) return false
  if (old === undefined) return true
  const before = old.metadata
  return (
    metadata.deletionTimestamp !== before.deletionTimestamp ||
    (metadata.ownerReferences !== before.ownerReferences &&
      !deepEqual(metadata.ownerReferences, before.ownerReferences)) ||
    (metadata.finalizers !== before.finalizers && !deepEqual(metadata.finalizers, before.finalizers))
  )
}

class GarbageCollector implements Running {
  readonly #client: Client
  readonly #recorder: EventRecorder
  readonly #graph: GraphBuilder
  readonly #discovery: Discovery
  readonly #informers: Informers
  readonly #toDelete: WorkQueue
  readonly #toOrphan: WorkQueue

  constructor(environment: Environment) {
    const { clock, heartbeats } = environment
    this.#client = controllerClient(environment, 'generic-garbage-collector')
    this.#recorder = new EventRecorder(this.#client, clock, 'garbage-collector-controller')
    this.#discovery = new Discovery(this.#client, environment, (resource) => this.#monitor(resource))
    // Leases are deleted like anything else, which is no look at their renewals.
    const aside = (sync: (uid: string) => SyncResult): WorkQueue =>
      new WorkQueue(
        clock,
        retrying((uid) => heartbeats.aside(() => sync(uid))),
      )
    this.#toDelete = aside((uid) => this.#attemptToDelete(uid))
    this.#toOrphan = aside((uid) => this.#orphanDependents(uid))
    this.#graph = new GraphBuilder({
      attemptToDelete: ({ uid }, slowly) => (slowly ? this.#toDelete.addRateLimited(uid) : this.#toDelete.add(uid)),
      attemptToOrphan: ({ uid }) => this.#toOrphan.add(uid),
      invalidNamespace: (dependent, reference) => this.#tellInvalidNamespace(dependent, reference),
    })
    this.#informers = environment.informers()
    this.#informers.onEvery(concerns, (change) => this.#hear(change))
  }

  stop(): void {
    this.#informers.stop()
    this.#discovery.stop()
    this.#toDelete.stop()
    this.#toOrphan.stop()
  }

  #hear(change: EveryChange): void {
    if (this.#discovery.knows(change.resource)) this.#graph.hear(change)
    else this.#discovery.await(change.resource)
  }

  /** Hears of a resource that was discovered. */
  #monitor(resource: ResourceKey): void {
    for (const object of this.#client.lister.list<KubeObject>(resource)) this.#graph.hear({ type: 'ADDED', object })
  }

  #tellInvalidNamespace({ uid, identity }: GraphNode, owner: OwnerReference): void {
    const { apiVersion, kind, namespace, name } = identity
    const about = `${owner.apiVersion}/${owner.kind}, namespace: ${namespace}, name: ${owner.name}, uid: ${owner.uid}`
    const message = `ownerRef [${about}] does not exist in namespace "${namespace}"`
    const involved = { kind, apiVersion, name, uid, ...(namespace ? { namespace } : {}) }
    this.#recorder.eventOn(involved, 'Warning', 'OwnerRefInvalidNamespace', message)
  }

  /** The object behind a node; undefined when it is not there, `elsewhere` when it cannot be. */
  #find({ uid, identity }: GraphNode): Target | undefined | 'elsewhere' {
    const resource = this.#discovery.resourceOf(identity.apiVersion, identity.kind)
    if (resource === undefined) throw new SyncError(undefined, `unable to get REST mapping for ${identity.kind}`)
    const { key, namespaced } = resource
    // A cluster-scoped object named an owner of a namespaced kind.
    if (namespaced && identity.namespace === '') return 'elsewhere'
    const latest = this.#client.lister.get<KubeObject>(key, namespaced ? identity.namespace : '', identity.name)
    return latest === undefined || latest.metadata.uid !== uid ? undefined : { resource: key, latest }
  }

  #attemptToDelete(uid: string): SyncResult {
    const node = this.#graph.get(uid)
    if (node === undefined || (node.beingDeleted && !node.deletingDependents)) return undefined
    const { identity } = node
    const target = this.#find(node)
    if (target === 'elsewhere') return undefined
    if (target === undefined || !this.#collect(node, target)) {
      this.#graph.absent(uid, identity)
      return undefined
    }
    // What was not heard of yet may have come and gone while nobody listened.
    return node.virtual ? 'retry' : undefined
  }

  /** False when the object was gone. */
  #collect(node: GraphNode, target: Target): boolean {
    const { latest } = target
    if (node.deletingDependents) {
      this.#awaitDependents(node, target)
      return true
    }
    if ((latest.metadata.ownerReferences ?? []).length === 0) return true
    const references = classify(this.#client.lister, this.#discovery, latest)
    if (references === undefined) return true
    const { solid, dangling, waiting } = references
    if (solid.length > 0) {
      const leave = [...dangling, ...waiting].map((reference) => reference.uid)
      if (leave.length > 0) dropOwners(this.#client, target, new Set(leave))
      return true
    }
    if (waiting.length > 0 && node.dependents.size > 0) {
      const circle = [...node.dependents].some((dependent) => dependent.deletingDependents)
      if (circle) unblock(this.#client, target, node.owners)
      return deleteObject(this.#client, target, 'Foreground')
    }
    const { finalizers } = latest.metadata
    if (finalizers?.includes(ORPHAN)) return deleteObject(this.#client, target, 'Orphan')
    return deleteObject(this.#client, target, finalizers?.includes(FOREGROUND) ? 'Foreground' : 'Background')
  }

  #awaitDependents(node: GraphNode, target: Target): void {
    const blocking = blockingDependents(node)
    if (blocking.length === 0) removeFinalizer(this.#client, target, FOREGROUND)
    for (const dependent of blocking) if (!dependent.deletingDependents) this.#toDelete.add(dependent.uid)
  }

  #orphanDependents(uid: string): SyncResult {
    const node = this.#graph.get(uid)
    if (node === undefined) return undefined
    let failure: SyncError | undefined
    for (const dependent of node.dependents) {
      try {
        const target = this.#find(dependent)
        if (target !== undefined && target !== 'elsewhere') dropOwners(this.#client, target, new Set([uid]))
      } catch (error) {
        if (!(error instanceof SyncError)) throw error
        failure ??= error
      }
    }
    if (failure !== undefined) throw failure
    const target = this.#find(node)
    if (target !== undefined && target !== 'elsewhere') removeFinalizer(this.#client, target, ORPHAN)
    return undefined
  }
}
